import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatArea, formatProbability, nameOf, setLocale, t } from "../../src/lib/language";

beforeEach(() => setLocale("en"));
afterEach(() => setLocale("en"));

describe("texts", () => {
	it("choose their form by the count", () => {
		expect(t("incident_count", { count: 1 })).toBe("1 incident");
		expect(t("incident_count", { count: 22576 })).toBe("22,576 incidents");
		expect(t("incident_count", { count: 0 })).toBe("0 incidents");
	});

	it("come in Chinese", () => {
		setLocale("zh");
		expect(t("incident_count", { count: 22576 })).toBe("22,576 件");
	});

	it("leave a gap in sight that nobody filled", () => {
		expect(t("data_as_of")).toBe("Data as of {day}");
	});
});

it("a thing is named in the reader's language, or in the only one there is", () => {
	expect(nameOf({ name: "Ward 1", name_zh: "第1区" })).toBe("Ward 1");
	setLocale("zh");
	expect(nameOf({ name: "Ward 1", name_zh: "第1区" })).toBe("第1区");
	expect(nameOf({ name: "Ward 1", name_zh: null })).toBe("Ward 1");
	expect(nameOf({ name: null, name_zh: null })).toBe("");
});

it("areas change from square metres to square kilometres", () => {
	expect(formatArea(3.25)).toBe("3.3 m²");
	expect(formatArea(9_999)).toBe("9,999 m²");
	expect(formatArea(20_000)).toBe("0.020 km²");
	expect(formatArea(17_630_368)).toBe("17.63 km²");
});

it("a probability is never a false zero", () => {
	expect(formatProbability(1e-9)).toBe("< 0.001");
	expect(formatProbability(0.0499)).toBe("0.050");
});
