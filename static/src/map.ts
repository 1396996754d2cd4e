import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { basemapRules } from "./basemap-style";
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
		return inside._getTiledPixelBounds.call(this, toGcj02(center));
	}

	_setZoomTransform(level: unknown, center: L.LatLng, zoom: number): void {
		inside._setZoomTransform.call(this, level, toGcj02(center), zoom);
	}
}

const SEMI_MAJOR_AXIS_M = 6378245;
const ECCENTRICITY_2 = 0.006693421622965943;

/** WGS-84 to GCJ-02, by the published approximation; identical outside China's box. */
export function toGcj02({ lat, lng }: { lat: number; lng: number }): L.LatLng {
	if (lng < 72.004 || lng > 137.8347 || lat < 0.8293 || lat > 55.8271) return L.latLng(lat, lng);
	const x = lng - 105;
	const y = lat - 35;
	const waves = (value: number) => 20 * Math.sin(6 * value * Math.PI) + 20 * Math.sin(2 * value * Math.PI);
	const wave = (value: number, a: number, b: number, c: number) =>
		a * Math.sin(value * Math.PI) + b * Math.sin((value / 3) * Math.PI) + c;
	const root = Math.sqrt(Math.abs(x));
	const north =
		-100 +
		2 * x +
		3 * y +
		0.2 * y * y +
		0.1 * x * y +
		0.2 * root +
		((waves(x) + wave(y, 20, 40, 0) + 160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y / 30) * Math.PI)) * 2) / 3;
	const east =
		300 +
		x +
		2 * y +
		0.1 * x * x +
		0.1 * x * y +
		0.1 * root +
		((waves(x) + wave(x, 20, 40, 0) + 150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
	const radians = (lat * Math.PI) / 180;
	const magic = 1 - ECCENTRICITY_2 * Math.sin(radians) ** 2;
	const meridian_m = (SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_2)) / (magic * Math.sqrt(magic));
	const parallel_m = (SEMI_MAJOR_AXIS_M / Math.sqrt(magic)) * Math.cos(radians);
	return L.latLng(lat + (north * 180) / (meridian_m * Math.PI), lng + (east * 180) / (parallel_m * Math.PI));
}
