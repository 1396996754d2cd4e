import L from "leaflet";
import { languageTag, type texts } from "../lib/language";
import { BasemapSwitch, cityBounds, loadBasemapCode, makeMap } from "../map";
import type { publicFace } from "../messages/public";
import type { City } from "../types";
import { densityOf, type Group, levelOf } from "./counts";

type Texts = ReturnType<typeof texts<keyof typeof publicFace.en>>;

/** The map of squares; other parts of the page borrow it to mark a place or to draw. */
export class CountMap {
	readonly map: L.Map;
	#squares = L.layerGroup();

	constructor(
		container: HTMLElement,
		city: City,
		private readonly t: Texts,
	) {
		this.map = makeMap(container, city);
		container.setAttribute("aria-label", t("map_label"));
		this.map.fitBounds(cityBounds(city));
		L.control.zoom({ position: "topright" }).addTo(this.map);
		this.#squares.addTo(this.map);
		loadBasemapCode().then(() => new BasemapSwitch(this.map, city).choose(null));
	}

	show(groups: Group[]): void {
		this.#squares.clearLayers();
		const squares = groups.filter(({ properties }) => properties.cell_m > 0);
		const densest = Math.max(0, ...squares.map(({ properties: p }) => densityOf(p.count, p.cell_m)));
		for (const { geometry, properties } of squares) {
			const level = levelOf(properties.count, properties.cell_m, densest);
			const square = L.geoJSON(geometry as GeoJSON.GeometryObject, {
				style: { className: `count-square count-level-${level}` },
			});
			square.bindTooltip(this.#words(properties.count, properties.cell_m), { sticky: true });
			square.addTo(this.#squares);
		}
	}

	#words(count: number, cell_m: number): string {
		const side = cell_m < 1000 ? `${cell_m} m` : `${new Intl.NumberFormat(languageTag()).format(cell_m / 1000)} km`;
		return this.t("square", { count, side });
	}
}
