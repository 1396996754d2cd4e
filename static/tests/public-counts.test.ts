import { describe, expect, it } from "vitest";
import { densityOf, LEVELS, levelOf } from "../src/public/counts";

describe("levels of squares", () => {
	it("compare reports per square kilometre", () => {
		expect(densityOf(10, 500)).toBe(40);
		expect(densityOf(10, 1000)).toBe(10);
	});
	it("run from 1 to the densest", () => {
		expect(levelOf(10, 500, 40)).toBe(LEVELS);
		expect(levelOf(8, 16_000, 40)).toBe(1);
		expect(levelOf(8, 500, 0)).toBe(1);
	});
});
