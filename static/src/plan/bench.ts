import L from "leaflet";
import { h, replace, svg } from "../lib/dom";
import { formatCount, nameOf } from "../lib/language";
import { BasemapSwitch, loadBasemapCode, makeMap } from "../map";
import type { City } from "../types";
import type { Draft } from "./draft";
import { enginePanel } from "./engine-panel";
import { gridPanel } from "./grid-panel";
import { problemPanel } from "./problem-panel";
import { commentPanel, historyPanel, impactPanel } from "./record-panels";
import { type PlanKey, pt } from "./texts";
import { Pointer, TOOLS, type Tool } from "./tools";
import { UnitsLayer } from "./units-layer";
import { wayPanel } from "./way-panel";

const TABS = ["grids", "problems", "engine", "impact", "history", "comments", "way"] as const;
type Tab = (typeof TABS)[number];
/** Borders and lists follow a stroke after so long. */
const REST_MS = 120;

/** The bench: the map of the plan, its tools, and the panels beside it. */
export class Bench {
	readonly #mapBox = h("div", { class: "map", id: "map", tabindex: "0" });
	readonly #panel = h("div", { class: "plan-side", id: "side", role: "tabpanel", tabindex: "0" });
	readonly #tabs: HTMLElement[];
	readonly #status = h("span", { class: "plan-save", role: "status" });
	readonly #version = h("span", { class: "plan-version" });
	readonly #hud = h("div", { class: "plan-hud plan-float", "aria-hidden": "true", hidden: true });
	readonly #frame = svg("path", { class: "plan-frame" });
	readonly #toolButtons = new Map<Tool, HTMLElement>();
	#map!: L.Map;
	#layer!: UnitsLayer;
	#pointer!: Pointer;
	#tab: Tab = "grids";
	#pin: { lon: number; lat: number } | null = null;
	#rest = 0;

	constructor(
		private readonly host: HTMLElement,
		private readonly draft: Draft,
		private readonly city: City,
		private readonly rights: string[],
		private readonly root: string,
	) {
		this.#tabs = TABS.map((tab) =>
			h(
				"button",
				{ type: "button", role: "tab", class: "tab", "aria-controls": "side", on: { click: () => this.#show(tab) } },
				pt(tab),
			),
		);
	}

	async start(): Promise<void> {
		const overlay = svg("svg", { class: "plan-frames", "aria-hidden": "true" }, this.#frame);
		replace(
			this.host,
			h(
				"div",
				{ class: "plan-bar" },
				h("h1", {}, this.draft.plan.name),
				this.#version,
				this.#status,
				...this.#actions(),
			),
			this.#toolbar(),
			h("div", { class: "map-frame" }, this.#mapBox, overlay, this.#hud),
			h("div", { class: "tabs", role: "tablist", "aria-label": pt("title") }, ...this.#tabs),
			this.#panel,
		);
		this.#map = makeMap(this.#mapBox, this.city);
		this.#mapBox.setAttribute("aria-label", pt("map_label"));
		this.#map.fitBounds(boundsOf(this.draft), { animate: false });
		await loadBasemapCode();
		new BasemapSwitch(this.#map, this.city).choose(null);
		this.#layer = new UnitsLayer(this.draft, this.#map);
		this.#pointer = new Pointer(this.#map, this.draft, this.#layer, this.#frame);
		this.#pointer.onPick = (unit) => this.#pickUnit(unit);
		this.#pointer.onHover = (unit, place) => this.#hover(unit, place);
		this.draft.onChange((changed) => this.#follow(changed));
		this.draft.watch();
		document.addEventListener("keydown", (event) => this.#key(event));
		this.#choose("look");
		this.#show("grids");
		this.#tell();
	}

	#actions(): HTMLElement[] {
		const act = (key: PlanKey, run: () => void) =>
			h("button", { type: "button", class: "button", on: { click: run } }, pt(key));
		const slider = h("input", {
			type: "range",
			min: 0,
			max: 100,
			value: 50,
			hidden: true,
			"aria-label": pt("swipe_at"),
			on: { input: () => this.#swipe(Number(slider.value) / 100) },
		});
		const swipe = h(
			"button",
			{
				type: "button",
				class: "button",
				"aria-pressed": "false",
				on: {
					click: () => {
						slider.hidden = !slider.hidden;
						swipe.setAttribute("aria-pressed", String(!slider.hidden));
						this.#swipe(slider.hidden ? null : Number(slider.value) / 100);
					},
				},
			},
			pt("swipe"),
		);
		return [
			act("undo", () => this.draft.undo()),
			act("redo", () => this.draft.redo()),
			swipe,
			slider,
			h("a", { class: "button", href: "/plan" }, pt("to_list")),
		];
	}

	#toolbar(): HTMLElement {
		const size = h("input", {
			type: "range",
			min: 0,
			max: 80,
			value: 12,
			"aria-label": pt("radius"),
			on: {
				input: () => {
					this.#pointer.radius = Number(size.value);
				},
			},
		});
		const buttons = TOOLS.map(({ tool, key }) => {
			const button = h(
				"button",
				{ type: "button", class: "button", title: `${pt(tool)} (${key})`, on: { click: () => this.#choose(tool) } },
				pt(tool),
			);
			this.#toolButtons.set(tool, button);
			return button;
		});
		return h(
			"div",
			{ class: "plan-tools", role: "toolbar", "aria-label": pt("tools") },
			...buttons,
			h("label", { class: "plan-check" }, pt("radius"), size),
		);
	}

	#choose(tool: Tool): void {
		this.#pointer.choose(tool);
		for (const [name, button] of this.#toolButtons) button.setAttribute("aria-pressed", String(name === tool));
	}

	#show(tab: Tab): void {
		this.#tab = tab;
		this.#tabs.forEach((button, at) => {
			button.setAttribute("aria-selected", String(TABS[at] === tab));
		});
		this.#layer?.highlight.clear();
		replace(this.#panel, this.#panelOf(tab));
	}

	#panelOf(tab: Tab): HTMLElement {
		const { draft } = this;
		if (tab === "grids") return gridPanel(draft, (code) => this.#pick(code));
		if (tab === "problems") return problemPanel(draft, (lon, lat, codes) => this.#goTo(lon, lat, codes));
		if (tab === "engine") return enginePanel(draft, (units) => this.#mark(units));
		if (tab === "impact") return impactPanel(draft);
		if (tab === "history") return historyPanel(draft);
		if (tab === "comments") return commentPanel(draft, () => this.#pin);
		return wayPanel(draft, this.rights, this.root);
	}

	#pick(code: string | null): void {
		this.draft.active = code;
		if (code !== null) {
			const units = this.draft.units.unitsOf(code);
			const places = units.map((unit) => this.draft.units.middles[unit]);
			const view = this.#map.getBounds();
			if (places.length && !places.some(([lon, lat]) => view.contains([lat, lon]))) {
				this.#map.panTo([places[0][1], places[0][0]]);
			}
		}
		this.#layer.redraw();
		this.#show("grids");
	}

	#pickUnit(unit: number): void {
		if (unit < 0) return;
		const [lon, lat] = this.draft.units.middles[unit];
		this.#pin = { lon, lat };
		if (this.#tab !== "comments") this.#pick(this.draft.units.grid[unit]);
	}

	#goTo(lon: number, lat: number, codes: string[]): void {
		this.#map.setView([lat, lon], Math.max(15, this.#map.getZoom()));
		const unit = this.draft.units.index.get(codes[0] ?? "");
		this.draft.active = this.draft.grids.has(codes[0] ?? "") ? codes[0] : this.draft.active;
		this.#mark(unit === undefined ? [] : [unit]);
	}

	#mark(units: number[]): void {
		this.#layer.highlight = new Set(units);
		this.#layer.redraw();
	}

	#swipe(share: number | null): void {
		this.#layer.swipe = share;
		this.#layer.redraw();
	}

	/** What the next stroke would do, beside the pointer, before it is done. */
	#hover(unit: number, place: { x: number; y: number }): void {
		const { draft } = this;
		this.#hud.hidden = unit < 0;
		if (unit < 0) return;
		const row = draft.units.rows[unit];
		const from = draft.units.grid[unit];
		const lines = [`${row.code} · ${formatCount(row.households)} ${pt("households")}`];
		const told = (code: string | null, households: number) =>
			`${code === null ? pt("no_grid") : `${code.slice(12)} ${nameOf(draft.grids.get(code) ?? { name: "" })}`}: ${formatCount(households)}`;
		lines.push(told(from, draft.totalOf(from).households));
		const into = draft.active;
		const painted = [...this.#layer.highlight].reduce((sum, one) => sum + draft.units.rows[one].households, 0);
		if (into !== null && into !== from && draft.movable([unit], into).length) {
			const total = draft.totalOf(into).households;
			const { least_households, most_households } = draft.plan;
			const next = total + painted + (this.#layer.highlight.has(unit) ? 0 : row.households);
			lines.push(`${told(into, total)} → ${formatCount(next)} (${least_households}–${most_households})`);
		}
		replace(this.#hud, ...lines.map((line) => h("div", {}, line)));
		this.#hud.style.translate = `${place.x + 16}px ${place.y + 16}px`;
	}

	#follow(changed: number[] | null): void {
		if (changed === null) this.#layer.redraw();
		else if (changed.length) this.#layer.touch(changed);
		clearTimeout(this.#rest);
		this.#rest = window.setTimeout(() => {
			if (changed === null || changed.length) this.#layer.redraw();
		}, REST_MS);
		this.#tell();
	}

	#tell(): void {
		const { draft } = this;
		const known = draft.message === "merged" || draft.message === "others" ? pt(draft.message) : draft.message;
		replace(this.#version, `${pt(`status_${draft.status}`)} · ${pt("version", { version: draft.version })}`);
		replace(this.#status, known ? `${pt(draft.save)}: ${known}` : pt(draft.save));
		this.#status.dataset.state = draft.save;
	}

	#key(event: KeyboardEvent): void {
		const target = event.target as HTMLElement;
		if (event.ctrlKey && event.key.toLowerCase() === "z") {
			if (event.shiftKey) this.draft.redo();
			else this.draft.undo();
			return;
		}
		if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea")) return;
		const tool = TOOLS.find(({ key }) => key === event.key.toLowerCase());
		if (tool) this.#choose(tool.tool);
		else if (event.key === "z") this.draft.undo();
		else if (event.key === "y") this.draft.redo();
	}
}

function boundsOf({ units }: Draft): L.LatLngBounds {
	const bounds = L.latLngBounds([]);
	for (let k = 0; k < units.boxes.length; k += 4) {
		const [west, south, east, north] = units.boxes.subarray(k, k + 4);
		bounds.extend([south, west]).extend([north, east]);
	}
	return bounds;
}
