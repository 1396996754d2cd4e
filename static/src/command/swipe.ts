import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { formatCount, languageTag, texts } from "../lib/language";
import { crowdedZoom, marked } from "../lib/mark-scale";
import { drawnTier, type Page } from "../lib/page";
import { LABEL_FONT, tracePolygon } from "../lib/paint";
import { clusterRadiusPx, shortCount } from "../lib/scale";
import { token } from "../lib/theme";
import { addDays, daysBetween, formatDay, startOfDay } from "../lib/time";
import { compare } from "../messages/compare";
import type { AreaProperties, FeatureCollection, IncidentMarks } from "../types";

/** The layers that show this period; the other side shows the other. */
const CUT_PANES = ["areas", "hotspots", "incidents", "labels", "findings", "outlines"];

/** Two periods, or the boundaries of two dates, on either side of a line that is drawn across the map. */
export class Swipe {
	readonly element: HTMLElement;
	#isOn = false;
	readonly #slider: HTMLInputElement;
	readonly #from: HTMLInputElement;
	readonly #to: HTMLInputElement;
	readonly #at: HTMLInputElement;
	readonly #button: HTMLButtonElement;
	readonly #tools: HTMLElement;
	readonly #said = h("p", { class: "swipe-said", role: "status" });
	readonly #line = h("div", { class: "swipe-line", "aria-hidden": "true" });
	readonly #overlay = new CanvasOverlay("compare", (drawing) => this.#draw(drawing));
	readonly #marks: Feed<IncidentMarks>;
	readonly #areas: Feed<FeatureCollection<AreaProperties>>;

	constructor(private readonly page: Page) {
		const t = texts(compare);
		const { map, store } = page;
		map.createPane("compare").style.zIndex = "445";
		const day = (id: string, label: string) => {
			const input = h("input", { type: "date", class: "input", id, on: { change: () => this.#refresh() } });
			return { input, field: h("label", { class: "swipe-field", for: id }, h("span", {}, label), input) };
		};
		const [from, to, at] = [day("swipe-from", t("from")), day("swipe-to", t("to")), day("swipe-at", t("boundaries"))];
		[this.#from, this.#to, this.#at] = [from.input, to.input, at.input];
		this.#slider = h("input", {
			type: "range",
			min: 0,
			max: 100,
			id: "swipe",
			class: "swipe-slider",
			"aria-label": t("divider"),
			set: { value: "50" },
			on: { input: () => this.#cut() },
		});
		this.#tools = h("div", { class: "swipe-tools", hidden: true }, from.field, to.field, at.field, this.#said);
		this.#slider.hidden = this.#line.hidden = true;
		this.#button = h(
			"button",
			{ type: "button", class: "button", id: "compare", "aria-pressed": "false", on: { click: () => this.toggle() } },
			t("compare"),
		);
		this.element = h(
			"div",
			{ class: "swipe" },
			h("div", { class: "swipe-bar" }, this.#button, this.#tools),
			this.#line,
			this.#slider,
		);
		const get = <T>(address: string, signal: AbortSignal) => page.api.get<T>(address, signal);
		this.#marks = new Feed(() => this.#marksAddress(), get<IncidentMarks>);
		this.#areas = new Feed(() => this.#areasAddress(), get<FeatureCollection<AreaProperties>>);
		for (const feed of [this.#marks, this.#areas]) feed.subscribe(() => this.#overlay.redraw());
		this.#marks.subscribe(() => this.#tell());
		page.feeds.marks.subscribe(() => this.#tell());
		map.on("move zoom resize", () => this.#cut());
		map.on("moveend", () => this.#refresh());
		store.subscribe(() => this.#refresh());
	}

	toggle(): void {
		this.#isOn = !this.#isOn;
		this.#button.setAttribute("aria-pressed", String(this.#isOn));
		this.#tools.hidden = this.#slider.hidden = this.#line.hidden = !this.#isOn;
		if (this.#isOn) {
			this.#suggest();
			this.#overlay.addTo(this.page.map);
		} else this.#overlay.remove();
		this.#refresh();
		this.#cut();
	}

	/** The period before of the same length, as the figures compare. */
	#suggest(): void {
		const { store, feeds } = this.page;
		const whole = feeds.wholePeriod;
		if (!whole || this.#from.value) return;
		const [from, to] = [store.view.from ?? whole.from, store.view.to ?? whole.to];
		this.#from.value = addDays(from, -daysBetween(from, to));
		this.#to.value = addDays(from, -1);
	}

	#refresh(): void {
		this.#marks.refresh();
		this.#areas.refresh();
	}

	#marksAddress(): string | null {
		const [from, to] = [this.#from.value, this.#to.value];
		if (!this.#isOn || !from || !to || to < from) return null;
		const { store, city, map } = this.page;
		const query = filterQuery(store.view, city.time_zone, "period");
		query.set("from", startOfDay(from, city.time_zone));
		query.set("to", startOfDay(addDays(to, 1), city.time_zone));
		const box = map.getBounds().pad(0.15);
		const edges = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
		query.set("bbox", edges.map((value) => value.toFixed(5)).join(","));
		query.set("zoom", String(crowdedZoom(Math.round(map.getZoom()))));
		return withQuery("/incidents/map", query);
	}

	#areasAddress(): string | null {
		if (!this.#isOn) return null;
		const query = new URLSearchParams({ tier: String(drawnTier(this.page)), zoom: "13" });
		if (this.#at.value) query.set("at", this.#at.value);
		return withQuery("/areas", query);
	}

	#tell(): void {
		const t = texts(compare);
		const [now, other] = [this.page.feeds.marks.state.data, this.#marks.state.data];
		if (!this.#isOn || !now || !other) return;
		const span = `${formatDay(this.#from.value, languageTag())} – ${formatDay(this.#to.value, languageTag())}`;
		this.#said.textContent = t("said", { left: formatCount(now.total), right: formatCount(other.total), span });
	}

	/** Clips the panes of either side; their coordinates are those of the layer that Leaflet moves. */
	#cut(): void {
		const { map } = this.page;
		const size = map.getSize();
		const x = (size.x * Number(this.#slider.value)) / 100;
		this.#line.style.insetInlineStart = `${x}px`;
		const corner = map.containerPointToLayerPoint([0, 0]);
		const middle = corner.x + x;
		const [top, bottom] = [corner.y, corner.y + size.y];
		const box = (left: number, right: number) =>
			`polygon(${left}px ${top}px, ${right}px ${top}px, ${right}px ${bottom}px, ${left}px ${bottom}px)`;
		for (const name of CUT_PANES) map.getPane(name)!.style.clipPath = this.#isOn ? box(corner.x, middle) : "";
		map.getPane("compare")!.style.clipPath = box(middle, corner.x + size.x);
	}

	#draw(drawing: Drawing): void {
		const { context, project } = drawing;
		context.beginPath();
		for (const { geometry } of this.#areas.state.data?.features ?? []) tracePolygon(drawing, geometry);
		context.setLineDash([6, 4]);
		context.lineWidth = 1.4;
		context.strokeStyle = token("--map-label");
		context.stroke();
		context.setLineDash([]);
		const marks = this.#marks.state.data;
		context.font = `600 ${marked(11)}px ${LABEL_FONT}`;
		context.textAlign = "center";
		context.textBaseline = "middle";
		for (const [lon, lat, third] of marks?.features ?? []) {
			const count = typeof third === "number" ? third : 1;
			const [x, y] = project([lon, lat]);
			const radius = marked(clusterRadiusPx(count));
			context.beginPath();
			context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
			context.fillStyle = token("--map-compare");
			context.fill();
			context.lineWidth = 2;
			context.strokeStyle = token("--map-cluster-ring");
			context.stroke();
			if (count === 1) continue;
			context.fillStyle = token("--map-compare-text");
			context.fillText(shortCount(count), x, y + 0.5);
		}
	}
}
