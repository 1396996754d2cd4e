import type { Api } from "./api";
import type { AreaTree } from "./lib/catalog";
import { Feed } from "./lib/feed";
import { filterQuery, withQuery } from "./lib/filters";
import { crowdedZoom } from "./lib/mark-scale";
import { drawnTier } from "./lib/page";
import type { ViewStore } from "./lib/store";
import { addDays, daysBetween, daysOfPeriod, startOfDay } from "./lib/time";
import type {
	Alerts,
	AreaDetails,
	AreaProperties,
	City,
	Coverage,
	Density,
	Emerging,
	Feature,
	FeatureCollection,
	Findings,
	Forecast,
	Histogram,
	Hotspots,
	IncidentDetails,
	IncidentMarks,
	IncidentPage,
	Summary,
} from "./types";

/** Above this many areas in a tier only those in view are asked for. */
const WHOLE_TIER_COUNT = 1500;
const PAGE_SIZE = 50;
/** The most that the server lists at once. */
export const MAX_LISTED = 500;
export const CELL_M = 250;

export interface Viewport {
	/** west,south,east,north */
	bbox: string;
	paddedBbox: string;
	zoom: number;
}

interface Sources {
	api: Api;
	city: City;
	tree: AreaTree;
	store: ViewStore;
	viewport: () => Viewport | null;
	isShown: (layer: string) => boolean;
	/** The feeds that the page shows; without a list all of them. */
	usedFeeds?: readonly string[];
}

export type Feeds = ReturnType<typeof makeFeeds>;

/** Everything the map page asks of the server, each as a function of the view. */
export function makeFeeds({ api, city, tree, store, viewport, isShown, usedFeeds }: Sources) {
	const zone = city.time_zone;
	const get = <T>(path: string, signal: AbortSignal) => api.get<T>(path, signal);
	const feed = <T>(address: () => string | null) => new Feed<T>(address, get<T>);
	const filters = () => filterQuery(store.view, zone);
	const whole = daysOfWholePeriod(city);
	let listPages = 1;

	const summary = (by: string, extra: Record<string, string> = {}) =>
		feed<Summary>(() => {
			const query = filters();
			query.set("by", by);
			for (const [name, value] of Object.entries(extra)) query.set(name, value);
			return withQuery("/incidents/summary", query);
		});

	const feeds = {
		areas: feed<FeatureCollection<AreaProperties>>(() => {
			const view = viewport();
			if (!view) return null;
			const tier = drawnTier({ store, tree, city });
			const query = new URLSearchParams({ tier: String(tier), zoom: String(view.zoom) });
			if (tree.items.filter((item) => item.tier === tier).length > WHOLE_TIER_COUNT) query.set("bbox", view.paddedBbox);
			return withQuery("/areas", query);
		}),
		area: feed<Feature<AreaDetails>>(() => `/areas/${encodeURIComponent(store.view.area ?? city.code)}`),
		marks: feed<IncidentMarks>(() => {
			const view = viewport();
			if (!view || !isShown("incidents")) return null;
			const query = filters();
			query.set("bbox", view.paddedBbox);
			query.set("zoom", String(crowdedZoom(view.zoom)));
			return withQuery("/incidents/map", query);
		}),
		list: new Feed<IncidentPage>(
			() => {
				const view = viewport();
				if (!view || store.view.panel !== "incidents") return null;
				const query = filters();
				query.set("bbox", view.bbox);
				query.set("sort", "-reported_at");
				query.set("page_size", String(Math.min(MAX_LISTED, PAGE_SIZE * listPages)));
				return withQuery("/incidents", query);
			},
			get<IncidentPage>,
		),
		incident: feed<IncidentDetails>(() => {
			const { selection } = store.view;
			return selection?.kind === "incident" ? `/incidents/${encodeURIComponent(selection.id)}` : null;
		}),
		histogram: feed<Histogram>(() => {
			if (!whole) return null;
			const query = filterQuery(store.view, zone, "period");
			query.set("from", startOfDay(whole.from, zone));
			query.set("to", startOfDay(whole.to, zone));
			query.set("bins", String(histogramBins(whole)));
			return withQuery("/incidents/histogram", query);
		}),
		byStatus: summary("status"),
		byCategory: summary("category"),
		late: summary("status", { late: "true" }),
		byArea: feed<Summary>(() => {
			const query = filters();
			query.set("by", "area");
			query.set("tier", String(drawnTier({ store, tree, city })));
			return withQuery("/incidents/summary", query);
		}),
		hotspots: feed<Hotspots>(() => {
			if (!isShown("hotspots") && store.view.panel !== "hotspots") return null;
			return withQuery("/hotspots", new URLSearchParams(hotspotParameters({ store, tree, city })));
		}),
		emerging: feed<Emerging>(() =>
			isShown("emerging") || store.view.panel === "emerging"
				? withQuery("/emerging", new URLSearchParams(emergingParameters({ store, city })))
				: null,
		),
		forecast: feed<Forecast>(() => {
			if (!isShown("forecast") && store.view.panel !== "forecast") return null;
			const query = new URLSearchParams(forecastParameters({ store, city }));
			query.set("selected", "true");
			return withQuery("/forecast", query);
		}),
		density: feed<Density>(() => (isShown("density") ? withQuery("/density", filters()) : null)),
		alerts: feed<Alerts>(() => {
			if (!isShown("alerts") && store.view.panel !== "alerts") return null;
			const query = new URLSearchParams({ page_size: String(MAX_LISTED) });
			if (store.view.area) query.set("area", store.view.area);
			return withQuery("/alerts", query);
		}),
		coverage: feed<Coverage>(() => (store.view.panel === "coverage" ? "/coverage" : null)),
		findings: feed<Findings>(() =>
			isShown("findings") || store.view.panel === "coverage" ? "/coverage/findings" : null,
		),
	};
	return {
		...feeds,
		wholePeriod: whole,
		refresh: () => {
			for (const [name, one] of Object.entries(feeds)) if (usedFeeds?.includes(name) ?? true) one.refresh();
		},
		/** One page more of the list, until the next filter or movement. */
		moreOfList: () => {
			listPages += 1;
			feeds.list.refresh();
		},
		resetList: () => {
			listPages = 1;
		},
	};
}

/** The days on record, or null for a city without incidents. */
function daysOfWholePeriod(city: City): { from: string; to: string } | null {
	const { start, end } = city.period ?? {};
	return start && end ? daysOfPeriod(start, end, city.time_zone) : null;
}

/** The question that the hotspots answer: zones and filters. A run is found by exactly this, and started with it. */
export function hotspotParameters(page: Pick<Sources, "store" | "tree" | "city">): Record<string, string> {
	const { view } = page.store;
	const query = filterQuery(view, page.city.time_zone);
	const [name, value] =
		view.zones === "cell" ? ["cell_m", CELL_M] : ["tier", Math.max(2, Math.min(5, drawnTier(page)))];
	query.set(name as string, String(value));
	return Object.fromEntries(query);
}

/** Patterns in time need the past: all that is on record until the end of the view's period, in the whole city. */
function pastParameters({ store, city }: Pick<Sources, "store" | "city">): Record<string, string> {
	const query = filterQuery(store.view, city.time_zone, "area");
	query.delete("from");
	return Object.fromEntries(query);
}

export function emergingParameters(page: Pick<Sources, "store" | "city">): Record<string, string> {
	return { ...pastParameters(page), cell_m: String(CELL_M), step_days: "7" };
}

export function forecastParameters(page: Pick<Sources, "store" | "city">): Record<string, string> {
	const { horizon_days } = page.store.view;
	return { ...pastParameters(page), cell_m: "200", horizon_days: String(horizon_days), share: "0.01" };
}

/** One bar a day, or as many days a bar as keep it under 120 bars. */
export function histogramBins(days: { from: string; to: string }): number {
	const count = Math.max(1, daysBetween(days.from, days.to));
	return Math.ceil(count / Math.ceil(count / 120));
}

/** The day on which a share of the whole period begins. */
export function dayAtShare(days: { from: string; to: string }, share: number): string {
	return addDays(days.from, Math.round(share * daysBetween(days.from, days.to)));
}
