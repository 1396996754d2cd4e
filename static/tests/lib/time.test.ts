import { describe, expect, it } from "vitest";
import { addDays, dayOf, daysBetween, daysOfPeriod, durationParts, isDay, startOfDay } from "../../src/lib/time";

const WASHINGTON = "America/New_York";
const SHENZHEN = "Asia/Shanghai";

describe("days of a city's calendar", () => {
	it("begin at the city's midnight", () => {
		expect(startOfDay("2016-07-08", WASHINGTON)).toBe("2016-07-08T04:00:00.000Z");
		expect(startOfDay("2016-12-08", WASHINGTON)).toBe("2016-12-08T05:00:00.000Z");
		expect(startOfDay("2024-03-05", SHENZHEN)).toBe("2024-03-04T16:00:00.000Z");
	});

	it("begin right on the days the clocks change", () => {
		expect(startOfDay("2016-11-06", WASHINGTON)).toBe("2016-11-06T04:00:00.000Z");
		expect(startOfDay("2016-11-07", WASHINGTON)).toBe("2016-11-07T05:00:00.000Z");
		expect(startOfDay("2016-03-13", WASHINGTON)).toBe("2016-03-13T05:00:00.000Z");
		expect(startOfDay("2016-03-14", WASHINGTON)).toBe("2016-03-14T04:00:00.000Z");
	});

	it("hold the instants from their beginning until just before the next", () => {
		expect(dayOf("2016-07-08T03:59:59Z", WASHINGTON)).toBe("2016-07-07");
		expect(dayOf("2016-07-08T04:00:00Z", WASHINGTON)).toBe("2016-07-08");
		expect(dayOf(startOfDay("2016-11-06", WASHINGTON), WASHINGTON)).toBe("2016-11-06");
	});

	it("are counted and stepped by the calendar, not by 24 hours", () => {
		expect(addDays("2016-02-28", 2)).toBe("2016-03-01");
		expect(addDays("2016-01-01", -1)).toBe("2015-12-31");
		expect(daysBetween("2016-11-05", "2016-11-08")).toBe(3);
	});

	it("of a half-open period leave out a day on which nothing happens", () => {
		const whole = { from: "2016-07-08", to: "2016-08-17" };
		expect(daysOfPeriod("2016-07-08T04:00:00Z", "2016-08-17T04:00:00Z", WASHINGTON)).toEqual(whole);
		expect(daysOfPeriod("2016-07-08T04:19:28Z", "2016-08-16T14:19:33Z", WASHINGTON)).toEqual(whole);
	});

	it("are written year, month, day", () => {
		expect(isDay("2016-02-29")).toBe(true);
		expect(isDay("2016-02-30")).toBe(false);
		expect(isDay("08.07.2016")).toBe(false);
	});
});

it("a duration is days, hours and minutes", () => {
	expect(durationParts("2016-07-08T04:00:00Z", "2016-07-10T06:05:00Z")).toEqual({ days: 2, hours: 2, minutes: 5 });
	expect(durationParts("2016-07-10T00:00:00Z", "2016-07-08T00:00:00Z")).toEqual({ days: 0, hours: 0, minutes: 0 });
});
