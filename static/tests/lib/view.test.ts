import { describe, expect, it } from "vitest";
import { EMPTY_VIEW, formatView, parseView, type View } from "../../src/lib/view";

const MARKET_WEEK: View = {
	position: { zoom: 14.5, lat: 38.9, lon: -77.03 },
	area: "110001000000",
	tier: 4,
	layers: ["areas", "hotspots"],
	basemap: "tianditu",
	from: "2016-07-10",
	to: "2016-07-17",
	categories: ["CLEAN", "S0261"],
	statuses: ["closed", "reviewed"],
	department: "DPW",
	isLate: true,
	isOverdue: true,
	zones: "tier",
	horizon_days: 30,
	panel: "incidents",
	selection: { kind: "incident", id: "755c0f07-a18e-54e7-b8af-0d92f3c415ba" },
	queue: "near_due",
	text: "broken lamp",
	number: null,
	owner: "DDOT",
	sort: "clock_due_at",
};

describe("the address of a view", () => {
	it("brings every part of the view back", () => {
		expect(parseView(`?${formatView(MARKET_WEEK)}`)).toEqual(MARKET_WEEK);
	});

	it("is empty for the view that the page opens with", () => {
		expect(formatView(EMPTY_VIEW)).toBe("");
		expect(parseView("")).toEqual(EMPTY_VIEW);
	});

	it("keeps what is not its own", () => {
		expect(formatView({ ...EMPTY_VIEW, area: "DC" }, "?lang=zh&theme=dark&area=old")).toBe(
			"lang=zh&theme=dark&area=DC",
		);
	});

	it("tells no layers from the layers at start", () => {
		expect(parseView("?layers=").layers).toEqual([]);
		expect(parseView("").layers).toBeNull();
		expect(parseView(`?${formatView({ ...EMPTY_VIEW, layers: [] })}`).layers).toEqual([]);
	});

	it.each([
		"?map=99/0/0",
		"?map=a/b/c",
		"?map=10/95/0",
		"?tier=9",
		"?tier=x",
		"?from=2016-13-01",
		"?from=yesterday",
		"?panel=money",
		"?select=zone",
		"?select=evil:1",
	])("ignores what makes no sense: %s", (search) => {
		expect(parseView(search)).toEqual(EMPTY_VIEW);
	});
});
