import { describe, expect, it } from "vitest";
import { boxesMeet, boxOf, joinBoxes, labelPositions, type Polygonal, polygonContains } from "../../src/lib/polygon";

// A square of side 4 with a hole of side 2 in its middle.
const RING_ROAD: Polygonal = {
	type: "Polygon",
	coordinates: [
		[
			[0, 0],
			[4, 0],
			[4, 4],
			[0, 4],
			[0, 0],
		],
		[
			[1, 1],
			[3, 1],
			[3, 3],
			[1, 3],
			[1, 1],
		],
	],
};
const TWO_ISLANDS: Polygonal = {
	type: "MultiPolygon",
	coordinates: [
		[
			[
				[0, 0],
				[1, 0],
				[1, 1],
				[0, 1],
				[0, 0],
			],
		],
		[
			[
				[10, 0],
				[14, 0],
				[14, 4],
				[10, 4],
				[10, 0],
			],
		],
	],
};

describe("inside", () => {
	it("is what the outer ring holds without its holes", () => {
		expect(polygonContains(RING_ROAD, [0.5, 2])).toBe(true);
		expect(polygonContains(RING_ROAD, [2, 2])).toBe(false);
		expect(polygonContains(RING_ROAD, [5, 2])).toBe(false);
	});

	it("is any part of several", () => {
		expect(polygonContains(TWO_ISLANDS, [0.5, 0.5])).toBe(true);
		expect(polygonContains(TWO_ISLANDS, [12, 2])).toBe(true);
		expect(polygonContains(TWO_ISLANDS, [5, 0.5])).toBe(false);
	});
});

describe("a label", () => {
	it("always stands inside, also where the middle is a hole", () => {
		for (const place of labelPositions(RING_ROAD)) expect(polygonContains(RING_ROAD, place)).toBe(true);
	});

	it("stands on the largest part", () => {
		expect(labelPositions(TWO_ISLANDS)[0]).toEqual([12, 2]);
	});
});

it("boxes hold all corners, join and meet", () => {
	expect(boxOf(TWO_ISLANDS)).toEqual([0, 0, 14, 4]);
	expect(
		joinBoxes([
			[0, 0, 1, 1],
			[5, -1, 6, 0],
		]),
	).toEqual([0, -1, 6, 1]);
	expect(joinBoxes([])).toBeNull();
	expect(boxesMeet([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true);
	expect(boxesMeet([0, 0, 1, 1], [1.1, 0, 2, 1])).toBe(false);
});
