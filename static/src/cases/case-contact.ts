import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { factList } from "../panels/run-facts";
import { ct } from "./texts";
import type { CaseDetails, Contact } from "./types";

/** How the reporter may be reached: masked until somebody says why they need it. */
export function caseContact(api: Api, found: CaseDetails): HTMLElement {
	const box = h("div", {});
	const said = h("p", { class: "form-problem", role: "alert" });
	const show = (contact: Contact) =>
		factList([
			[ct("contact_name"), contact.name],
			[ct("contact_phone"), contact.phone],
			[ct("contact_email"), contact.email],
		]);
	const ask = (): HTMLElement => {
		const why = h("input", { class: "input", id: "contact-why", required: true, minlength: 4, maxlength: 4000 });
		const submit = async (event: Event) => {
			event.preventDefault();
			try {
				const plain = await api.post<Contact>(`/incidents/${found.id}/contact-readings`, { reason: why.value });
				replace(box, show(plain));
			} catch (error) {
				replace(said, (error as Error).message);
			}
		};
		return h(
			"form",
			{ class: "contact-form", on: { submit } },
			h("p", { class: "hint" }, ct("contact_masked")),
			h("div", { class: "field" }, h("label", { for: "contact-why" }, ct("contact_why")), why),
			h("button", { type: "submit", class: "button" }, ct("contact_show")),
			said,
		);
	};
	if (!found.contact) replace(box, h("p", { class: "empty" }, ct("contact_none")));
	else replace(box, show(found.contact), found.contact_is_masked !== false && ask());
	return h("section", { class: "contact" }, h("h3", { class: "block-title" }, ct("contact")), box);
}
