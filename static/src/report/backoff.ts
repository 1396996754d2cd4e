const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;

/** How long to wait before the next try: doubling, at most five minutes, spread so that phones do not come back together. */
export function waitMs(failures: number, random = Math.random()): number {
	const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
	return Math.round(whole * (0.5 + random / 2));
}
