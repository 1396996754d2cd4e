/** Seven bins from cold to hot: ColorBrewer PuOr, which keeps its order for every kind of colour vision. */
export const BINS = [-3, -2, -1, 0, 1, 2, 3] as const;
export type Bin = (typeof BINS)[number];

export const BIN_COLOURS: Record<Bin, string> = {
	[-3]: "#542788",
	[-2]: "#998ec3",
	[-1]: "#d8daeb",
	0: "#f7f7f7",
	1: "#fee0b6",
	2: "#f1a340",
	3: "#b35806",
};

/** Confidence that a bin stands for; 0 is not significant. */
export const BIN_CONFIDENCE: Record<Bin, number> = {
	[-3]: 0.99,
	[-2]: 0.95,
	[-1]: 0.9,
	0: 0,
	1: 0.9,
	2: 0.95,
	3: 0.99,
};

export function asBin(value: number): Bin {
	return Math.max(-3, Math.min(3, Math.round(value))) as Bin;
}

/** Radius of a cluster: its area grows with the logarithm of its count, so that 10,000 does not hide its neighbours. */
export function clusterRadiusPx(count: number): number {
	return count <= 1 ? 5 : Math.round(9 + 4 * Math.log10(count));
}

/** 1,234 -> 1.2k: what fits into a circle. */
export function shortCount(count: number): string {
	if (count < 1000) return String(count);
	if (count < 9950) return `${(count / 1000).toFixed(1)}k`;
	if (count < 999_500) return `${Math.round(count / 1000)}k`;
	return `${(count / 1e6).toFixed(1)}M`;
}
