import { clearSelection, enterArea, leaveArea } from "../actions";
import type { MakeLayer } from "../layers/layer";
import { h } from "../lib/dom";
import { NO_FILTERS } from "../lib/filters";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import { type Known, MapPage } from "../map-view";
import { dataAge } from "../panels/data-age";
import { mapControls } from "../panels/map-controls";
import { readout } from "../panels/readout";
import { type Shortcut, shortcuts } from "../panels/shortcuts";
import { topBar } from "../panels/top-bar";
import { BulkBar } from "./bulk-bar";
import { caseFilters } from "./case-filters";
import { CaseList } from "./case-list";
import { type CaseFeed, CaseView } from "./case-view";
import { LiveQueue } from "./live-queue";
import { QueueTabs } from "./queue-tabs";
import { ct } from "./texts";

/** The feeds that this page shows; it asks for no other. */
export const USED_FEEDS = ["areas", "area", "marks", "incident"];

/** The work queue: the list beside the map, always of the same cases, and the chosen case beside both. */
export class CasesPage extends MapPage {
	#list!: CaseList;
	#view!: CaseView;
	#tabs!: QueueTabs;
	readonly #main = h("main", { class: "stage cases-main", id: "stage", "data-show": "list" });

	constructor(
		app: HTMLElement,
		known: Known,
		private readonly rights: readonly string[],
	) {
		super(app, known);
	}

	override async start(makers: MakeLayer[]): Promise<void> {
		await super.start(makers);
		new LiveQueue(
			(ids) => this.#hear(ids),
			(state) => {
				this.#main.dataset.live = state;
			},
		).start();
		document.title = `${ct("title")} · ${nameOf(this.page.city)}`;
	}

	protected override lay(): void {
		const { page } = this;
		const help = shortcuts(this.shortcutList());
		this.#tabs = new QueueTabs(page);
		let bulk: BulkBar | null = null;
		this.#list = new CaseList(page, this.rights.includes("case.read"), () => bulk?.update());
		bulk = new BulkBar(
			page,
			() => this.#list,
			() => this.#changed(),
		);
		const incident = page.feeds.incident as unknown as CaseFeed;
		this.#view = new CaseView(page, incident, { isPage: false, changed: () => this.#readAgain() });
		const frame = h(
			"div",
			{ class: "map-frame" },
			this.mapBox,
			readout(page, () => this.hitLayers()),
			mapControls(page, () => this.#show("list")),
			dataAge(page, this.basemap),
		);
		const queue = h(
			"section",
			{ class: "case-queue", "aria-labelledby": "queue-title" },
			h("h1", { id: "queue-title", class: "visually-hidden" }, ct("queue_title")),
			this.#tabs.element,
			caseFilters(page, this.rights.includes("case.export")),
			this.#list.element,
			bulk.element,
		);
		this.#main.append(queue, frame, this.#panel(), this.#switch());
		this.app.replaceChildren(topBar(page, help), this.#main);
		this.app.className = "cases";
	}

	/** The chosen case, with a way to let go of it. */
	#panel(): HTMLElement {
		const { store } = this.page;
		const close = h(
			"button",
			{
				type: "button",
				class: "icon-button case-close",
				"aria-label": ct("close_panel"),
				title: ct("close_panel"),
				on: { click: () => clearSelection(this.page) },
			},
			icon("close"),
		);
		const panel = h(
			"section",
			{ class: "case-panel", id: "case-panel", "aria-label": ct("title") },
			close,
			this.#view.element,
		);
		const update = () => {
			panel.hidden = store.view.selection?.kind !== "incident";
			this.#main.classList.toggle("has-case", !panel.hidden);
			this.page.map.invalidateSize({ animate: false });
		};
		store.subscribe((view, before) => {
			if (view.selection?.id === before.selection?.id) return;
			update();
			panel.scrollTop = 0;
		});
		update();
		return panel;
	}

	/** On a phone there is room for one of the two. */
	#switch(): HTMLElement {
		const button = (name: "list" | "map") =>
			h(
				"button",
				{ type: "button", class: "segment", "data-show": name, on: { click: () => this.#show(name) } },
				icon(name === "list" ? "list" : "pin"),
				ct(name),
			);
		const bar = h(
			"div",
			{ class: "case-switch phone-only", role: "group", "aria-label": ct("views") },
			button("list"),
			button("map"),
		);
		bar.querySelector("[data-show=list]")!.setAttribute("aria-pressed", "true");
		bar.querySelector("[data-show=map]")!.setAttribute("aria-pressed", "false");
		return bar;
	}

	#show(name: "list" | "map"): void {
		this.#main.dataset.show = name;
		for (const button of this.#main.querySelectorAll<HTMLElement>(".case-switch .segment"))
			button.setAttribute("aria-pressed", String(button.dataset.show === name));
		this.page.map.invalidateSize({ animate: false });
	}

	/** Cases changed elsewhere. Whoever works on the chosen one is not disturbed: their action would tell them. */
	#hear(ids: ReadonlySet<string>): void {
		const chosen = this.page.store.view.selection?.id;
		const isAtWork = this.#view.element.contains(document.activeElement);
		if (chosen && ids.has(chosen) && !isAtWork) this.page.feeds.incident.reload();
		this.#readAgain();
	}

	/** Cases were changed from the list. */
	#changed(): void {
		if (this.page.store.view.selection) this.page.feeds.incident.reload();
		this.#readAgain();
	}

	#readAgain(): void {
		this.#list.rows.reload();
		this.#tabs.reload();
		this.page.feeds.marks.reload();
	}

	protected override shortcutList(): Shortcut[] {
		const { page } = this;
		const nothing = () => undefined;
		return [
			{ key: "j", label: { text: ct("key_next") }, run: () => this.#list.step(1) },
			{ key: "k", label: { text: ct("key_previous") }, run: () => this.#list.step(-1) },
			// The row itself hears this key.
			{ key: "⏎", label: { text: ct("key_open") }, run: nothing },
			{ key: "a", label: { text: ct("key_actions") }, run: () => this.#view.orders.focus() },
			{ key: "x", label: { text: ct("key_select") }, run: () => this.#list.toggleChecked(this.#list.current?.id) },
			{ key: "/", label: { text: ct("key_search") }, run: () => document.getElementById("case-search")?.focus() },
			{
				key: "m",
				label: { text: ct("key_map") },
				run: () => this.#show(this.#main.dataset.show === "list" ? "map" : "list"),
			},
			{ key: "q", label: { text: ct("key_close") }, run: () => clearSelection(page) },
			{ key: "u", label: "shortcut_up", run: () => leaveArea(page) },
			{ key: "0", label: "shortcut_city", run: () => enterArea(page, null) },
			{ key: "c", label: "shortcut_clear", run: () => page.store.go({ ...NO_FILTERS }) },
		];
	}
}
