import { describe, expect, it } from "vitest";
import { KINDS, readClass, SIGNS } from "../../src/lib/emerging-classes";

describe("the classes of a cell's history", () => {
	it("each kind has a sign of its own, so that colour is never all that tells", () => {
		expect(new Set(KINDS.map((kind) => SIGNS[kind])).size).toBe(KINDS.length);
	});

	it("reads what the server says", () => {
		expect(readClass("intensifying cold spot")).toMatchObject({ kind: "intensifying", heat: "cold", sign: "↑" });
		expect(readClass("no pattern")).toBeNull();
	});
});
