import { describe, expect, it } from "vitest";
import { AreaTree } from "../../src/lib/catalog";

const area = (code: string, tier: number, parent_code: string | null, name: string, name_zh: string) => ({
	code,
	tier,
	parent_code,
	name,
	name_zh,
});
const MARKET_TOWN = new AreaTree([
	area("1", 1, null, "Market Town", "集镇"),
	area("11", 2, "1", "Ward 1", "第1区"),
	area("12", 2, "1", "Ward 11", "第11区"),
	area("111", 3, "11", "Fish Market", "鱼市"),
]);
const found = (words: string) => MARKET_TOWN.search(words, 5).map((node) => node.name);

describe("the tree of areas", () => {
	it("knows the chain above an area", () => {
		expect(MARKET_TOWN.chain("111").map((node) => node.code)).toEqual(["1", "11", "111"]);
		expect(MARKET_TOWN.chain("none")).toEqual([]);
	});

	it("knows what lies within what", () => {
		expect(MARKET_TOWN.isWithin("111", "11")).toBe(true);
		expect(MARKET_TOWN.isWithin("111", "12")).toBe(false);
		expect(MARKET_TOWN.isWithin("111", null)).toBe(true);
	});

	it("finds by either name and by code, the closest first", () => {
		expect(found("ward 1")).toEqual(["Ward 1", "Ward 11"]);
		expect(found("鱼")).toEqual(["Fish Market"]);
		expect(found("111")[0]).toBe("Fish Market");
		expect(found("market")).toEqual(["Market Town", "Fish Market"]);
		expect(found("  ")).toEqual([]);
		expect(found("harbour")).toEqual([]);
	});
});
