import "./styles/index.css";
import "./styles/coverage.css";
import L from "leaflet";
import { Api, ApiError } from "./api";
import { findingRows } from "./coverage/finding-rows";
import { CLASSES, classLimits, classOf, type FigureRow, MEASURES, type Measure } from "./coverage/measures";
import { readBootstrap } from "./lib/bootstrap";
import { AreaTree } from "./lib/catalog";
import { h, replace } from "./lib/dom";
import { formatCount, formatDecimal, nameOf, setLocale, texts } from "./lib/language";
import { startTheme, token } from "./lib/theme";
import { BasemapSwitch, cityBounds, loadBasemapCode, makeMap } from "./map";
import { coverageTexts } from "./messages/coverage";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import { synthetic } from "./panels/synthetic";
import type { AreaFeature, AreaNode, City, FeatureCollection, FindingFeature, Findings, Items } from "./types";

interface Figures {
	run: { summary: { tiers: Record<string, number>[]; over_limits?: Broken[] } };
	items: FigureRow[];
}
interface Broken {
	tier: number;
	code: string;
	name: string;
	column: string;
	value: number;
	limit: number;
	side: "above" | "below";
}

const RANKED = 100;

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, tree, session] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<AreaNode>>("/areas/tree"),
			api.get<{ rights: string[] }>("/session"),
		]);
		const page = new CoveragePage(app, api, city, new AreaTree(tree.items), session.rights.includes("finding.decide"));
		await page.start(bootstrap.api);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

/** One tier and one figure at a time: map, ranking, rules broken, findings. */
class CoveragePage {
	readonly #t = texts(coverageTexts);
	readonly #mapBox = h("div", { class: "map", id: "map", tabindex: "0" });
	readonly #side = h("div", { class: "coverage-side", id: "side" });
	readonly #legend = h("p", { class: "coverage-legend" });
	#map!: L.Map;
	#shapes: L.GeoJSON | null = null;
	#marks = L.layerGroup();
	#tier: number;
	#measure: Measure = MEASURES[0];

	constructor(
		private readonly app: HTMLElement,
		private readonly api: Api,
		private readonly city: City,
		private readonly tree: AreaTree,
		private readonly mayDecide: boolean,
	) {
		this.#tier = Math.max(...city.tiers.map((tier) => tier.level));
	}

	async start(root: string): Promise<void> {
		const t = this.#t;
		document.title = `${t("title")} · ${nameOf(this.city)}`;
		const frame = h("div", { class: "map-frame" }, this.#mapBox, this.#legend);
		this.app.className = "coverage";
		replace(
			this.app,
			this.#top(),
			h("main", { class: "coverage-main" }, h("h1", {}, t("title")), this.#choices(root), frame, this.#side),
		);
		this.#map = makeMap(this.#mapBox, this.city);
		this.#mapBox.setAttribute("aria-label", t("map_label"));
		this.#map.fitBounds(cityBounds(this.city), { animate: false });
		this.#marks.addTo(this.#map);
		await loadBasemapCode();
		new BasemapSwitch(this.#map, this.city).choose(null);
		await this.#show();
	}

	#top(): HTMLElement {
		return h(
			"header",
			{ class: "top-bar" },
			brand(),
			this.city.is_synthetic && synthetic(),
			h("div", { class: "top-space" }),
			h("a", { class: "text-button", href: "/map" }, this.#t("to_map")),
			h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton()),
		);
	}

	#choices(root: string): HTMLElement {
		const t = this.#t;
		const tier = h(
			"select",
			{ class: "select", on: { change: () => this.#choose(Number(tier.value), this.#measure) } },
			...this.city.tiers.map((one) => h("option", { value: one.level }, nameOf(one))),
		);
		tier.value = String(this.#tier);
		const figure = h(
			"select",
			{ class: "select", on: { change: () => this.#choose(this.#tier, MEASURES[Number(figure.value)]) } },
			...MEASURES.map((one, index) => h("option", { value: index }, t(one.key))),
		);
		const file = h(
			"a",
			{ class: "text-button", href: `${root}/coverage/findings`, download: "findings.geojson" },
			t("export"),
		);
		return h(
			"div",
			{ class: "coverage-choices" },
			h("label", {}, t("tier"), tier),
			h("label", {}, t("figure"), figure),
			file,
		);
	}

	#choose(tier: number, measure: Measure): void {
		this.#tier = tier;
		this.#measure = measure;
		this.#show().catch((error: Error) => replace(this.#side, h("p", { class: "empty", role: "alert" }, error.message)));
	}

	async #show(): Promise<void> {
		const [figures, shapes, findings] = await Promise.all([
			this.#figures(),
			this.api.get<FeatureCollection<AreaFeature["properties"]>>(`/areas?tier=${this.#tier}&zoom=11`),
			this.api.get<Findings>(`/coverage/findings?tier=${this.#tier}`),
		]);
		const values = new Map<string, number>();
		for (const row of figures?.items ?? []) {
			const value = this.#measure.of(row);
			if (value !== null && value !== undefined) values.set(row.area_code, value);
		}
		this.#draw(shapes.features as AreaFeature[], values);
		replace(this.#side, this.#ranking(values, figures), this.#broken(figures), this.#findings(findings.features));
	}

	async #figures(): Promise<Figures | null> {
		try {
			return await this.api.get<Figures>(`/coverage/figures?kind=${this.#measure.kind}&tier=${this.#tier}`);
		} catch (error) {
			if (error instanceof ApiError && error.status === 404) return null;
			throw error;
		}
	}

	#draw(features: AreaFeature[], values: Map<string, number>): void {
		const limits = classLimits([...values.values()]);
		this.#shapes?.remove();
		const style = (feature?: { properties: { code: string } }): L.PathOptions => {
			const value = values.get(feature?.properties.code ?? "");
			const line = { weight: 0.7, color: token("--map-area-line") };
			if (value === undefined) return { ...line, fillOpacity: 0 };
			return { ...line, fillOpacity: 0.72, fillColor: CLASSES[classOf(value, limits, this.#measure.isGoodHigh)] };
		};
		this.#shapes = L.geoJSON(
			features as never,
			{ style: style as never, renderer: L.canvas() } as L.GeoJSONOptions,
		).addTo(this.#map);
		replace(this.#legend, ...this.#legendOf([...values.values()]), h("small", {}, this.city.attribution.join(" · ")));
	}

	#legendOf(values: number[]): HTMLElement[] {
		if (!values.length) return [h("span", {}, this.#t("not_computed"))];
		const { key, write, isGoodHigh } = this.#measure;
		const colours = (isGoodHigh ? [...CLASSES].reverse() : CLASSES).map((colour) => {
			const swatch = h("span", { class: "coverage-swatch" });
			swatch.style.background = colour;
			return swatch;
		});
		const range = { low: write(Math.min(...values)), high: write(Math.max(...values)) };
		return [
			h("span", {}, `${this.#t(key)}: ${this.#t("legend", range)}`),
			h("span", { "aria-hidden": "true" }, ...colours),
		];
	}

	#ranking(values: Map<string, number>, figures: Figures | null): HTMLElement {
		const t = this.#t;
		if (!values.size) return h("p", { class: "empty" }, t("not_computed"));
		const order = [...values].sort(([, a], [, b]) => (this.#measure.isGoodHigh ? a - b : b - a)).slice(0, RANKED);
		const rows = order.map(([code, value]) =>
			h(
				"tr",
				{},
				h(
					"th",
					{ scope: "row" },
					h(
						"button",
						{ type: "button", class: "text-button", on: { click: () => this.#goTo(code) } },
						this.#name(code),
					),
				),
				h("td", {}, this.#measure.write(value)),
			),
		);
		const total = figures?.run.summary.tiers.find((row) => row.tier === this.#tier);
		const evenness = this.#measure.kind === "workload" && total;
		return h(
			"section",
			{},
			h("h2", { class: "block-title" }, t("ranking")),
			evenness &&
				h(
					"p",
					{ class: "hint" },
					t("evenness", {
						gini: formatDecimal(evenness.gini, 3),
						ratio: formatDecimal(evenness.max_to_mean, 2),
						mean: formatCount(Math.round(evenness.mean_h)),
					}),
				),
			h(
				"div",
				{ class: "coverage-scroll", tabindex: "0", role: "region", "aria-label": t("ranking") },
				h(
					"table",
					{ class: "table" },
					h(
						"thead",
						{},
						h("tr", {}, h("th", { scope: "col" }, t("area")), h("th", { scope: "col" }, t(this.#measure.key))),
					),
					h("tbody", {}, ...rows),
				),
			),
		);
	}

	#broken(figures: Figures | null): HTMLElement {
		const t = this.#t;
		const rows = (figures?.run.summary.over_limits ?? []).filter((row) => row.tier === this.#tier);
		const items = rows
			.slice(0, RANKED)
			.map(({ code, value, limit, side }) =>
				h(
					"li",
					{},
					h(
						"button",
						{ type: "button", class: "text-button", on: { click: () => this.#goTo(code) } },
						this.#name(code),
					),
					` ${formatCount(value)} · ${t(side, { limit })}`,
				),
			);
		return h(
			"section",
			{ hidden: !rows.length },
			h("h2", { class: "block-title" }, `${t("over_limits")} (${formatCount(rows.length)})`),
			h("ul", { class: "coverage-scroll", tabindex: "0", role: "list", "aria-label": t("over_limits") }, ...items),
		);
	}

	#findings(features: FindingFeature[]): HTMLElement {
		const show = (feature: FindingFeature) => {
			const [lon, lat] = feature.geometry.coordinates;
			this.#marks.clearLayers();
			L.circleMarker([lat, lon], { radius: 9, weight: 3, color: token("--map-finding") }).addTo(this.#marks);
			this.#map.setView([lat, lon], 16);
		};
		const reload = () => this.#choose(this.#tier, this.#measure);
		const rows = findingRows(features, { api: this.api, mayDecide: this.mayDecide, show, reload });
		return h(
			"section",
			{},
			h("h2", { class: "block-title" }, `${this.#t("findings")} (${formatCount(features.length)})`),
			rows,
		);
	}

	#name(code: string): string {
		return nameOf(this.tree.get(code) ?? { name: code });
	}

	#goTo(code: string): void {
		for (const layer of this.#shapes?.getLayers() ?? []) {
			const shape = layer as L.Polygon;
			if (shape.feature?.properties.code === code) this.#map.fitBounds(shape.getBounds(), { maxZoom: 15 });
		}
	}
}

start();
