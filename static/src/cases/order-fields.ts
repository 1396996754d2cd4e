/** The field of each value that an action needs or takes. */
import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { Page } from "../lib/page";
import type { Coded, Incident, Items } from "../types";
import { photoFields } from "./proof-photos";
import { similarCases } from "./similar-cases";
import { type CaseText, ct } from "./texts";
import type { CaseDetails } from "./types";

export interface OrderField {
	name: string;
	element: HTMLElement;
	/** The value to send; undefined leaves it out. */
	read: () => unknown | Promise<unknown>;
}

type Known = Pick<Page, "api" | "catalog">;
const PRIORITIES = ["standard", "urgent"] as const;
const MAX_PARTS = 10;

export function orderField(
	known: Known,
	found: CaseDetails,
	action: string,
	name: string,
	isNeeded: boolean,
): OrderField {
	const { api, catalog } = known;
	if (name === "attachment_ids") {
		const { element, send } = photoFields(api, found.id, action, isNeeded);
		const read = async () => {
			const ids = await send();
			return ids.length ? ids : undefined;
		};
		return { name, element, read };
	}
	if (name === "parts") return partsField(known);
	if (name === "into") return intoField(api, found);
	if (name === "assist_codes") return assistField(catalog.departments);
	const input = name === "department_code" ? departmentChoice(known, found, action) : inputFor(known, name, isNeeded);
	input.id = `order-${name}`;
	const label = ct(name === "note" && action === "assist" ? "asked_of_it" : (name as CaseText));
	const shown = isNeeded ? label : ct("optional", { name: label });
	const read = () => {
		if (!input.value) return undefined;
		return name === "until" ? new Date(input.value).toISOString() : input.value;
	};
	return { name, element: field(input.id, shown, input), read };
}

/** Who leads is suggested by the rules; who assists is another one; a task is ended where one is open. */
function departmentChoice({ catalog }: Known, found: CaseDetails, action: string): HTMLSelectElement {
	if (action === "assist")
		return choice(
			catalog.departments.filter(({ code }) => code !== found.department_code),
			true,
		);
	const asked = found.tasks.filter(({ state }) => state === "open").map(({ department_code }) => department_code);
	if (action === "cancel_task")
		return choice(
			catalog.departments.filter(({ code }) => asked.includes(code)),
			true,
		);
	const select = choice(catalog.departments, true);
	select.value = found.department_code ?? "";
	return select;
}

function inputFor({ catalog }: Known, name: string, required: boolean) {
	if (name === "category_code") return choice(leaves(catalog), required);
	if (name === "priority")
		return choice(
			PRIORITIES.map((code) => ({ code, name: ct(code), name_zh: null })),
			required,
		);
	if (name === "until") return h("input", { type: "datetime-local", class: "input", required });
	return h("textarea", { class: "input", rows: 3, required, maxlength: 4000 });
}

function leaves({ categories }: Page["catalog"]): Coded[] {
	return categories.filter(({ parent_code }) => parent_code !== null);
}

function choice(items: Coded[], required: boolean): HTMLSelectElement {
	const options = items.map((item) => h("option", { value: item.code }, nameOf(item)));
	return h("select", { class: "select", required }, h("option", { value: "" }, "—"), ...options);
}

function field(id: string, label: string, input: HTMLElement): HTMLElement {
	return h("div", { class: "field" }, h("label", { for: id }, label), input);
}

function assistField(departments: Coded[]): OrderField {
	const boxes = departments.map((one) => {
		const box = h("input", { type: "checkbox", class: "check", value: one.code });
		return { box, row: h("label", { class: "tree-label" }, box, h("span", {}, nameOf(one))) };
	});
	const element = h(
		"details",
		{ class: "assists" },
		h("summary", {}, ct("assist_codes")),
		h("div", { class: "assist-list" }, ...boxes.map(({ row }) => row)),
	);
	const read = () => {
		const codes = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
		return codes.length ? codes : undefined;
	};
	return { name: "assist_codes", element, read };
}

/** The case that stays, by its number; those of the same kind nearby are offered. */
function intoField(api: Api, found: CaseDetails): OrderField {
	const input = h("input", {
		class: "input",
		id: "order-into",
		inputmode: "numeric",
		pattern: "[0-9]+",
		required: true,
	});
	const offered = h("div", { class: "chips" });
	similarCases(api, found.id)
		.then(({ items }) => {
			const open = items.filter((one) => !one.merged_into && !["closed", "reviewed", "rejected"].includes(one.status));
			if (!open.length) return;
			const chips = open.slice(0, 5).map((one) => {
				const choose = () => {
					input.value = String(one.number);
				};
				const far = ct("metres", { metres: Math.round(one.distance_m) });
				const words = `${ct("number", { number: String(one.number) })} · ${far}`;
				return h("button", { type: "button", class: "chip", on: { click: choose } }, words);
			});
			replace(offered, h("span", { class: "hint" }, ct("into_hint")), ...chips);
		})
		.catch(() => undefined);
	const read = async () => {
		const { items } = await api.get<Items<Incident>>(`/incidents?number=${encodeURIComponent(input.value)}`);
		if (!items.length) throw new Error(ct("into_unknown"));
		return items[0].id;
	};
	const element = h("div", { class: "field" }, h("label", { for: input.id }, ct("into")), input, offered);
	return { name: "into", element, read };
}

/** One new case per part. */
function partsField({ catalog }: Known): OrderField {
	const rows: { category: HTMLSelectElement; text: HTMLTextAreaElement }[] = [];
	const list = h("div", { class: "parts" });
	const add = () => {
		const number = rows.length + 1;
		const category = choice(leaves(catalog), true);
		category.id = `part-category-${number}`;
		const text = h("textarea", { class: "input", rows: 2, maxlength: 4000, id: `part-text-${number}` });
		rows.push({ category, text });
		list.append(
			h(
				"fieldset",
				{ class: "part" },
				h("legend", {}, ct("part", { number })),
				field(category.id, ct("category_code"), category),
				field(text.id, ct("optional", { name: ct("part_text") }), text),
			),
		);
		more.hidden = rows.length >= MAX_PARTS;
	};
	const more = h(
		"button",
		{ type: "button", class: "button", on: { click: () => add() } },
		icon("plus"),
		ct("part_add"),
	);
	add();
	const read = () =>
		rows.map(({ category, text }) => ({
			category_code: category.value,
			...(text.value.trim() ? { description: text.value.trim() } : {}),
		}));
	return { name: "parts", element: h("div", {}, h("p", { class: "field-label" }, ct("parts")), list, more), read };
}
