/** What the public face is told of a completed week. */
import type { Polygonal } from "../lib/polygon";
import type { Named } from "../types";

export interface Week {
	start: string;
	end: string;
	count: number;
}

export interface Weeks {
	items: Week[];
	least: number;
	has_single_incidents: boolean;
}

export interface Topic extends Named {
	code: string;
	count: number;
}

export interface Group {
	id: number;
	geometry: Polygonal;
	properties: { topic: string; cell_m: number; count: number };
}

export const LEVELS = 5;

/** 1 to LEVELS by reports per square kilometre, so that a large square does not look busier than a small one. */
export function levelOf(count: number, cell_m: number, densest: number): number {
	if (densest <= 0) return 1;
	const share = densityOf(count, cell_m) / densest;
	return Math.min(LEVELS, Math.max(1, Math.ceil(Math.sqrt(share) * LEVELS)));
}

export function densityOf(count: number, cell_m: number): number {
	return count / (cell_m / 1000) ** 2;
}
