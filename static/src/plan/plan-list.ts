import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { nameOf } from "../lib/language";
import type { AreaNode, Items } from "../types";
import { pt, when } from "./texts";
import type { PlanDetail, PlanRow } from "./types";

/** All plans, and the form that begins one. */
export async function planList(host: HTMLElement, api: Api, mayEdit: boolean): Promise<void> {
	const [plans, areas] = await Promise.all([
		api.get<Items<PlanRow>>("/plans"),
		api.get<Items<AreaNode>>("/areas/tree"),
	]);
	replace(
		host,
		h("h1", {}, pt("title")),
		plans.items.length ? table(plans.items, api) : h("p", { class: "empty" }, pt("no_plans")),
		mayEdit && form(areas.items, api),
	);
}

function table(rows: PlanRow[], api: Api): HTMLElement {
	const line = (row: PlanRow) =>
		h(
			"tr",
			{},
			h("td", {}, h("a", { href: `/plan?id=${row.id}` }, row.name)),
			h("td", {}, nameOf({ name: row.scope_name, name_zh: row.scope_name_zh })),
			h("td", {}, h("span", { class: `plan-status is-${row.status}` }, pt(`status_${row.status}`))),
			h("td", {}, pt("by", { who: row.author, when: when(row.changed_at) })),
			h("td", {}, branchButton(row, api)),
		);
	const heads = (["name", "area", "state", "history"] as const).map((key) => h("th", { scope: "col" }, pt(key)));
	return h(
		"div",
		{ class: "plan-table" },
		h("table", {}, h("thead", {}, h("tr", {}, ...heads, h("td", {}))), h("tbody", {}, ...rows.map(line))),
	);
}

function branchButton(row: PlanRow, api: Api): HTMLElement {
	const branch = async () => {
		const made = await api.post<PlanDetail>("/plans", { name: `${row.name} +`, from_plan: row.id });
		location.search = `?id=${made.id}`;
	};
	return h("button", { type: "button", class: "button", on: { click: () => void branch() } }, pt("branch"));
}

function form(areas: AreaNode[], api: Api): HTMLElement {
	const alert = h("p", { class: "form-error", role: "alert" });
	const name = h("input", { class: "input", required: true, maxlength: 100 });
	const area = h(
		"select",
		{ class: "select" },
		...areas
			.filter((node) => node.tier <= 4)
			.map((node) => h("option", { value: node.code }, `${" ".repeat(node.tier - 1)}${nameOf(node)} · ${node.code}`)),
	);
	const number = (value: number) => h("input", { class: "input", type: "number", min: 0, value });
	const [least, target, most] = [number(300), number(400), number(500)];
	const begin = async (event: Event) => {
		event.preventDefault();
		try {
			const made = await api.post<PlanDetail>("/plans", {
				name: name.value,
				area: area.value,
				least: Number(least.value),
				target: Number(target.value),
				most: Number(most.value),
			});
			location.search = `?id=${made.id}`;
		} catch (error) {
			alert.textContent = (error as Error).message;
		}
	};
	return h(
		"form",
		{ class: "plan-form", on: { submit: (event) => void begin(event) } },
		h("h2", {}, pt("new_plan")),
		h("label", {}, pt("name"), name),
		h("label", {}, pt("area"), area),
		h("label", {}, pt("least"), least),
		h("label", {}, pt("target"), target),
		h("label", {}, pt("most"), most),
		h("button", { class: "button primary", type: "submit" }, pt("begin")),
		alert,
	);
}
