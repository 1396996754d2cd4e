import { describe, expect, it } from "vitest";
import { ApiError } from "../src/api";

describe("ApiError", () => {
	it("keeps every field that is wrong", () => {
		const errors = [
			{ field: "lon", detail: "Missing data." },
			{ field: "lat", detail: "Missing data." },
		];
		const error = new ApiError(422, { title: "Unprocessable Content", detail: "lon, lat", errors });
		expect([error.status, error.message, error.errors]).toEqual([422, "lon, lat", errors]);
	});

	it("makes one of a single field, with its row", () => {
		const error = new ApiError(422, { detail: "no such code", field: "category_code", row: 7 });
		expect(error.errors).toEqual([{ field: "category_code", detail: "no such code" }]);
		expect(error.row).toBe(7);
	});

	it("says its title where there are no words", () => {
		const error = new ApiError(502, { title: "Bad Gateway" });
		expect([error.message, error.field, error.errors]).toEqual(["Bad Gateway", null, []]);
	});
});
