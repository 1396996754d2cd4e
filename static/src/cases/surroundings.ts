import L from "leaflet";
import type { Api } from "../api";
import type { Catalog } from "../lib/catalog";
import { h } from "../lib/dom";
import { statusGroup } from "../lib/status-groups";
import { token } from "../lib/theme";
import { BasemapSwitch, loadBasemapCode, makeMap } from "../map";
import { mapSources } from "../panels/map-sources";
import type { AreaFeature, City, IncidentMarks } from "../types";
import { ct } from "./texts";
import type { CaseDetails } from "./types";

const ZOOM = 16;
/** From here on the server gives single cases and no clusters. */
const POINTS_ZOOM = 18;

/** The place of a case: its grid, and the other open cases around it. */
export class Surroundings {
	readonly element: HTMLElement;
	readonly #box = h("div", { class: "map", tabindex: "0" });
	readonly #words = h("p", { class: "hint", role: "status" });
	#shown: string | null = null;

	constructor(private readonly known: { api: Api; city: City; catalog: Catalog }) {
		this.element = h(
			"section",
			{ class: "surroundings" },
			h("h3", { class: "block-title" }, ct("surroundings")),
			h("div", { class: "surroundings-frame" }, this.#box, mapSources(known.city)),
			this.#words,
		);
	}

	/** Draws once: a case does not move. */
	async show(found: CaseDetails): Promise<void> {
		if (this.#shown === found.id) return;
		this.#shown = found.id;
		this.element.hidden = found.lat === null || found.lon === null;
		if (found.lat === null || found.lon === null) return;
		const map = makeMap(this.#box, this.known.city);
		this.#box.setAttribute("aria-label", ct("surroundings_label"));
		map.setView([found.lat, found.lon], ZOOM, { animate: false });
		await loadBasemapCode();
		new BasemapSwitch(map, this.known.city).choose(null);
		await Promise.all([this.#drawGrid(map, found.grid_code), this.#drawNeighbours(map, found)]);
		L.circleMarker([found.lat, found.lon], {
			radius: 10,
			weight: 4,
			color: token("--accent"),
			fillColor: token(`--status-${statusGroup(found.status)}`),
			fillOpacity: 1,
		}).addTo(map);
	}

	async #drawGrid(map: L.Map, code: string | null): Promise<void> {
		if (!code) return;
		const grid = await this.known.api.get<AreaFeature>(`/areas/${encodeURIComponent(code)}`);
		L.geoJSON(grid as never, {
			style: { color: token("--map-area-line"), weight: 3, fillColor: token("--accent"), fillOpacity: 0.06 },
			interactive: false,
		}).addTo(map);
	}

	async #drawNeighbours(map: L.Map, found: CaseDetails): Promise<void> {
		const bounds = map.getBounds();
		const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
		const bbox = box.map((value) => value.toFixed(5)).join(",");
		const marks = await this.known.api.get<IncidentMarks>(
			`/incidents/map?bbox=${bbox}&zoom=${POINTS_ZOOM}&status=open`,
		);
		if (marks.mode !== "points") return;
		const others = marks.features.filter(([, , id]) => id !== found.id);
		for (const [lon, lat, id, category, status] of others) {
			const { catalog } = this.known;
			L.circleMarker([lat, lon], {
				radius: 6,
				weight: 2,
				color: token("--map-cluster-ring"),
				fillColor: token(`--status-${statusGroup(status)}`),
				fillOpacity: 1,
			})
				.bindTooltip(`${catalog.categoryName(category)} · ${catalog.statusName(status)}`)
				.on("click", () => location.assign(`/cases/${id}`))
				.addTo(map);
		}
		this.#words.textContent = ct("neighbours", { count: others.length });
	}
}
