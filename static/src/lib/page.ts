import type { Map as LeafletMap } from "leaflet";
import type { Api } from "../api";
import type { Feeds } from "../feeds";
import type { City, Tier } from "../types";
import type { AreaTree, Catalog } from "./catalog";
import type { ViewStore } from "./store";

/** What every layer and panel of a page is given. */
export interface Page {
	api: Api;
	city: City;
	catalog: Catalog;
	tree: AreaTree;
	store: ViewStore;
	feeds: Feeds;
	map: LeafletMap;
	/** Whether a layer is on. */
	isShown: (layer: string) => boolean;
	/** A page that lists incidents itself needs no panel for them. */
	hasOwnList?: boolean;
}

/** The tier whose areas are drawn: the chosen one, or the tier below the area drilled into. */
export function drawnTier(page: Pick<Page, "store" | "tree" | "city">): number {
	const { tier, area } = page.store.view;
	return tier === null ? tierBelow(page, area) : Math.min(tier, lowestTier(page.city));
}

export function tierBelow({ tree, city }: Pick<Page, "tree" | "city">, area: string | null): number {
	return Math.min((tree.get(area)?.tier ?? 1) + 1, lowestTier(city));
}

export function lowestTier(city: City): number {
	return Math.max(...city.tiers.map((tier) => tier.level));
}

export function tierOf(city: City, level: number): Tier | undefined {
	return city.tiers.find((tier) => tier.level === level);
}
