import { h } from "../lib/dom";
import { languageTag, nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { tierOf } from "../lib/page";
import { formatInstant } from "../lib/time";
import { factList } from "../panels/run-facts";
import { type CaseText, ct } from "./texts";
import { spanText } from "./time-left";
import type { CaseDetails, Clock } from "./types";

type Known = Pick<Page, "city" | "catalog">;

export function caseFacts({ city, catalog }: Known, found: CaseDetails): HTMLElement {
	const time = (instant: string | null) => instant && formatInstant(instant, languageTag(), city.time_zone);
	const tier = found.level_tier === null ? undefined : tierOf(city, found.level_tier);
	const chain = (found.areas ?? []).filter((area) => area.tier > 1).map(nameOf);
	const link = (id: string | null) => id && h("a", { href: `/cases/${id}` }, ct("open_page"));
	return factList([
		[t("reported_at"), time(found.reported_at)],
		[t("due_at"), time(found.due_at)],
		[t("resolved_at"), time(found.resolved_at)],
		[t("took"), found.resolved_at ? spanText(found.reported_at, found.resolved_at) : null],
		[t("department"), catalog.departmentName(found.department_code)],
		[t("address"), found.address],
		[t("place"), chain.join(" › ")],
		[ct("level"), tier ? nameOf(tier) : null],
		[ct("returns"), found.return_count ? ct("times", { count: found.return_count }) : null],
		[ct("reworks"), found.rework_count ? ct("times", { count: found.rework_count }) : null],
		[ct("followers"), found.followers_count ? String(found.followers_count) : null],
		[ct("merged_into"), link(found.merged_into)],
		[ct("split_from"), link(found.parent_id)],
		[t("source"), [found.source, found.source_id].filter(Boolean).join(" · ")],
	]);
}

/** Every clock of the case: its limit, when it is due, and how it ended. */
export function clockTable({ city }: Known, clocks: Clock[]): HTMLElement {
	if (!clocks.length) return h("p", { class: "empty" }, ct("clock_none"));
	const time = (instant: string | null) => (instant ? formatInstant(instant, languageTag(), city.time_zone) : "—");
	const rows = clocks.map((clock) =>
		h(
			"tr",
			{},
			h("th", { scope: "row" }, ct(`stage_${clock.stage}` as CaseText)),
			h("td", {}, limitText(clock)),
			h("td", {}, time(clock.due_at)),
			h("td", {}, clock.stopped_at ? ct("took", { time: spanText(clock.started_at, clock.stopped_at) }) : ct("now")),
		),
	);
	const heads = ["clock_stage", "clock_limit", "clock_due", "clock_state"] as const;
	return h(
		"div",
		{ class: "table-box", tabindex: "0", role: "region", "aria-label": ct("clocks") },
		h(
			"table",
			{ class: "table" },
			h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, ct(head))))),
			h("tbody", {}, ...rows),
		),
	);
}

const UNITS: Record<string, CaseText> = {
	urgent_hours: "unit_urgent_hours",
	working_hours: "unit_working_hours",
	working_days: "unit_working_days",
};

function limitText({ limit_amount, limit_unit }: Clock): string {
	if (limit_amount === null || limit_unit === null) return "—";
	const unit = UNITS[limit_unit];
	return unit ? ct(unit, { amount: limit_amount }) : `${limit_amount} ${limit_unit}`;
}

export function taskList(found: CaseDetails): HTMLElement | null {
	if (!found.tasks.length) return null;
	const rows = found.tasks.map((task) =>
		h(
			"li",
			{ class: "task" },
			h("strong", {}, nameOf({ name: task.department_name, name_zh: task.department_name_zh })),
			h("span", { class: "badge" }, stateName(task.state)),
			task.note && h("p", {}, task.note),
			task.result && h("p", {}, task.result),
		),
	);
	return h("section", {}, h("h3", { class: "block-title" }, ct("tasks")), h("ul", { class: "tasks" }, ...rows));
}

function stateName(state: string): string {
	return state === "open" || state === "done" || state === "cancelled" ? ct(`task_${state}`) : state;
}
