import { describe, expect, it } from "vitest";
import { toGcj02 } from "../../src/lib/gcj02";

// Of geodata.crs.convert_datum for the same point.
const SHENZHEN = { lat: 22.54014567, lng: 114.06467586 };

describe("GCJ-02", () => {
	it("moves the middle of Shenzhen by some hundred metres, as the core's crs module does", () => {
		const { lat, lng } = toGcj02({ lat: 22.54286, lng: 114.05956 });
		expect(lat).toBeCloseTo(SHENZHEN.lat, 6);
		expect(lng).toBeCloseTo(SHENZHEN.lng, 6);
	});

	it("leaves the rest of the world alone", () => {
		expect(toGcj02({ lat: 38.9, lng: -77.03 })).toEqual({ lat: 38.9, lng: -77.03 });
	});
});
