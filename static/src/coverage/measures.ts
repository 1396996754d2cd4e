import { formatCount, formatDecimal, formatShare } from "../lib/language";

export interface FigureRow {
	area_code: string;
	tier: number;
	[figure: string]: string | number | null;
}

/** A figure of an area: which job measures it, how it is taken from a row and written. */
export interface Measure {
	key: "households" | "load_h" | "incident_count" | "patrol_km" | "reach" | "compactness";
	kind: "workload" | "reach";
	of: (row: FigureRow) => number | null;
	write: (value: number) => string;
	/** Whether a low value is the bad one. */
	isGoodHigh: boolean;
}

const whole = (value: number) => formatCount(Math.round(value));
const plain = (name: string) => (row: FigureRow) => row[name] as number | null;

export const MEASURES: Measure[] = [
	{ key: "load_h", kind: "workload", of: plain("load_h"), write: whole, isGoodHigh: false },
	{ key: "households", kind: "workload", of: plain("households"), write: whole, isGoodHigh: false },
	{ key: "incident_count", kind: "workload", of: plain("incident_count"), write: whole, isGoodHigh: false },
	{
		key: "patrol_km",
		kind: "workload",
		of: (row) => (row.patrol_m === null ? null : Number(row.patrol_m) / 1000),
		write: (value) => formatDecimal(value, 1),
		isGoodHigh: false,
	},
	{ key: "reach", kind: "reach", of: plain("within_5_min_share"), write: formatShare, isGoodHigh: true },
	{
		key: "compactness",
		kind: "reach",
		of: plain("compactness"),
		write: (value) => formatDecimal(value, 2),
		isGoodHigh: true,
	},
];

/** ColorBrewer YlOrBr: its order holds for every kind of colour vision; the darkest is the worst. */
export const CLASSES = ["#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404"];

/** The limits of five classes of equal number. */
export function classLimits(values: number[]): number[] {
	const sorted = [...values].sort((a, b) => a - b);
	return [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.floor(share * (sorted.length - 1))]);
}

export function classOf(value: number, limits: number[], isGoodHigh: boolean): number {
	const rank = limits.filter((limit) => value > limit).length;
	return isGoodHigh ? CLASSES.length - 1 - rank : rank;
}
