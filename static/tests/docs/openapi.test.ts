import { describe, expect, it } from "vitest";
import { type Document, endpointsOf, resolve, typeName } from "../../src/docs/openapi";

const MARKET: Document = {
	info: { title: "Market", version: "1" },
	paths: {
		"/areas/{code}": {
			parameters: [{ $ref: "#/components/parameters/code" }],
			get: { tags: ["areas"], summary: "One area", parameters: [{ name: "zoom", in: "query" }] },
			post: { tags: ["areas"] },
		},
	},
	components: {
		parameters: { code: { name: "code", in: "path", required: true } },
		schemas: { Area: { type: "object" } },
	},
};

describe("the OpenAPI document", () => {
	it("is a list of operations, each with the parameters of its path", () => {
		const [get, post] = endpointsOf(MARKET);
		expect([get.id, post.id]).toEqual(["get-areas-code", "post-areas-code"]);
		expect(get.operation.parameters?.map((one) => one.name)).toEqual(["code", "zoom"]);
		expect(post.operation.parameters?.map((one) => one.name)).toEqual(["code"]);
	});

	it("follows references within itself only", () => {
		expect(resolve(MARKET, { $ref: "#/components/schemas/Area" })).toEqual({ type: "object" });
		expect(resolve(MARKET, { $ref: "other.json#/Area" })).toEqual({ $ref: "other.json#/Area" });
	});

	it("names types in a few words", () => {
		const name = (schema: Parameters<typeof typeName>[1]) => typeName(MARKET, schema);
		expect(name({ type: "string", format: "date-time" })).toBe("string (date-time)");
		expect(name({ type: "array", items: { $ref: "#/components/schemas/Area" } })).toBe("array of Area");
		expect(name({ type: "integer", minimum: 1, maximum: 6 })).toBe("integer 1..6");
		expect(name({ type: ["string", "null"] })).toBe("string | null");
		expect(name({ enum: ["open", "closed"] })).toBe('"open" | "closed"');
		expect(name(undefined)).toBe("");
	});
});
