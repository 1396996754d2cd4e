import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";
import type { Endpoint, Parameter } from "./openapi";

const SHOWN_CHARACTERS = 20_000;

/** Sends a GET with the parameters that were filled in and shows the answer. */
export function tryForm(endpoint: Endpoint): HTMLElement {
	const parameters = (endpoint.operation.parameters ?? []).filter((one) => one.in === "query" || one.in === "path");
	const inputs = new Map(parameters.map((parameter) => [parameter, input(endpoint, parameter)]));
	const output = h("pre", { class: "try-output", tabindex: "0", role: "status", hidden: true });
	const fields = parameters.map((parameter) => {
		const field = inputs.get(parameter)!;
		return h("div", { class: "field" }, h("label", { for: field.id }, parameter.name), field);
	});
	const send = async (event: Event) => {
		event.preventDefault();
		const address = addressOf(endpoint.path, inputs);
		output.hidden = false;
		output.textContent = "…";
		output.textContent = await answerOf(address).catch((error: Error) => error.message);
	};
	return h(
		"form",
		{ class: "try", on: { submit: send } },
		h("div", { class: "try-fields" }, ...fields),
		h("button", { type: "submit", class: "button" }, icon("play"), t("api_try")),
		output,
	);
}

function input(endpoint: Endpoint, parameter: Parameter): HTMLInputElement {
	return h("input", {
		class: "input",
		id: `${endpoint.id}-${parameter.name}`,
		required: parameter.required,
		placeholder: parameter.schema?.default === undefined ? "" : String(parameter.schema.default),
		autocomplete: "off",
	});
}

function addressOf(path: string, inputs: Map<Parameter, HTMLInputElement>): string {
	const query = new URLSearchParams();
	let filled = path;
	for (const [parameter, { value }] of inputs) {
		if (parameter.in === "path") filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(value));
		else if (value) query.set(parameter.name, value);
	}
	return query.size ? `${filled}?${query}` : filled;
}

async function answerOf(address: string): Promise<string> {
	const response = await fetch(address);
	const text = await response.text();
	const isJson = response.headers.get("Content-Type")?.includes("json");
	const body = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text;
	const shown = body.length > SHOWN_CHARACTERS ? `${body.slice(0, SHOWN_CHARACTERS)}\n…` : body;
	return `GET ${address}\n${response.status} ${response.statusText}\n\n${shown}`;
}
