import { describe, expect, it } from "vitest";
import { filterQuery, hasFilters, NO_FILTERS } from "../../src/lib/filters";
import { EMPTY_VIEW, type View } from "../../src/lib/view";

const WASHINGTON = "America/New_York";
const MARKET_WEEK: View = {
	...EMPTY_VIEW,
	area: "110001000000",
	from: "2016-07-10",
	to: "2016-07-17",
	categories: ["CLEAN", "LIGHT"],
	statuses: ["closed"],
	department: "DPW",
	isLate: true,
	isOverdue: true,
};

describe("the filters of a view", () => {
	it("reach the server by their names there, days as instants", () => {
		expect(Object.fromEntries(filterQuery(MARKET_WEEK, WASHINGTON))).toEqual({
			area: "110001000000",
			from: "2016-07-10T04:00:00.000Z",
			to: "2016-07-17T04:00:00.000Z",
			category: "CLEAN,LIGHT",
			status: "closed",
			department: "DPW",
			late: "true",
			overdue: "true",
		});
	});

	it("leave the period to the histogram that chooses it", () => {
		const query = filterQuery(MARKET_WEEK, WASHINGTON, "period");
		expect([query.has("from"), query.has("to"), query.has("category")]).toEqual([false, false, true]);
	});

	it("are all cleared at once, and the area is none of them", () => {
		expect(hasFilters(MARKET_WEEK)).toBe(true);
		expect(hasFilters({ ...MARKET_WEEK, ...NO_FILTERS })).toBe(false);
	});
});
