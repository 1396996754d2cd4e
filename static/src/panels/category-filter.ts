import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import type { Category } from "../types";

/** Categories in two levels, searchable. A parent stands for all its children. */
export function categoryFilter(page: Page): HTMLElement {
	const { catalog, store } = page;
	const open = new Set<string>();
	const search = h("input", {
		type: "search",
		id: "category-search",
		class: "input",
		placeholder: t("category_search"),
		autocomplete: "off",
		on: { input: () => draw() },
	});
	const tree = h("ul", { class: "tree" });

	function draw(): void {
		const words = search.value.trim().toLowerCase();
		const roots = catalog.categories.filter((item) => item.parent_code === null);
		const shown = roots.map((root) => branch(root, words)).filter((item) => item !== null);
		replace(tree, ...(shown.length ? shown : [h("li", { class: "empty" }, t("no_category"))]));
	}

	function branch(root: Category, words: string): HTMLElement | null {
		const matches = (item: Category) =>
			[item.name, item.name_zh, item.code].some((text) => text?.toLowerCase().includes(words));
		const children = catalog.childrenOf(root.code);
		const found = !words || matches(root) ? children : children.filter(matches);
		if (words && !matches(root) && !found.length) return null;
		const isOpen =
			open.has(root.code) || Boolean(words) || children.some((child) => store.view.categories.includes(child.code));
		const list = h("ul", { class: "tree-children" }, ...found.map((child) => h("li", {}, choice(child, root))));
		list.hidden = !isOpen;
		return h(
			"li",
			{},
			h("div", { class: "tree-row" }, choice(root), children.length > 0 && twisty(root, list, isOpen)),
			list,
		);
	}

	function twisty(root: Category, list: HTMLElement, isOpen: boolean): HTMLElement {
		const button = h(
			"button",
			{
				type: "button",
				class: "icon-button small",
				"aria-expanded": String(isOpen),
				"aria-label": t("expand", { name: nameOf(root) }),
				on: {
					click: () => {
						list.hidden = !list.hidden;
						if (list.hidden) open.delete(root.code);
						else open.add(root.code);
						button.setAttribute("aria-expanded", String(!list.hidden));
					},
				},
			},
			icon("chevronDown"),
		);
		return button;
	}

	function choice(item: Category, parent?: Category): HTMLElement {
		const chosen = store.view.categories;
		const isByParent = parent !== undefined && chosen.includes(parent.code);
		const box = h("input", {
			type: "checkbox",
			class: "check",
			set: { checked: chosen.includes(item.code) || isByParent, disabled: isByParent },
			on: { change: () => toggle(item) },
		});
		return h("label", { class: "tree-label" }, box, h("span", {}, nameOf(item)));
	}

	function toggle(item: Category): void {
		const chosen = store.view.categories;
		const children = catalog.childrenOf(item.code).map((child) => child.code);
		const next = chosen.includes(item.code)
			? chosen.filter((code) => code !== item.code)
			: [...chosen.filter((code) => !children.includes(code)), item.code];
		store.go({ categories: next });
	}

	store.subscribe((view, before) => {
		if (view.categories.join() === before.categories.join()) return;
		const focused = [...tree.querySelectorAll("input")].indexOf(document.activeElement as HTMLInputElement);
		draw();
		if (focused >= 0) tree.querySelectorAll("input")[focused]?.focus();
	});
	draw();
	return h("div", { class: "field" }, h("label", { for: "category-search" }, t("category")), search, tree);
}
