import L from "leaflet";
import { enterArea, fitPadding, leaveArea } from "./actions";
import { makeFeeds, type Viewport } from "./feeds";
import type { MakeLayer, MapLayer } from "./layers/layer";
import { shownLayers, toggleLayer } from "./layers/shown";
import { h } from "./lib/dom";
import { NO_FILTERS } from "./lib/filters";
import { nameOf, t } from "./lib/language";
import type { Page } from "./lib/page";
import { boxOf } from "./lib/polygon";
import { ViewStore } from "./lib/store";
import { onThemeChange } from "./lib/theme";
import type { View } from "./lib/view";
import { BasemapSwitch, cityBounds, loadBasemapCode, makeMap } from "./map";
import { dataAge } from "./panels/data-age";
import { FilterDrawer, PHONE } from "./panels/filter-drawer";
import { filterPanel } from "./panels/filter-panel";
import { layerList } from "./panels/layer-list";
import { mapControls } from "./panels/map-controls";
import { readout } from "./panels/readout";
import { Sheet } from "./panels/sheet";
import { type Shortcut, shortcuts } from "./panels/shortcuts";
import { sidePanel } from "./panels/side-panel";
import { timeBrush } from "./panels/time-brush";
import { topBar } from "./panels/top-bar";

export type Known = Pick<Page, "api" | "city" | "catalog" | "tree" | "hasOwnList"> & {
	usedFeeds?: readonly string[];
};

/** Puts the map page together and keeps map, address, layers and panels in step. */
export class MapPage {
	protected readonly page: Page;
	protected readonly basemap: BasemapSwitch;
	protected readonly mapBox = h("div", { class: "map", id: "map", tabindex: "0" });
	protected layers: MapLayer[] = [];
	/** Layers in their drawing order, topmost first, for asking what was hit. */
	protected readonly hitOrder: string[] = ["findings", "incidents", "hotspots", "outlines", "areas"];

	constructor(
		protected readonly app: HTMLElement,
		known: Known,
	) {
		const store = new ViewStore();
		// Leaflet measures its box when it is made, so the box must already be in the page.
		app.replaceChildren(this.mapBox);
		const map = makeMap(this.mapBox, known.city);
		const isShown = (key: string) => this.#isShown(key);
		const feeds = makeFeeds({ ...known, store, viewport: () => viewportOf(map), isShown });
		this.page = { ...known, store, map, feeds, isShown };
		this.basemap = new BasemapSwitch(map, known.city);
	}

	async start(makers: MakeLayer[]): Promise<void> {
		const { store, map, city, feeds } = this.page;
		this.layers = makers.map((make) => make(this.page));
		this.lay();
		map.invalidateSize({ animate: false });
		await loadBasemapCode();
		await this.#position(store.view);
		this.basemap.choose(store.view.basemap);
		this.#showLayers();
		store.subscribe((view, before) => this.#follow(view, before));
		map.on("moveend", () => this.#moved());
		onThemeChange(() => this.#redraw());
		document.title = `${nameOf(city)} · 网格 Wangge`;
		feeds.refresh();
	}

	#isShown(key: string): boolean {
		return shownLayers(this.page, this.layers).includes(key);
	}

	/** The page's boxes. The order of the elements is the order of the Tab key. */
	protected lay(): void {
		const page = this.page;
		const help = shortcuts(this.shortcutList());
		const drawer = new FilterDrawer(layerList(page, this.layers), filterPanel(page));
		const sheet = new Sheet(sidePanel(page));
		const brush = timeBrush(page);
		const stage = h(
			"main",
			{ class: "stage", id: "stage" },
			h(
				"div",
				{ class: "map-frame" },
				this.mapBox,
				readout(page, () => this.hitLayers()),
				mapControls(page, () => drawer.open()),
				dataAge(page, this.basemap),
			),
		);
		this.app.replaceChildren(skipLinks(), topBar(page, help), drawer.element, stage, sheet.element);
		const settle = () => (PHONE.matches ? drawer.element : stage).append(brush);
		PHONE.addEventListener("change", settle);
		settle();
		page.store.subscribe((view, before) => {
			if (view.selection && view.selection !== before.selection) sheet.raise();
		});
	}

	protected hitLayers(): MapLayer[] {
		const rank = (layer: MapLayer) => this.hitOrder.indexOf(layer.key);
		return this.layers.filter((layer) => this.#isShown(layer.key)).sort((a, b) => rank(a) - rank(b));
	}

	protected shortcutList(): Shortcut[] {
		const page = this.page;
		const toggle = (key: string) => () => toggleLayer(page, this.layers, key);
		return [
			{ key: "/", label: "shortcut_search", run: () => document.getElementById("area-search")?.focus() },
			{ key: "u", label: "shortcut_up", run: () => leaveArea(page) },
			{ key: "0", label: "shortcut_city", run: () => enterArea(page, null) },
			{ key: "i", label: "shortcut_incidents", run: toggle("incidents") },
			{ key: "h", label: "shortcut_hotspots", run: toggle("hotspots") },
			{ key: "x", label: "shortcut_clear", run: () => page.store.go({ ...NO_FILTERS }) },
		];
	}

	/** The map position of the view, or the whole of its area, or of the city. */
	async #position(view: View): Promise<void> {
		const { map, city, api, tree } = this.page;
		if (view.position) {
			map.setView([view.position.lat, view.position.lon], view.position.zoom, { animate: false });
			return;
		}
		map.fitBounds(cityBounds(city), { ...fitPadding(), animate: false });
		if (!tree.get(view.area)) return;
		const area = await api.get<{ geometry: Parameters<typeof boxOf>[0] }>(`/areas/${encodeURIComponent(view.area!)}`);
		const [west, south, east, north] = boxOf(area.geometry);
		map.fitBounds(L.latLngBounds([south, west], [north, east]), { ...fitPadding(), animate: false });
	}

	/** The view changed: by a panel, a layer, or the browser's back button. */
	#follow(view: View, before: View): void {
		const { feeds } = this.page;
		if (view.layers !== before.layers) this.#showLayers();
		this.basemap.choose(view.basemap);
		if (view.position && !this.#isAt(view.position)) this.#position(view);
		if (!samePlaceAndFilters(view, before)) feeds.resetList();
		feeds.refresh();
		this.#redraw();
	}

	#isAt({ zoom, lat, lon }: NonNullable<View["position"]>): boolean {
		const { map } = this.page;
		const center = map.getCenter();
		return map.getZoom() === zoom && Math.abs(center.lat - lat) < 2e-5 && Math.abs(center.lng - lon) < 2e-5;
	}

	#moved(): void {
		const { map, store, feeds } = this.page;
		const { lat, lng } = map.getCenter();
		const position = { zoom: map.getZoom(), lat: Number(lat.toFixed(5)), lon: Number(lng.toFixed(5)) };
		feeds.resetList();
		store.adjust({ position });
		feeds.refresh();
	}

	#showLayers(): void {
		for (const layer of this.layers) {
			if (this.#isShown(layer.key)) layer.show();
			else layer.hide();
		}
	}

	#redraw(): void {
		for (const layer of this.layers) if (this.#isShown(layer.key)) layer.redraw();
	}
}

function viewportOf(map: L.Map): Viewport | null {
	if (!("_loaded" in map && map._loaded)) return null;
	const box = (bounds: L.LatLngBounds) =>
		[bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
			.map((value) => value.toFixed(5))
			.join(",");
	const bounds = map.getBounds();
	return { bbox: box(bounds), paddedBbox: box(bounds.pad(0.15)), zoom: Math.round(map.getZoom()) };
}

function samePlaceAndFilters(a: View, b: View): boolean {
	const key = (view: View) =>
		JSON.stringify([
			view.position,
			view.area,
			view.from,
			view.to,
			view.categories,
			view.statuses,
			view.department,
			view.isLate,
			view.isOverdue,
			view.queue,
			view.text,
			view.number,
			view.owner,
		]);
	return key(a) === key(b);
}

function skipLinks(): HTMLElement {
	return h(
		"nav",
		{ class: "skip-links", "aria-label": t("skip_links") },
		h("a", { href: "#map" }, t("skip_to_map")),
		h("a", { href: "#side" }, t("skip_to_details")),
		h("a", { href: "#filters" }, t("skip_to_filters")),
	);
}
