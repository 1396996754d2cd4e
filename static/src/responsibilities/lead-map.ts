import L from "leaflet";
import { h } from "../lib/dom";
import { onThemeChange, token } from "../lib/theme";
import { BasemapSwitch, cityBounds, loadBasemapCode, makeMap } from "../map";
import type { AreaFeature, City, FeatureCollection } from "../types";
import { rt } from "./types";

/** The areas of a tier, each in the colour of the department that leads there. */
export class LeadMap {
	readonly element = h("div", { class: "map", id: "map", tabindex: "0" });
	#map!: L.Map;
	#shapes: L.GeoJSON | null = null;
	#colourOf: (code: string) => string | null = () => null;
	#chosen: string | null = null;

	constructor(
		private readonly city: City,
		private readonly choose: (code: string) => void,
	) {
		onThemeChange(() => this.#shapes?.setStyle((feature) => this.#style(feature?.properties.code)));
	}

	/** When its box is in the page. */
	async start(): Promise<void> {
		this.#map = makeMap(this.element, this.city);
		this.element.setAttribute("aria-label", rt("map_label"));
		this.#map.fitBounds(cityBounds(this.city), { animate: false });
		await loadBasemapCode();
		new BasemapSwitch(this.#map, this.city).choose(null);
	}

	draw(features: FeatureCollection<AreaFeature["properties"]>, colourOf: (code: string) => string | null): void {
		this.#colourOf = colourOf;
		this.#shapes?.remove();
		this.#shapes = L.geoJSON(
			features as never,
			{
				style: (feature: { properties: { code: string } }) => this.#style(feature.properties.code),
				onEachFeature: (feature: AreaFeature, layer: L.Layer) =>
					layer.on("click", () => this.choose(feature.properties.code)),
				renderer: L.canvas(),
			} as never,
		).addTo(this.#map);
	}

	mark(code: string | null): void {
		this.#chosen = code;
		this.#shapes?.eachLayer((layer) => {
			const shape = layer as L.Polygon;
			const own = shape.feature?.properties.code as string;
			shape.setStyle(this.#style(own));
			if (own !== code) return;
			shape.bringToFront();
			if (!this.#map.getBounds().contains(shape.getBounds())) this.#map.fitBounds(shape.getBounds(), { maxZoom: 14 });
		});
	}

	#style(code: string): L.PathOptions {
		const colour = this.#colourOf(code);
		const isChosen = code === this.#chosen;
		return {
			weight: isChosen ? 4 : 0.8,
			color: token(isChosen ? "--accent" : "--map-area-line"),
			fillColor: colour ?? token("--surface-3"),
			fillOpacity: colour ? 0.62 : 0.25,
		};
	}
}
