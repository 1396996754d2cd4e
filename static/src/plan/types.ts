/** What the server says of plans. */
import type { Named } from "../lib/language";

export interface PlanRow {
	id: number;
	name: string;
	status: Status;
	version: number;
	author: string;
	approved_by: string | null;
	changed_at: string;
	valid_from: string | null;
	scope_code: string;
	scope_name: string;
	scope_name_zh: string;
}
export type Status = "draft" | "submitted" | "approved" | "published" | "withdrawn";

export interface GridRow extends Named {
	code: string;
	name: string;
	name_zh: string;
	grid_type: "base" | "dedicated";
	is_locked: boolean;
	is_new: boolean;
}
export interface PlanDetail extends PlanRow {
	least_households: number;
	target_households: number;
	most_households: number;
	grids: GridRow[];
}
export interface Problem {
	kind: string;
	community_code: string;
	codes: string[];
	amount: number;
	is_blocking: boolean;
	lon: number;
	lat: number;
}
export type Ring = [number, number][];
export interface UnitRow {
	code: string;
	community: string;
	households: number;
	population: number;
	grid: string | null;
	today: string | null;
	polygons: Ring[][];
}
export interface Edited {
	version: number;
	is_merged: boolean;
	codes: Record<string, string>;
}
export interface Assignment {
	version: number;
	status: Status;
	grids: GridRow[];
	units: Record<string, string | null>;
}
export interface Move {
	unit: string;
	from: string | null;
	to: string | null;
}
export interface GridChange {
	code: string;
	name?: string;
	name_zh?: string;
	grid_type?: string;
	is_locked?: boolean;
}
