/** As much of OpenAPI 3.1 as the reader shows. */
export interface Schema {
	$ref?: string;
	type?: string | string[];
	format?: string;
	description?: string;
	enum?: unknown[];
	default?: unknown;
	minimum?: number;
	maximum?: number;
	pattern?: string;
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: Schema | boolean;
	anyOf?: Schema[];
	oneOf?: Schema[];
	allOf?: Schema[];
}
export interface Parameter {
	$ref?: string;
	name: string;
	in: "query" | "path" | "header" | "cookie";
	required?: boolean;
	description?: string;
	schema?: Schema;
}
export interface Body {
	$ref?: string;
	description?: string;
	content?: Record<string, { schema?: Schema }>;
}
export interface Operation {
	summary?: string;
	description?: string;
	tags?: string[];
	parameters?: Parameter[];
	requestBody?: Body;
	responses?: Record<string, Body>;
}
export interface Document {
	info: { title: string; version: string; description?: string };
	paths: Record<string, Record<string, unknown>>;
	tags?: { name: string; description?: string }[];
	components?: Record<string, Record<string, unknown>>;
}
export interface Endpoint {
	id: string;
	path: string;
	method: string;
	tag: string;
	operation: Operation;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Follows a reference inside the document; anything else is returned as it is. */
export function resolve<T extends { $ref?: string }>(document_: Document, thing: T): T {
	if (!thing.$ref?.startsWith("#/")) return thing;
	let found: unknown = document_;
	for (const step of thing.$ref.slice(2).split("/")) {
		found = (found as Record<string, unknown>)?.[step.replace(/~1/g, "/").replace(/~0/g, "~")];
	}
	return (found as T) ?? thing;
}

/** Every operation, in the order of the document; parameters of a path belong to each of its operations. */
export function endpointsOf(document_: Document): Endpoint[] {
	const endpoints: Endpoint[] = [];
	for (const [path, item] of Object.entries(document_.paths)) {
		const shared = (item.parameters as Parameter[] | undefined) ?? [];
		for (const method of METHODS) {
			const operation = item[method] as Operation | undefined;
			if (!operation) continue;
			const parameters = [...shared, ...(operation.parameters ?? [])].map((one) => resolve(document_, one));
			const id = `${method}-${path}`.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "");
			endpoints.push({ id, path, method, tag: operation.tags?.[0] ?? "", operation: { ...operation, parameters } });
		}
	}
	return endpoints;
}

/** A schema's type in a few words: `string (date-time)`, `array of Area`, `"open" | "closed"`. */
export function typeName(document_: Document, schema: Schema | undefined): string {
	if (!schema) return "";
	if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "";
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
	const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
	if (choices) return choices.map((choice) => typeName(document_, choice)).join(" | ");
	const type = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "any");
	if (type === "array") return `array of ${typeName(document_, schema.items) || "any"}`;
	const limits = [schema.minimum, schema.maximum].some((value) => value !== undefined)
		? ` ${schema.minimum ?? ""}..${schema.maximum ?? ""}`
		: "";
	return `${type}${schema.format ? ` (${schema.format})` : ""}${limits}`;
}
