import { describe, expect, it } from "vitest";
import { heapAt, thinOut } from "../../src/lib/thin-out";

const everywhere = { contains: () => true } as never;
const project = ([lon, lat]: [number, number]): [number, number] => [lon, lat];
const at = (lon: number, lat: number) => ({ lon, lat });

describe("thinOut", () => {
	it("puts into one heap what lies in one square, in the middle of what it holds", () => {
		const heaps = thinOut([at(1, 1), at(3, 5), at(40, 40)], { project, bounds: everywhere }, 20);
		expect(heaps.map(({ x, y, items }) => [x, y, items.length])).toEqual([
			[2, 3, 2],
			[40, 40, 1],
		]);
	});

	it("leaves out what has no place", () => {
		expect(thinOut([{ lon: null, lat: null }], { project, bounds: everywhere }, 20)).toEqual([]);
	});

	it("is found within reach and not beyond it", () => {
		const heaps = thinOut([at(10, 10)], { project, bounds: everywhere }, 20);
		expect(heapAt(heaps, 13, 14, 5)?.items).toHaveLength(1);
		expect(heapAt(heaps, 13, 15, 5)).toBeNull();
	});
});
