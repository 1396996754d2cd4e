import { h } from "../lib/dom";
import { formatCount, languageTag, nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { addDays, daysOfPeriod, formatDay, formatInstant, isDay } from "../lib/time";
import type { Run } from "../types";

/** How a figure came to be: method, n, period, date of the boundaries, age. No statistic is shown without it. */
export function runFacts({ city }: Page, run: Run): HTMLElement {
	const facts: [string, string][] = [
		[t("method"), nameOf({ name: run.method, name_zh: run.method_zh })],
		[t("sample"), formatCount(run.n)],
	];
	if (run.period?.start && run.period.end) {
		const { from, to } = daysOfPeriod(run.period.start, run.period.end, city.time_zone);
		facts.push([
			t("period"),
			`${formatDay(from, languageTag(), "long")} – ${formatDay(addDays(to, -1), languageTag(), "long")}`,
		]);
	}
	if (run.boundaries_at) {
		const day = run.boundaries_at.slice(0, 10);
		facts.push([t("boundaries_at"), isDay(day) ? formatDay(day, languageTag(), "long") : run.boundaries_at]);
	}
	facts.push([t("computed_at"), formatInstant(run.computed_at, languageTag(), city.time_zone)]);
	return factList(facts, "facts run-facts");
}

export function factList(facts: [string, string | Node | null | undefined][], className = "facts"): HTMLElement {
	const rows = facts
		.filter(([, value]) => value !== null && value !== undefined && value !== "")
		.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value as string | Node)));
	return h("dl", { class: className }, ...rows);
}
