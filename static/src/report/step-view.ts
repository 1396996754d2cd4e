import { type Child, h } from "../lib/dom";
import type { FieldError } from "./place";
import { t } from "./texts";

/** One step: a heading that takes the focus, its content, and the way on. */
export interface StepView {
	element: HTMLElement;
	/** Called when the draft may have changed elsewhere, or the network came or went. */
	refresh?: () => void;
	/** Ends what is still being asked. */
	leave?: () => void;
}

export function heading(words: string): HTMLElement {
	return h("h1", { tabindex: -1, class: "step-title" }, words);
}

/** What the server refused, field by field, in its own words. */
export function errorList(errors: FieldError[]): HTMLElement | null {
	if (!errors.length) return null;
	const rows = errors.map(({ field, detail }) => h("li", {}, field ? h("b", {}, fieldName(field)) : null, " ", detail));
	return h("ul", { class: "field-errors", role: "alert" }, ...rows);
}

const NAMES: [RegExp, Parameters<typeof t>[0]][] = [
	[/^(lon|lat|geometry|place|point)/, "field_place"],
	[/^category/, "field_category"],
	[/^description/, "field_description"],
	[/^(file|photo|id)/, "field_photo"],
	[/^reported_at/, "field_time"],
	[/phone/, "field_phone"],
	[/email/, "field_email"],
	[/^contact/, "field_contact"],
];

function fieldName(field: string): string {
	const found = NAMES.find(([pattern]) => pattern.test(field));
	return `${found ? t(found[1]) : field}:`;
}

/** Back and on, at the lower edge where a thumb reaches them. */
export function stepBar(...buttons: Child[]): HTMLElement {
	return h("div", { class: "step-bar" }, ...buttons);
}
