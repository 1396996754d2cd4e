import type { Api } from "../api";
import type { AreaDetails, AreaFeature, Coded, Feature, FeatureCollection, Items } from "../types";

export interface NearAddress {
	code: string;
	text: string;
	lon: number;
	lat: number;
	distance_m: number;
	grid_code: string | null;
}

/** What lies at a place: its grid with the areas above and the officer, and the addresses around. */
export interface Surroundings {
	grid: Coded | null;
	areas: Coded[];
	officer: { code: string; name: string } | null;
	addresses: NearAddress[];
}

const MOST_ADDRESSES = 8;
const WITHIN_M = 400;
const GRID_TIER = 5;
const AT_POINT_DEG = 1e-7;

export async function surroundingsOf(api: Api, lon: number, lat: number, signal: AbortSignal): Promise<Surroundings> {
	const box = [lon - AT_POINT_DEG, lat - AT_POINT_DEG, lon + AT_POINT_DEG, lat + AT_POINT_DEG].join();
	const near = `lon=${lon}&lat=${lat}&within_m=${WITHIN_M}&limit=${MOST_ADDRESSES}`;
	const [{ items }, { features }] = await Promise.all([
		api.get<Items<NearAddress>>(`/addresses/nearest?${near}`, signal),
		api.get<FeatureCollection<Coded>>(`/areas?tier=${GRID_TIER}&bbox=${box}`, signal),
	]);
	// On a border the lower code wins, as it does on the server.
	const [code] = features.map(({ properties }) => properties.code).sort();
	if (!code) return { grid: null, areas: [], officer: null, addresses: items };
	const { properties } = await api.get<Feature<AreaDetails>>(`/areas/${code}`, signal);
	return { grid: properties, areas: properties.breadcrumbs, officer: properties.officer, addresses: items };
}

export function searchAddresses(api: Api, words: string, signal: AbortSignal): Promise<Items<NearAddress>> {
	return api.get<Items<NearAddress>>(`/addresses?q=${encodeURIComponent(words)}&limit=${MOST_ADDRESSES}`, signal);
}

/** The outline of an officer's grid. */
export function gridOutline(api: Api, code: string): Promise<AreaFeature> {
	return api.get<AreaFeature>(`/areas/${code}?zoom=16`);
}
