import L from "leaflet";
import { h, replace } from "../lib/dom";
import { token } from "../lib/theme";
import { BasemapSwitch, cityBounds, makeMap } from "../map";
import type { City } from "../types";
import type { Preview } from "./types";

/** The file's own shapes over the city's base map. */
export class FileMap {
	readonly element = h("div", { class: "import-map-frame" });
	readonly #box = h("div", { class: "map", id: "map", tabindex: "0" });
	readonly #note = h("p", { class: "import-map-note", hidden: true });
	#map: L.Map | null = null;
	#shapes: L.GeoJSON | null = null;
	#known: L.GeoJSON | null = null;

	constructor(
		private readonly city: City,
		label: string,
	) {
		this.#box.setAttribute("aria-label", label);
		replace(this.element, this.#box, this.#note);
	}

	show(features: Preview["features"] | undefined, note: string): void {
		this.#start();
		this.#shapes?.remove();
		this.#note.hidden = Boolean(features?.length);
		this.#note.textContent = note;
		const color = token("--accent");
		this.#shapes = L.geoJSON(
			(features ?? []) as never,
			{
				style: { color, weight: 2, fillOpacity: 0.12 },
				pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 4, color, weight: 1.5, fillOpacity: 0.5 }),
				renderer: L.canvas(),
			} as L.GeoJSONOptions,
		).addTo(this.#map!);
		const around = features?.length ? this.#shapes.getBounds() : cityBounds(this.city);
		if (around.isValid()) this.#map!.fitBounds(around, { animate: false, padding: [20, 20], maxZoom: 16 });
	}

	/** The boundaries that are known already: a file in another datum lies beside them. */
	showKnown(features: Preview["features"]): void {
		this.#start();
		this.#known?.remove();
		const style = { color: token("--text-2"), weight: 1, dashArray: "4 3", fill: false };
		this.#known = L.geoJSON(features as never, { style, interactive: false } as L.GeoJSONOptions).addTo(this.#map!);
		this.#known.bringToBack();
	}

	#start(): void {
		if (this.#map) return;
		this.#map = makeMap(this.#box, this.city);
		this.#map.fitBounds(cityBounds(this.city), { animate: false });
		new BasemapSwitch(this.#map, this.city).choose(null);
	}
}
