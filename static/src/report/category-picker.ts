import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { Category } from "../types";
import { drawPicture, pictureOf } from "./category-pictures";
import { t } from "./texts";

const MOST_FOUND = 12;

/** What it is: by picture, from the kind to the thing, or by searching for a word. */
export class CategoryPicker {
	readonly element: HTMLElement;
	#choice = h("div", { class: "choice" });
	#said = h("p", { class: "visually-hidden", role: "status" });
	#search = h("input", { id: "category-search", class: "input", type: "search", autocomplete: "off", maxlength: 60 });
	#group: Category | null = null;

	constructor(
		private readonly categories: Category[],
		private chosen: string | null,
		private readonly onChosen: (code: string | null) => void,
	) {
		this.#search.addEventListener("input", () => this.#draw());
		this.element = h(
			"fieldset",
			{ class: "category-picker" },
			h("legend", {}, t("category")),
			h("div", { class: "field" }, h("label", { for: "category-search" }, t("category_search")), this.#search),
			this.#said,
			this.#choice,
		);
		this.#draw();
	}

	#draw(): void {
		const words = this.#search.value.trim().toLowerCase();
		const chosen = this.categories.find(({ code }) => code === this.chosen);
		if (chosen) replace(this.#choice, this.#summary(chosen));
		else if (words) this.#list(this.#found(words));
		else if (this.#group) this.#list(this.#below(this.#group), this.#group);
		else replace(this.#choice, this.#groups());
		this.#search.parentElement!.hidden = Boolean(chosen);
	}

	#groups(): HTMLElement {
		const groups = this.categories.filter(({ parent_code }) => parent_code === null);
		const open = (group: Category) => {
			this.#group = group;
			this.#draw();
			this.#choice.querySelector<HTMLElement>("button")?.focus();
		};
		return h(
			"ul",
			{ class: "picture-grid" },
			...groups.map((group) =>
				h(
					"li",
					{},
					tile(group, () => open(group)),
				),
			),
		);
	}

	#list(items: Category[], group?: Category): void {
		const back = () => {
			this.#group = null;
			this.#draw();
			this.#choice.querySelector<HTMLElement>("button")?.focus();
		};
		const rows = items.map((one) =>
			h(
				"li",
				{},
				row(one, () => this.#choose(one)),
			),
		);
		replace(this.#said, t("categories_found", { count: items.length }));
		replace(
			this.#choice,
			group
				? h("button", { type: "button", class: "link", on: { click: back } }, icon("chevronLeft"), t("all_kinds"))
				: null,
			group ? h("h2", { class: "card-title" }, nameOf(group)) : null,
			items.length ? h("ul", { class: "category-list" }, ...rows) : h("p", { class: "hint" }, t("no_category")),
		);
	}

	#summary(chosen: Category): HTMLElement {
		const again = () => {
			this.chosen = null;
			this.onChosen(null);
			this.#draw();
			this.#search.focus();
		};
		return h(
			"div",
			{ class: "card chosen-category" },
			drawPicture(pictureOf(chosen)),
			h("span", { class: "row-name" }, nameOf(chosen)),
			h("button", { type: "button", class: "link", on: { click: again } }, t("change")),
		);
	}

	#choose(one: Category): void {
		this.chosen = one.code;
		replace(this.#said, t("category_chosen", { name: nameOf(one) }));
		this.#draw();
		this.#choice.querySelector<HTMLElement>("button")?.focus();
		this.onChosen(one.code);
	}

	#below(group: Category): Category[] {
		const below = this.categories.filter(({ parent_code }) => parent_code === group.code);
		return below.length ? below : [group];
	}

	#found(words: string): Category[] {
		const parents = new Set(this.categories.map(({ parent_code }) => parent_code));
		const leaves = this.categories.filter(({ code }) => !parents.has(code));
		const told = ({ name, name_zh, code }: Category) => `${name} ${name_zh ?? ""} ${code}`.toLowerCase();
		return leaves.filter((one) => told(one).includes(words)).slice(0, MOST_FOUND);
	}
}

function tile(group: Category, click: () => void): HTMLElement {
	return h(
		"button",
		{ type: "button", class: "picture-tile", on: { click } },
		drawPicture(pictureOf(group)),
		nameOf(group),
	);
}

function row(one: Category, click: () => void): HTMLElement {
	return h(
		"button",
		{ type: "button", class: "row category-row", on: { click } },
		drawPicture(pictureOf(one)),
		h("span", { class: "row-name" }, nameOf(one)),
	);
}
