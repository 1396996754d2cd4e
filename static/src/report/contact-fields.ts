import { h } from "../lib/dom";
import type { Desk } from "./desk";
import type { Contact } from "./draft";
import { t } from "./texts";

const FIELDS: { name: keyof Contact; type: string; autocomplete: string; label: Parameters<typeof t>[0] }[] = [
	{ name: "name", type: "text", autocomplete: "name", label: "contact_name" },
	{ name: "phone", type: "tel", autocomplete: "tel", label: "contact_phone" },
	{ name: "email", type: "email", autocomplete: "email", label: "contact_email" },
];

/** How the reporter can be reached; all of it may stay empty. */
export function contactFields(desk: Desk): HTMLElement {
	const rows = FIELDS.map(({ name, type, autocomplete, label }) => {
		const change = ({ target }: Event) => {
			const contact = { ...desk.draft.contact, [name]: (target as HTMLInputElement).value };
			desk.change({ contact });
		};
		const input = h("input", {
			id: `contact-${name}`,
			class: "input",
			type,
			autocomplete,
			maxlength: 100,
			set: { value: desk.draft.contact[name] },
			on: { input: change },
		});
		return h("div", { class: "field" }, h("label", { for: `contact-${name}` }, t(label)), input);
	});
	const isFilled = Object.values(desk.draft.contact).some(Boolean);
	return h(
		"details",
		{ class: "fold", open: isFilled },
		h("summary", {}, t("contact")),
		h("div", { class: "fold-body" }, h("p", { class: "hint" }, t("contact_hint")), ...rows),
	);
}
