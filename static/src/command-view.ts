import { enterArea, leaveArea } from "./actions";
import { dispatchDrawer } from "./command/dispatch-drawer";
import { figuresPanel } from "./command/figures-panel";
import { liveList } from "./command/live-list";
import { SideTabs } from "./command/side-tabs";
import { Swipe } from "./command/swipe";
import { toggleLayer } from "./layers/shown";
import { h } from "./lib/dom";
import { filterQuery, NO_FILTERS, withQuery } from "./lib/filters";
import { currentLocale, texts } from "./lib/language";
import { drawnTier } from "./lib/page";
import { type Known, MapPage } from "./map-view";
import { command } from "./messages/command";
import { dataAge } from "./panels/data-age";
import { FilterDrawer, PHONE } from "./panels/filter-drawer";
import { filterPanel } from "./panels/filter-panel";
import { layerList } from "./panels/layer-list";
import { mapControls } from "./panels/map-controls";
import { readout } from "./panels/readout";
import { Sheet } from "./panels/sheet";
import { type Shortcut, shortcuts } from "./panels/shortcuts";
import { timeBrush } from "./panels/time-brush";
import { topBar } from "./panels/top-bar";

/** The command centre: figures on the left, the map, what comes in on the right, one time brush beneath. */
export class CommandPage extends MapPage {
	#swipe: Swipe | null = null;
	#sides: SideTabs | null = null;
	#dispatch = () => undefined as void;
	protected override readonly hitOrder = [
		"alerts",
		"findings",
		"overdue",
		"officers",
		"incidents",
		"forecast",
		"emerging",
		"hotspots",
		"density",
		"outlines",
		"areas",
	];

	constructor(
		app: HTMLElement,
		known: Known,
		private readonly wallName: string | null,
	) {
		super(app, known);
	}

	protected override lay(): void {
		const { page, layers } = this;
		const t = texts(command);
		const help = shortcuts(this.shortcutList());
		this.#swipe = new Swipe(page);
		const figures = figuresPanel(page);
		const drawer = new FilterDrawer(
			figures.element,
			this.wallName === null
				? this.#papers()
				: h("p", { class: "block wall-name" }, t("wall", { name: this.wallName })),
			layerList(page, layers),
			filterPanel(page),
		);
		const changed = () => {
			page.feeds.alerts.reload();
			this.#sides?.reload();
			figures.feed.reload();
			page.feeds.marks.reload();
			page.feeds.histogram.reload();
		};
		const dispatch = dispatchDrawer(page);
		this.#dispatch = dispatch.press;
		const live = h("div", {}, dispatch.element, liveList(page, changed));
		const sides = new SideTabs(page, layers, live);
		this.#sides = sides;
		const sheet = new Sheet(sides.element);
		const brush = timeBrush(page);
		const frame = h(
			"div",
			{ class: "map-frame" },
			this.mapBox,
			this.#swipe.element,
			readout(page, () => this.hitLayers()),
			mapControls(page, () => drawer.open()),
			dataAge(page, this.basemap),
		);
		const stage = h("main", { class: "stage", id: "stage" }, frame);
		this.app.replaceChildren(topBar(page, help), drawer.element, stage, sheet.element);
		const settle = () => (PHONE.matches ? drawer.element : stage).append(brush);
		PHONE.addEventListener("change", settle);
		settle();
		page.store.subscribe((view, before) => {
			if (view.selection && view.selection !== before.selection) sheet.raise();
		});
		this.app.classList.add("command");
		document.title = t("title");
	}

	/** What can be taken away: the view as a file, and the newest bulletin. */
	#papers(): HTMLElement {
		const { page } = this;
		const t = texts(command);
		const report = h("a", { class: "button", href: "#" }, t("report"));
		const update = () => {
			const query = filterQuery(page.store.view, page.city.time_zone);
			query.set("lang", currentLocale());
			query.set("tier", String(Math.max(2, Math.min(5, drawnTier(page)))));
			report.href = withQuery("/api/v1/report-map", query);
		};
		page.store.subscribe(update);
		update();
		const bulletin = h("span", { class: "hint" }, t("no_bulletin"));
		page.api
			.get<{ items: { id: string; parameters: { lang?: string } }[] }>("/bulletins")
			.then(({ items }) => {
				const newest = items.find(({ parameters }) => parameters.lang === currentLocale()) ?? items[0];
				if (newest)
					bulletin.replaceWith(h("a", { class: "button", href: `/api/v1/bulletins/${newest.id}` }, t("bulletin")));
			})
			.catch(() => undefined);
		const box = h("div", { class: "block button-row papers" }, report, bulletin);
		if (page.api.isSignedIn) this.#offerWalls(box);
		return box;
	}

	/** An administrator can put this very view on a wall. */
	async #offerWalls(box: HTMLElement): Promise<void> {
		const { rights } = await this.page.api.get<{ rights: string[] }>("/session");
		if (!rights.includes("wall.manage")) return;
		const link = h("a", { class: "button", href: "/command/walls" }, texts(command)("walls"));
		const update = () => {
			link.href = `/command/walls?view=${encodeURIComponent(location.search.slice(1))}`;
		};
		this.page.store.subscribe(update);
		update();
		box.append(link);
	}

	protected override shortcutList(): Shortcut[] {
		const { page, layers } = this;
		const toggle = (key: string) => () => toggleLayer(page, layers, key);
		return [
			{ key: "/", label: "shortcut_search", run: () => document.getElementById("area-search")?.focus() },
			{ key: "u", label: "shortcut_up", run: () => leaveArea(page) },
			{ key: "0", label: "shortcut_city", run: () => enterArea(page, null) },
			{ key: "i", label: "shortcut_incidents", run: toggle("incidents") },
			{ key: "h", label: "shortcut_hotspots", run: () => this.#sides?.show("hotspots") },
			{ key: "a", label: "layer_alerts", run: () => this.#sides?.show("alerts") },
			{ key: "e", label: "layer_emerging", run: () => this.#sides?.show("emerging") },
			{ key: "f", label: "layer_forecast", run: () => this.#sides?.show("forecast") },
			{ key: "k", label: "layer_density", run: toggle("density") },
			{ key: "o", label: "layer_officers", run: toggle("officers") },
			{ key: "d", label: "shortcut_dispatch", run: () => this.#dispatch() },
			{ key: "c", label: "shortcut_compare", run: () => this.#swipe?.toggle() },
			{ key: "x", label: "shortcut_clear", run: () => page.store.go({ ...NO_FILTERS }) },
		];
	}
}
