import L from "leaflet";
import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { BasemapSwitch, cityBounds, loadBasemapCode, makeMap } from "../map";
import type { AreaFeature, City } from "../types";
import { t } from "./texts";

/** From here on a street can be told from the next one. */
export const STREET_ZOOM = 16;
const PLACED_ZOOM = 17.5;
const SAME_PLACE_M = 1;

type Moved = (place: { lon: number; lat: number }, isCloseEnough: boolean) => void;

/** A map that moves under a pin: the pin stays in the middle, so no finger hides the place. */
export class PlaceMap {
	readonly map: L.Map;
	#onMoved: Moved = () => undefined;
	#isByCode = false;
	#shown: L.LatLng | null = null;
	#fix = L.layerGroup();
	#grids = L.layerGroup();
	#pin = h("div", { class: "centre-pin", "aria-hidden": "true" }, icon("pin"));

	constructor(
		container: HTMLElement,
		private readonly city: City,
	) {
		this.map = makeMap(container, city);
		container.setAttribute("aria-label", t("map_label"));
		container.append(this.#pin);
		this.map.fitBounds(cityBounds(city));
		L.control.zoom({ position: "topright", zoomInTitle: t("zoom_in"), zoomOutTitle: t("zoom_out") }).addTo(this.map);
		this.#grids.addTo(this.map);
		this.#fix.addTo(this.map);
		loadBasemapCode().then(() => new BasemapSwitch(this.map, city).choose(null));
		// The pin marks the middle: zooming must not move it.
		Object.assign(this.map.options, { scrollWheelZoom: "center", touchZoom: "center", doubleClickZoom: "center" });
		this.map.on("click", ({ latlng }) => this.map.setView(latlng, Math.max(this.map.getZoom(), PLACED_ZOOM)));
		this.map.on("movestart", () => this.#pin.classList.add("is-lifted"));
		this.map.on("moveend", () => this.#moved());
	}

	onMoved(listener: Moved): void {
		this.#onMoved = listener;
	}

	/** Puts the pin on a place that was found in another way; nobody is told. */
	show({ lon, lat }: { lon: number; lat: number }): void {
		this.#isByCode = true;
		this.#shown = L.latLng(lat, lon);
		this.map.setView([lat, lon], Math.max(this.map.getZoom(), PLACED_ZOOM), { animate: false });
		this.#isByCode = false;
	}

	/** What the device measured: a dot, and the circle that it is probably in. */
	showFix(lon: number, lat: number, accuracy_m: number): void {
		this.#fix.clearLayers();
		L.circle([lat, lon], { radius: accuracy_m, className: "fix-circle", interactive: false }).addTo(this.#fix);
		L.circleMarker([lat, lon], { radius: 6, className: "fix-dot", interactive: false }).addTo(this.#fix);
	}

	forgetFix(): void {
		this.#fix.clearLayers();
	}

	showGrids(grids: AreaFeature[]): void {
		this.#grids.clearLayers();
		for (const grid of grids) {
			L.geoJSON(grid as GeoJSON.Feature, { style: { className: "own-grid" }, interactive: false }).addTo(this.#grids);
		}
	}

	showCity(): void {
		this.#isByCode = true;
		this.map.fitBounds(cityBounds(this.city), { animate: false });
		this.#isByCode = false;
	}

	/** The pin is there while a place is asked for or shown. */
	showPin(isShown: boolean): void {
		this.#pin.hidden = !isShown;
	}

	/** After the map's box changed on the page; its middle stays where it was. */
	fit(): void {
		this.#isByCode = true;
		this.map.invalidateSize({ animate: false, pan: true });
		this.#isByCode = false;
	}

	#moved(): void {
		this.#pin.classList.remove("is-lifted");
		if (this.#isByCode || this.#pin.hidden) return;
		const centre = this.map.getCenter().wrap();
		// A new size or a zoom leaves the middle where it was.
		if (this.#shown && this.map.distance(centre, this.#shown) < SAME_PLACE_M) return;
		this.#shown = centre;
		const { lng, lat } = centre;
		this.#onMoved({ lon: lng, lat }, this.map.getZoom() >= STREET_ZOOM);
	}
}
