import { enterArea } from "../actions";
import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf, t } from "../lib/language";
import { type Page, tierOf } from "../lib/page";
import type { AreaNode } from "../types";

const LISTED = 8;

/** Finds an area by its name in either language or its code. A combobox with a list, as WAI-ARIA describes it. */
export function areaSearch(page: Page): HTMLElement {
	let found: AreaNode[] = [];
	let active = -1;
	const input = h("input", {
		type: "search",
		id: "area-search",
		class: "input",
		role: "combobox",
		placeholder: t("search_placeholder"),
		"aria-label": t("search_label"),
		"aria-expanded": "false",
		"aria-controls": "area-search-list",
		"aria-autocomplete": "list",
		autocomplete: "off",
		on: {
			input: () => search(),
			keydown: (event) => steer(event),
			blur: () => setTimeout(close, 150),
			focus: () => search(),
		},
	});
	const list = h("ul", {
		class: "search-list",
		role: "listbox",
		id: "area-search-list",
		"aria-label": t("search_label"),
	});
	list.hidden = true;

	function search(): void {
		found = page.tree.search(input.value, LISTED);
		active = found.length ? 0 : -1;
		draw();
	}

	function draw(): void {
		const isOpen = input.value.trim() !== "";
		const options = found.map((node, index) => option(node, index));
		replace(
			list,
			...(options.length
				? options
				: [h("li", { class: "empty", role: "option", "aria-disabled": "true" }, t("no_area"))]),
		);
		list.hidden = !isOpen;
		input.setAttribute("aria-expanded", String(isOpen));
		if (active >= 0 && isOpen) input.setAttribute("aria-activedescendant", `area-option-${active}`);
		else input.removeAttribute("aria-activedescendant");
	}

	function option(node: AreaNode, index: number): HTMLElement {
		const tier = tierOf(page.city, node.tier);
		return h(
			"li",
			{
				role: "option",
				id: `area-option-${index}`,
				"aria-selected": String(index === active),
				on: { mousedown: (event) => event.preventDefault(), click: () => choose(node) },
			},
			h("span", {}, nameOf(node)),
			h("span", { class: "meta" }, [tier && nameOf(tier), node.code].filter(Boolean).join(" · ")),
		);
	}

	function steer(event: KeyboardEvent): void {
		if (event.key === "Escape") clear();
		if (event.key === "Enter" && found[active]) choose(found[active]);
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (!step || !found.length) return;
		event.preventDefault();
		active = (active + step + found.length) % found.length;
		draw();
	}

	function choose(node: AreaNode): void {
		clear();
		input.blur();
		enterArea(page, node.code);
	}

	function clear(): void {
		input.value = "";
		found = [];
		close();
	}

	function close(): void {
		list.hidden = true;
		input.setAttribute("aria-expanded", "false");
	}

	return h(
		"div",
		{ class: "area-search", role: "search" },
		icon("search"),
		input,
		h("kbd", { "aria-hidden": "true" }, "/"),
		list,
	);
}
