import { h, replace } from "../lib/dom";
import { formatCount, nameOf } from "../lib/language";
import type { Draft } from "./draft";
import { pt } from "./texts";
import { colourOf } from "./units-layer";

/** The grids of the plan with their totals; what is picked can be locked, cut, merged, renamed. */
export function gridPanel(draft: Draft, pick: (code: string | null) => void): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const chosen = new Set<number>();
	const update = () => {
		if (!host.isConnected && host.childElementCount) return;
		const top = host.querySelector(".plan-table")?.scrollTop ?? 0;
		const codes = [...draft.grids.keys()].filter((code) => code.length === 15);
		const bounds = { least: draft.plan.least_households, most: draft.plan.most_households };
		const problems = new Map(codes.map((code) => [code, draft.problemsOf(code)]));
		const live = codes.filter((code) => draft.totalOf(code).unitCount > 0);
		const ok = live.filter((code) => !problems.get(code)?.length).length;
		replace(
			host,
			h("p", { class: "plan-fact" }, pt("share_ok", { ok, count: live.length, ...bounds })),
			draft.isEditable && lockAll(draft, codes),
			draft.active !== null ? activeGrid(draft, draft.active, codes, chosen) : h("p", {}, pt("no_active")),
			gridTable(draft, codes, problems, pick),
		);
		const table = host.querySelector(".plan-table");
		if (table) table.scrollTop = top;
	};
	draft.onChange(update);
	update();
	return host;
}

function lockAll(draft: Draft, codes: string[]): HTMLElement {
	const button = (key: "lock_all" | "unlock_all", is_locked: boolean) =>
		h(
			"button",
			{
				type: "button",
				class: "button",
				on: {
					click: () => {
						for (const code of codes) {
							if (draft.grids.get(code)?.is_locked !== is_locked) draft.change(code, { is_locked });
						}
					},
				},
			},
			pt(key),
		);
	return h("div", { class: "plan-row" }, button("lock_all", true), button("unlock_all", false));
}

function gridTable(
	draft: Draft,
	codes: string[],
	problems: Map<string, string[]>,
	pick: (code: string | null) => void,
): HTMLElement {
	const line = (code: string) => {
		const row = draft.grids.get(code)!;
		const { households, unitCount } = draft.totalOf(code);
		const found = problems.get(code) ?? [];
		const state = unitCount === 0 ? ["empty"] : found;
		const swatch = h("span", { class: "plan-swatch", "aria-hidden": "true" });
		swatch.style.background = colourOf(code);
		const button = h(
			"button",
			{
				type: "button",
				class: "link",
				"aria-pressed": String(code === draft.active),
				on: { click: () => pick(code === draft.active ? null : code) },
			},
			`${code.slice(12)} ${nameOf(row)}${row.is_locked ? " 🔒" : ""}`,
		);
		return h(
			"tr",
			{ class: code === draft.active ? "is-active" : "" },
			h("td", {}, swatch, button, h("small", {}, code.slice(0, 12))),
			h("td", { class: "number" }, formatCount(households)),
			h("td", { class: "number" }, formatCount(unitCount)),
			h("td", { class: found.length ? "plan-wrong" : "" }, state.map((kind) => pt(kind as "over")).join(", ")),
		);
	};
	const heads = (["grid", "households", "units_count", "state"] as const).map((key) =>
		h("th", { scope: "col" }, pt(key)),
	);
	return h(
		"div",
		{ class: "plan-table", tabindex: "0", role: "region", "aria-label": pt("grids") },
		h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...codes.map(line))),
	);
}

/** What can be done with the grid that is picked, without the map as well. */
function activeGrid(draft: Draft, code: string, codes: string[], chosen: Set<number>): HTMLElement {
	const row = draft.grids.get(code);
	if (!row) return h("p", {}, pt("no_active"));
	const name = h("input", { class: "input", value: nameOf(row), maxlength: 100, "aria-label": pt("name") });
	const act = (label: string, run: () => void) =>
		h("button", { type: "button", class: "button", disabled: !draft.isEditable, on: { click: run } }, label);
	const others = codes.filter((other) => other !== code && other.startsWith(code.slice(0, 12)));
	const into = h(
		"select",
		{ class: "select", "aria-label": pt("merge_into") },
		...others.map((other) => h("option", { value: other }, other.slice(12))),
	);
	return h(
		"section",
		{ class: "plan-active", "aria-label": code },
		h("h3", {}, `${pt("paint_into")}: ${code.slice(12)}`),
		h(
			"div",
			{ class: "plan-row" },
			name,
			act(pt("rename"), () => draft.change(code, { name: name.value, name_zh: name.value })),
			act(pt(row.is_locked ? "unlock" : "lock"), () => draft.change(code, { is_locked: !row.is_locked })),
			act(pt(row.grid_type === "base" ? "dedicated" : "make_base"), () =>
				draft.change(code, { grid_type: row.grid_type === "base" ? "dedicated" : "base" }),
			),
			act(pt("halve"), () => draft.halve(code)),
		),
		others.length > 0 &&
			h(
				"div",
				{ class: "plan-row" },
				into,
				act(pt("merge_into"), () => draft.move(draft.units.unitsOf(code), into.value)),
			),
		unitList(draft, code, others, chosen),
	);
}

/** The units of a grid as a list: the way to move them for those who do not draw. */
function unitList(draft: Draft, code: string, others: string[], chosen: Set<number>): HTMLElement {
	const units = draft.units.unitsOf(code);
	const alert = h("p", { class: "form-error", role: "alert" });
	const target = h(
		"select",
		{ class: "select", "aria-label": pt("move_to") },
		h("option", { value: "new:1" }, pt("new_grid")),
		...others.map((other) => h("option", { value: other }, other.slice(12))),
		h("option", { value: "" }, pt("no_grid")),
	);
	const box = (unit: number) => {
		const row = draft.units.rows[unit];
		const toggle = (event: Event) => {
			if ((event.target as HTMLInputElement).checked) chosen.add(unit);
			else chosen.delete(unit);
		};
		return h(
			"label",
			{},
			h("input", { type: "checkbox", set: { checked: chosen.has(unit) }, on: { change: toggle } }),
			`${row.code} · ${formatCount(row.households)}`,
		);
	};
	const move = () => {
		const here = units.filter((unit) => chosen.has(unit));
		alert.textContent = here.length ? "" : pt("none_chosen");
		chosen.clear();
		draft.move(here, target.value || null);
	};
	return h(
		"details",
		{ class: "plan-units" },
		h("summary", {}, `${pt("units_of", { code: code.slice(12) })} (${units.length})`),
		h("div", { class: "plan-checks" }, ...units.slice(0, 400).map(box)),
		h(
			"div",
			{ class: "plan-row" },
			target,
			h("button", { type: "button", class: "button", disabled: !draft.isEditable, on: { click: move } }, pt("move")),
		),
		alert,
	);
}
