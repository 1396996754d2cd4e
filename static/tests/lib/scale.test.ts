import { describe, expect, it } from "vitest";
import { asBin, BIN_COLOURS, BIN_CONFIDENCE, BINS, clusterRadiusPx, shortCount } from "../../src/lib/scale";

describe("the seven bins", () => {
	it("each have a colour of their own and the confidence of their mirror image", () => {
		expect(new Set(Object.values(BIN_COLOURS)).size).toBe(7);
		for (const bin of BINS) expect(BIN_CONFIDENCE[bin]).toBe(BIN_CONFIDENCE[asBin(-bin)]);
		expect(BIN_CONFIDENCE[3]).toBe(0.99);
	});

	it("grow darker away from the middle on both sides", () => {
		const light = BINS.map((bin) => lightness(BIN_COLOURS[bin]));
		expect(light.slice(0, 4)).toEqual([...light.slice(0, 4)].sort((a, b) => a - b));
		expect(light.slice(3)).toEqual([...light.slice(3)].sort((a, b) => b - a));
	});

	it("take numbers that lie beyond them to the last", () => {
		expect([asBin(-9), asBin(0.2), asBin(7)]).toEqual([-3, 0, 3]);
	});
});

describe("clusters", () => {
	it("are written short", () => {
		expect([7, 999, 1000, 9949, 22576, 1_200_000].map(shortCount)).toEqual(["7", "999", "1.0k", "9.9k", "23k", "1.2M"]);
	});

	it("grow with their count and stay small", () => {
		const radii = [1, 2, 10, 100, 1000, 100_000].map(clusterRadiusPx);
		expect(radii).toEqual([...radii].sort((a, b) => a - b));
		expect(radii.at(-1)).toBeLessThan(32);
	});
});

function lightness(hex: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
