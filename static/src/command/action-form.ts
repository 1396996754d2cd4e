import { h } from "../lib/dom";
import { nameOf, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { dispatch } from "../messages/dispatch";
import type { Offer, Values } from "./offers";

const PRIORITIES = ["standard", "urgent"] as const;
type Fields = Record<string, HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>;
/** What can be filled in here; an action that needs more is done where the whole case is shown. */
const KNOWN = ["reason", "note", "department_code", "category_code", "priority", "until"] as const;
type Known = (typeof KNOWN)[number];

export function canBeFilledIn({ needs }: Offer): boolean {
	return needs.every((need) => (KNOWN as readonly string[]).includes(need));
}

/** The fields that one action needs, and the button that does it. */
export function actionForm(
	page: Page,
	offer: Offer,
	send: (values: Values) => Promise<void>,
	cancel: () => void,
): HTMLElement {
	const t = texts(dispatch);
	const fields: Fields = {};
	const rows = (offer.needs as Known[]).map((need) => {
		const field = fieldFor(page, need);
		field.id = `action-${need}`;
		fields[need] = field;
		return h("div", { class: "field" }, h("label", { for: field.id }, t(need)), field);
	});
	const submit = (event: Event) => {
		event.preventDefault();
		const values = Object.entries(fields).map(([name, { value }]) => [name, name === "until" ? instant(value) : value]);
		send(Object.fromEntries(values));
	};
	return h(
		"form",
		{ class: "action-form", "aria-label": nameOf(offer), on: { submit } },
		...rows,
		h(
			"div",
			{ class: "button-row" },
			h("button", { type: "submit", class: "button primary" }, t("do_it", { name: nameOf(offer) })),
			h("button", { type: "button", class: "button quiet", on: { click: cancel } }, t("cancel")),
		),
	);
}

function fieldFor({ catalog }: Page, need: Known): Fields[string] {
	const t = texts(dispatch);
	const named = (items: { code: string; name: string; name_zh: string | null }[]) =>
		choice(items.map((item) => [item.code, nameOf(item)]));
	if (need === "department_code") return named(catalog.departments);
	if (need === "category_code") return named(catalog.categories.filter(({ parent_code }) => parent_code !== null));
	if (need === "priority") return choice(PRIORITIES.map((priority) => [priority, t(priority)]));
	if (need === "until") return h("input", { type: "datetime-local", class: "input", required: true });
	return h("textarea", { class: "input", rows: 2, required: true, maxlength: 4000 });
}

function choice(items: [string, string][]): HTMLSelectElement {
	const options = items.map(([value, label]) => h("option", { value }, label));
	return h("select", { class: "select", required: true }, h("option", { value: "" }, "—"), ...options);
}

function instant(local: string): string {
	return new Date(local).toISOString();
}
