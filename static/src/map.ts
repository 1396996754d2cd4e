import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { basemapRules } from "./basemap-style";
import { toGcj02 } from "./lib/gcj02";
import { currentLocale, t } from "./lib/language";
import { isDark, onThemeChange } from "./lib/theme";
import type { Basemap, City } from "./types";

// protomaps-leaflet looks Leaflet up as a global at the moment that a layer is made.
declare global {
	interface Window {
		L?: typeof L;
	}
}
window.L = L;

export const OWN_BASEMAP = "own";

/** The map itself: no pop-ups, no remote controls, panes from the lowest layer to the highest. */
export function makeMap(container: HTMLElement, city: City): L.Map {
	const map = L.map(container, {
		zoomControl: false,
		attributionControl: false,
		minZoom: 3,
		maxZoom: 19,
		zoomSnap: 0.5,
		wheelPxPerZoomLevel: 90,
		zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
		maxBounds: cityBounds(city).pad(1.5),
	});
	["hotspots", "areas", "outlines", "incidents", "labels", "findings"].forEach((name, index) => {
		map.createPane(name).style.zIndex = String(400 + index * 10);
	});
	container.setAttribute("role", "application");
	container.setAttribute("aria-roledescription", t("map_role"));
	container.setAttribute("aria-label", t("map_label"));
	L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
	return map;
}

export function cityBounds({ bbox: [west, south, east, north] }: City): L.LatLngBounds {
	return L.latLngBounds([south, west], [north, east]);
}

/** Puts the chosen base map under everything and swaps it when the choice or the theme changes. */
export class BasemapSwitch {
	#layer: L.GridLayer | null = null;
	#key: string | null = null;

	constructor(
		private readonly map: L.Map,
		private readonly city: City,
	) {
		onThemeChange(() => this.#put());
	}

	choose(key: string | null): void {
		const wanted = key ?? OWN_BASEMAP;
		if (wanted === this.#key) return;
		this.#key = wanted;
		this.#put();
	}

	get attribution(): string[] {
		const online = this.city.basemaps.find((item) => item.key === this.#key);
		return online ? [online.attribution, online.review_no ?? ""].filter(Boolean) : [];
	}

	#put(): void {
		const old = this.#layer;
		const online = this.city.basemaps.find((item) => item.key === this.#key);
		this.#layer = online ? onlineLayer(online) : ownLayer(this.city, this.#key === "pmtiles");
		this.#layer.addTo(this.map);
		if (old) setTimeout(() => old.remove(), 250);
	}
}

type ProtomapsModule = typeof import("protomaps-leaflet");
let protomaps: ProtomapsModule;

/** Loads the drawing code of the vector base map: once, before the first base map. */
export async function loadBasemapCode(): Promise<void> {
	protomaps = await import("protomaps-leaflet");
}

function ownLayer(city: City, isFile: boolean): L.GridLayer {
	if (isFile && city.pmtiles_url) {
		const flavor = isDark() ? "dark" : "light";
		return protomaps.leafletLayer({ url: city.pmtiles_url, flavor, lang: currentLocale() }) as unknown as L.GridLayer;
	}
	return protomaps.leafletLayer({
		url: "/tiles/base/{z}/{x}/{y}.mvt",
		maxDataZoom: 15,
		...basemapRules(protomaps),
		bounds: cityBounds(city).pad(0.3),
	}) as unknown as L.GridLayer;
}

function onlineLayer({ url, datum, max_zoom }: Basemap): L.TileLayer {
	const options = { maxNativeZoom: max_zoom, maxZoom: 19, crossOrigin: false } as const;
	return datum === "gcj02" ? new Gcj02TileLayer(url, options) : L.tileLayer(url, options);
}

interface GridLayerInside {
	_getTiledPixelBounds(center: L.LatLng): L.Bounds;
	_setZoomTransform(level: unknown, center: L.LatLng, zoom: number): void;
}
const inside = L.GridLayer.prototype as unknown as GridLayerInside;

/** Tiles that were drawn in GCJ-02, moved under our WGS-84 data. Only the tiles move: no coordinate of ours ever does. */
class Gcj02TileLayer extends L.TileLayer {
	_getTiledPixelBounds(center: L.LatLng): L.Bounds {
		return inside._getTiledPixelBounds.call(this, L.latLng(toGcj02(center)));
	}

	_setZoomTransform(level: unknown, center: L.LatLng, zoom: number): void {
		inside._setZoomTransform.call(this, level, L.latLng(toGcj02(center)), zoom);
	}
}
