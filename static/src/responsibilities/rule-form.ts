import type { Api } from "../api";
import type { Catalog } from "../lib/catalog";
import { h, replace } from "../lib/dom";
import { nameOf } from "../lib/language";
import { type Rule, rt } from "./types";

interface Place {
	area_code: string;
	area_name: string;
	/** The category that is looked at and the one above it. */
	category_codes: string[];
}

/** Says who leads below an area; for administrators. */
export function ruleForm(
	{ api, catalog }: { api: Api; catalog: Catalog },
	place: Place,
	rules: Rule[],
	changed: (words: string) => Promise<void>,
): HTMLElement {
	const { area_code, area_name: area } = place;
	const problem = h("p", { class: "form-problem", role: "alert" });
	const category = h(
		"select",
		{ class: "select", id: "rule-category", on: { change: () => fill() } },
		...place.category_codes.map((code) => h("option", { value: code }, catalog.categoryName(code))),
	);
	const department = h(
		"select",
		{ class: "select", id: "rule-department", required: true },
		h("option", { value: "" }, "—"),
		...catalog.departments.map((one) => h("option", { value: one.code }, nameOf(one))),
	);
	const boxes = catalog.departments.map((one) => {
		const box = h("input", { type: "checkbox", class: "check", value: one.code });
		return { box, row: h("label", { class: "tree-label" }, box, h("span", {}, nameOf(one))) };
	});
	const own = () => rules.find((rule) => rule.area_code === area_code && rule.category_code === category.value);
	const fill = () => {
		const rule = own();
		department.value = rule?.department_code ?? "";
		for (const { box } of boxes) box.checked = rule?.assist_codes.includes(box.value) ?? false;
		remove.hidden = !rule;
	};
	const path = () => `/responsibilities/${encodeURIComponent(category.value)}/${encodeURIComponent(area_code)}`;
	const attempt = async (work: () => Promise<unknown>, words: string) => {
		replace(problem);
		try {
			await work();
			await changed(words);
		} catch (error) {
			replace(problem, (error as Error).message);
		}
	};
	const submit = (event: Event) => {
		event.preventDefault();
		const assist_codes = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
		attempt(() => api.put(path(), { department_code: department.value, assist_codes }), rt("saved"));
	};
	const remove = h(
		"button",
		{ type: "button", class: "button quiet", on: { click: () => attempt(() => api.delete(path()), rt("removed")) } },
		rt("remove", { area }),
	);
	fill();
	return h(
		"form",
		{ class: "rule-form", on: { submit } },
		h("h3", { class: "block-title" }, rt("edit", { area })),
		h("div", { class: "field" }, h("label", { for: category.id }, rt("edit_category")), category),
		h("div", { class: "field" }, h("label", { for: department.id }, rt("department")), department),
		h("details", {}, h("summary", {}, rt("assisting")), ...boxes.map(({ row }) => row)),
		h("div", { class: "button-row" }, h("button", { type: "submit", class: "button primary" }, rt("save")), remove),
		problem,
	);
}
