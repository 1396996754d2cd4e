import type { MapLayer } from "../layers/layer";
import { toggleLayer } from "../layers/shown";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { type IconName, icon } from "../lib/icons";
import { t, texts } from "../lib/language";
import type { Page } from "../lib/page";
import type { Panel } from "../lib/view";
import { alertTexts } from "../messages/alerts";
import { analyses } from "../messages/analyses";
import { command } from "../messages/command";
import { indexTexts } from "../messages/index-panel";
import { hotspotPanel } from "../panels/hotspot-panel";
import { zoneDetails } from "../panels/zone-details";
import type { Alerts } from "../types";
import { alertDetails } from "./alert-details";
import { alertsPanel } from "./alerts-panel";
import { emergingDetails, emergingPanel } from "./emerging-panel";
import { forecastDetails, forecastPanel } from "./forecast-panel";
import { indexPanel } from "./index-panel";

const SIDES = ["incidents", "alerts", "hotspots", "emerging", "forecast", "index"] as const;
type Side = (typeof SIDES)[number];
const ICONS: Record<Side, IconName> = {
	incidents: "live",
	alerts: "bell",
	hotspots: "flame",
	emerging: "rise",
	forecast: "forecast",
	index: "list",
};

/** The right column: what comes in, and the lists of what the analyses found, each with what is chosen above it. */
export class SideTabs {
	readonly element: HTMLElement;
	readonly #host = h("div", { class: "tab-panel", role: "tabpanel", id: "command-panel", tabindex: "0" });
	readonly #tabs: HTMLElement[];
	readonly #bodies = new Map<Side, HTMLElement>();
	/** How many alerts wait is told whether their list is open or not. */
	readonly #alertCount: Feed<Alerts>;
	#details: HTMLElement | null = null;
	#shown = "";

	constructor(
		private readonly page: Page,
		private readonly layers: MapLayer[],
		live: HTMLElement,
	) {
		this.#bodies.set("incidents", live);
		this.#tabs = SIDES.map((side) => this.#tab(side));
		const walk = (event: KeyboardEvent) => this.#walk(event);
		this.element = h(
			"div",
			{ class: "side command-side" },
			h("div", { class: "tabs", role: "tablist", "aria-label": t("panels"), on: { keydown: walk } }, ...this.#tabs),
			this.#host,
		);
		page.store.subscribe(() => this.#update());
		this.#alertCount = new Feed<Alerts>(
			() => `/alerts?page_size=1${page.store.view.area ? `&area=${encodeURIComponent(page.store.view.area)}` : ""}`,
			(address, signal) => page.api.get<Alerts>(address, signal),
		);
		this.#alertCount.subscribe((state) => state.status === "ready" && this.#countAlerts(state.data.total));
		page.feeds.alerts.subscribe((state) => state.status === "ready" && this.#countAlerts(state.data.total));
		page.store.subscribe(() => this.#alertCount.refresh());
		this.#alertCount.refresh();
		this.#update();
	}

	/** Something came in. */
	reload(): void {
		this.#alertCount.reload();
	}

	/** Opens a list and lays its layer on the map. */
	show(side: Side): void {
		const { page, layers } = this;
		page.store.go({ panel: side as Panel, selection: null });
		const hasLayer = layers.some(({ key }) => key === side);
		if (hasLayer && !page.isShown(side)) toggleLayer(page, layers, side);
	}

	#tab(side: Side): HTMLElement {
		return h(
			"button",
			{
				type: "button",
				role: "tab",
				id: `command-tab-${side}`,
				class: "tab",
				"data-side": side,
				"aria-controls": "command-panel",
				on: { click: () => this.show(side) },
			},
			icon(ICONS[side]),
			h("span", {}, this.#label(side)),
		);
	}

	#label(side: Side): string {
		if (side === "incidents") return texts(command)("live");
		if (side === "alerts") return texts(alertTexts)("alerts");
		if (side === "hotspots") return t("hotspots");
		if (side === "index") return texts(indexTexts)("index");
		return texts(analyses)(side);
	}

	#countAlerts(count: number): void {
		const tab = this.#tabs[SIDES.indexOf("alerts")];
		tab.querySelector(".tab-count")?.remove();
		if (count) tab.append(h("span", { class: "tab-count" }, count > 999 ? "999+" : count));
	}

	#update(): void {
		const { selection, panel } = this.page.store.view;
		const side = SIDES.find((one) => one === panel) ?? "incidents";
		for (const tab of this.#tabs) {
			const isCurrent = tab.dataset.side === side;
			tab.setAttribute("aria-selected", String(isCurrent));
			tab.tabIndex = isCurrent ? 0 : -1;
		}
		this.#host.setAttribute("aria-labelledby", `command-tab-${side}`);
		const isDetailed = selection !== null && selection.kind === (side === "alerts" ? "alert" : "zone");
		const key = `${side} ${isDetailed ? selection.id : ""}`;
		if (key === this.#shown) return;
		this.#shown = key;
		this.#details = isDetailed ? this.#detailsOf(side) : null;
		this.#host.replaceChildren(...(this.#details ? [this.#details] : []), this.#bodyOf(side));
		this.#host.scrollTop = 0;
		this.#mark(isDetailed ? selection.id : null);
	}

	#bodyOf(side: Side): HTMLElement {
		const known = this.#bodies.get(side);
		if (known) return known;
		const { page } = this;
		const make = {
			alerts: alertsPanel,
			hotspots: hotspotPanel,
			emerging: emergingPanel,
			forecast: forecastPanel,
			index: indexPanel,
		};
		const body = make[side as keyof typeof make](page);
		this.#bodies.set(side, body);
		return body;
	}

	#detailsOf(side: Side): HTMLElement | null {
		const { page } = this;
		const make = { alerts: alertDetails, hotspots: zoneDetails, emerging: emergingDetails, forecast: forecastDetails };
		if (side === "incidents" || side === "index") return null;
		const close = h(
			"button",
			{
				type: "button",
				class: "icon-button chosen-close",
				"aria-label": texts(analyses)("close"),
				on: { click: () => page.store.go({ selection: null }) },
			},
			icon("close"),
		);
		return h("section", { class: "chosen" }, close, make[side](page));
	}

	/** What is chosen on the map is chosen in its list. */
	#mark(id: string | null): void {
		for (const row of this.#host.querySelectorAll<HTMLElement>("[data-zone], [data-alert]")) {
			const isChosen = id !== null && (row.dataset.zone === id || row.dataset.alert === id);
			if (isChosen) row.setAttribute("aria-current", "true");
			else row.removeAttribute("aria-current");
		}
	}

	#walk(event: KeyboardEvent): void {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		const at = this.#tabs.indexOf((event.target as HTMLElement).closest<HTMLElement>(".tab")!);
		const next = this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length];
		next.click();
		next.focus();
	}
}
