import type { FeatureCollection, Job } from "../types";

export const KINDS = ["areas", "units", "backdrop", "addresses", "registers", "incidents"] as const;
export const DATUMS = ["wgs84", "gcj02", "bd09", "cgcs2000"] as const;
export const COUNTS = ["inserted", "updated", "unchanged", "kept", "refused", "carried", "retired"] as const;

export type Kind = (typeof KINDS)[number];
export type Datum = (typeof DATUMS)[number];

export interface DatumShift {
	declared: Datum;
	looks_like: Datum | null;
	is_suspect: boolean;
	shift_m: number;
}

export interface Preview {
	is_deferred?: boolean;
	columns: string[];
	guessed: Record<string, string>;
	fields: string[];
	required: string[];
	rows: string[][];
	row_count: number;
	features: FeatureCollection<{ row: number }>["features"];
	datum_shift: DatumShift | null;
}

export interface Reading {
	columns: Record<string, string>;
	constants: Record<string, string>;
	datum: Datum;
	crs: string | null;
	layer: string | null;
	valid_from?: string;
	retire_missing?: boolean;
}

export interface RowFinding {
	row: number | null;
	cause: string;
	detail: string;
	level: "error" | "warning";
}

export type Report = Partial<Record<(typeof COUNTS)[number], number>> & {
	rows?: number;
	findings?: RowFinding[];
	finding_counts?: Record<string, number>;
	is_blocked?: boolean;
	datum_shift?: DatumShift | null;
};

export interface Import {
	id: string;
	kind: Kind;
	source: string;
	file_name: string;
	state: "uploaded" | "checked" | "imported" | "rolled_back";
	created_at: string;
	created_by: string;
	settings: Reading;
	preview: Preview;
	report: Report;
	job: Pick<Job, "id" | "state" | "percent" | "message" | "error"> | null;
}
