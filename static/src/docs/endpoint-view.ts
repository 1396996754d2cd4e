import { h } from "../lib/dom";
import { t } from "../lib/language";
import { type Body, type Document, type Endpoint, type Parameter, resolve, type Schema, typeName } from "./openapi";
import { tryForm } from "./try-form";

/** One operation: what it does, what it takes, what it answers, and a form to send it. */
export function endpointView(document_: Document, endpoint: Endpoint): HTMLElement {
	const { operation } = endpoint;
	const parts = [
		h("p", { class: "doc-summary" }, operation.description ?? operation.summary ?? ""),
		parametersTable(document_, operation.parameters ?? []),
		bodyTable(document_, operation.requestBody),
		answersTable(document_, operation.responses ?? {}),
		endpoint.method === "get" ? tryForm(endpoint) : null,
	];
	return h(
		"details",
		{ class: "endpoint", id: endpoint.id },
		h(
			"summary",
			{},
			h("span", { class: `method method-${endpoint.method}` }, endpoint.method.toUpperCase()),
			h("code", {}, endpoint.path),
			h("span", { class: "doc-brief" }, operation.summary ?? ""),
		),
		h("div", { class: "endpoint-body" }, ...parts),
	);
}

function parametersTable(document_: Document, parameters: Parameter[]): HTMLElement | null {
	if (!parameters.length) return null;
	const rows = parameters.map((parameter) =>
		row(
			document_,
			parameter.name,
			parameter.schema,
			parameter.required ?? false,
			parameter.description ?? parameter.schema?.description,
		),
	);
	return section(t("api_parameters"), rows);
}

function bodyTable(document_: Document, body: Body | undefined): HTMLElement | null {
	const schema = body && schemaOf(document_, body);
	return schema ? section(t("api_body"), propertyRows(document_, schema)) : null;
}

function schemaOf(document_: Document, body: Body): Schema | undefined {
	const content = resolve(document_, body).content ?? {};
	const schema = (content["application/json"] ?? Object.values(content)[0])?.schema;
	return schema && resolve(document_, schema);
}

function propertyRows(document_: Document, schema: Schema): HTMLElement[] {
	const required = new Set(schema.required ?? []);
	return Object.entries(schema.properties ?? {}).map(([name, property]) =>
		row(document_, name, property, required.has(name), resolve(document_, property).description),
	);
}

function answersTable(document_: Document, responses: Record<string, Body>): HTMLElement {
	const answers = Object.entries(responses).map(([status, body]) => {
		const schema = schemaOf(document_, body);
		const rows = schema ? propertyRows(document_, schema) : [];
		const head = [h("code", { class: "answer-status" }, status), ` ${resolve(document_, body).description ?? ""}`];
		if (!rows.length) return h("p", { class: "answer" }, ...head);
		return h("details", { class: "answer" }, h("summary", {}, ...head), table(rows));
	});
	return h("section", {}, h("h4", {}, t("api_answers")), ...answers);
}

function section(title: string, rows: HTMLElement[]): HTMLElement {
	return h("section", {}, h("h4", {}, title), table(rows));
}

function table(rows: HTMLElement[]): HTMLElement {
	return h("table", { class: "doc-table" }, h("tbody", {}, ...rows));
}

function row(
	document_: Document,
	name: string,
	schema: Schema | undefined,
	isRequired: boolean,
	description?: string,
): HTMLElement {
	const standard =
		schema?.default === undefined ? null : h("span", { class: "doc-default" }, `= ${JSON.stringify(schema.default)}`);
	return h(
		"tr",
		{},
		h("th", { scope: "row" }, h("code", {}, name), isRequired && h("span", { class: "badge" }, t("api_required"))),
		h("td", {}, h("code", {}, typeName(document_, schema)), standard, description && h("p", {}, description)),
	);
}
