import L from "leaflet";
import { lowestTier, type Page, tierBelow } from "./lib/page";
import { type Box, boxOf } from "./lib/polygon";
import { zoneId } from "./lib/zones";
import type { AreaDetails, AreaProperties, Feature } from "./types";

/** Steps that several layers and panels offer. Each is one entry in the browser's history. */

/** Drills into an area: the page is about it, its children are drawn, the map goes there. */
export function enterArea(page: Page, code: string | null): void {
	const { store, tree, city, map } = page;
	const area = code === city.code ? null : code;
	const node = tree.get(area);
	const isLowest = node && node.tier >= lowestTier(city);
	store.go({ area, tier: isLowest ? node.tier : null, selection: null, position: null });
	if (!node) {
		fitCity(page);
		return;
	}
	const shown = page.feeds.areas.state.data?.features.find((feature) => feature.properties.code === area);
	if (shown) fitFeature(map, shown);
	else
		page.api
			.get<Feature<AreaDetails>>(`/areas/${encodeURIComponent(node.code)}`)
			.then((feature) => store.view.area === area && fitFeature(map, feature))
			.catch(() => undefined);
}

export function leaveArea(page: Page): void {
	const { area } = page.store.view;
	if (area) enterArea(page, page.tree.get(area)?.parent_code ?? null);
}

/** Draws another tier; if it lies above the area drilled into, goes up to it. */
export function showTier(page: Page, level: number): void {
	const { store, tree } = page;
	const chain = tree.chain(store.view.area);
	const scope = [...chain].reverse().find((node) => node.tier < level);
	const area = scope && scope.tier > 1 ? scope.code : null;
	if (area !== store.view.area) enterArea(page, area);
	store.go({ tier: tierBelow(page, area) === level ? null : level, selection: null });
}

function fitFeature(map: L.Map, feature: Feature<AreaProperties>): void {
	fitBox(map, boxOf(feature.geometry));
}

export function fitBox(map: L.Map, [west, south, east, north]: Box, maxZoom = 17): void {
	map.flyToBounds(L.latLngBounds([south, west], [north, east]), {
		...fitPadding(),
		maxZoom,
		duration: 0.6,
		animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
	});
}

/** On a phone the sheet covers the lower part of the map. */
export function fitPadding(): L.FitBoundsOptions {
	const isPhone = window.matchMedia("(max-width: 760px)").matches;
	const sheet = document.getElementById("side");
	if (!isPhone || !sheet) return { padding: [28, 28] };
	// Not its height of this moment, because it may be on its way up.
	const isLow = sheet.dataset.height === "peek";
	const sheet_px = isLow ? 118 : window.innerHeight * 0.46;
	return { paddingTopLeft: [16, 116], paddingBottomRight: [64, Math.round(sheet_px) + 24] };
}

export function fitCity(page: Page): void {
	fitBox(page.map, page.city.bbox);
}

/** Shows one incident. From a list its place is given, and the map moves there if it is out of sight. */
export function selectIncident(page: Page, id: string, place?: { lon: number | null; lat: number | null }): void {
	const { map, store } = page;
	store.go({ selection: { kind: "incident", id }, ...(page.hasOwnList ? {} : { panel: "incidents" as const }) });
	if (place?.lat != null && place.lon != null) map.panInside([place.lat, place.lon], fitPadding());
}

export function selectZone(page: Page, id: string): void {
	page.store.go({ selection: { kind: "zone", id }, panel: "hotspots" });
	const zone = page.feeds.hotspots.state.data?.features.find((feature) => zoneId(feature) === id);
	if (
		zone &&
		!page.map
			.getBounds()
			.pad(-0.05)
			.intersects(boundsOf(boxOf(zone.geometry)))
	)
		fitBox(page.map, boxOf(zone.geometry), 15);
}

function boundsOf([west, south, east, north]: Box): L.LatLngBounds {
	return L.latLngBounds([south, west], [north, east]);
}

export function selectFinding(page: Page, id: string): void {
	page.store.go({ selection: { kind: "finding", id }, panel: "coverage" });
}

export function clearSelection(page: Page): void {
	page.store.go({ selection: null });
}
