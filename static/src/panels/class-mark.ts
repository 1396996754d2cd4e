import { h } from "../lib/dom";
import { className, readClass } from "../lib/emerging-classes";

/** A class as it stands on the map: its colour and its sign. */
export function classMark(words: string): HTMLElement {
	const found = readClass(words);
	const mark = h("span", { class: "class-mark", title: className(words), "aria-hidden": "true" }, found?.sign ?? "");
	if (found) {
		mark.style.background = found.colour;
		mark.style.color = found.ink;
	}
	return mark;
}
