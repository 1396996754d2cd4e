import { describe, expect, it } from "vitest";
import { differingLines } from "../../src/lib/border-difference";
import type { Polygonal, Position } from "../../src/lib/polygon";

// About 1.1 km a side, on the equator.
const square = (east: number, extra: Position[] = []): Polygonal => ({
	type: "Polygon",
	coordinates: [[[0, 0], [east, 0], ...extra, [east, 0.01], [0, 0.01], [0, 0]]],
});
const MARKET = square(0.01);

describe("where two borders differ", () => {
	it("is nowhere for one border drawn with other vertices", () => {
		expect(
			differingLines(
				MARKET,
				square(0.01, [
					[0.01, 0.003],
					[0.01, 0.007],
				]),
			),
		).toEqual([]);
	});

	it("is nowhere within rounding", () => {
		expect(differingLines(MARKET, square(0.01003))).toEqual([]);
	});

	it("is along the side that was moved", () => {
		const lines = differingLines(MARKET, square(0.015));
		expect(lines).toHaveLength(1);
		for (const [lon] of lines[0]) expect(lon).toBeCloseTo(0.01);
	});

	it("is around a bulge, in one line", () => {
		const lines = differingLines(
			square(0.01, [
				[0.01, 0.004],
				[0.013, 0.005],
				[0.01, 0.006],
			]),
			MARKET,
		);
		expect(lines).toHaveLength(1);
		expect(Math.max(...lines[0].map(([lon]) => lon))).toBeCloseTo(0.013);
		expect(Math.min(...lines[0].map(([, lat]) => lat))).toBeGreaterThan(0.0035);
	});
});
