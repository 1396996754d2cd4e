import { describe, expect, it } from "vitest";
import { missingStep, type Offers, wayFrom } from "../../src/command/offers";

function offers(status: string, ...actions: string[]): Offers {
	const one = (action: string) => ({ action, name: "", name_zh: "", to_status: "", needs: [], takes: [] });
	return { version: 1, status, actions: actions.map(one) };
}

describe("the way of a case to a department", () => {
	it.each([
		["reported", "verify", ["verify", "file", "dispatch"]],
		["verified", "file", ["file", "dispatch"]],
		["filed", "dispatch", ["dispatch"]],
		["returned", "dispatch", ["dispatch"]],
	])("from %s", (status, action, way) => {
		expect(wayFrom(offers(status, action, "note"))).toEqual(way);
		expect(missingStep(offers(status, action))).toBeNull();
	});

	it("is not offered to who may not take its next step", () => {
		expect(wayFrom(offers("reported", "reject", "note"))).toEqual([]);
		expect(missingStep(offers("reported", "reject", "note"))).toBe("verify");
	});

	it("ends where a department has the case", () => {
		expect(wayFrom(offers("processing", "note"))).toEqual([]);
		expect(missingStep(offers("processing", "note"))).toBeNull();
	});
});
