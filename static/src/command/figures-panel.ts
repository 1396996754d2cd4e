import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { icon } from "../lib/icons";
import { formatCount, formatDecimal, formatShare, languageTag, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { addDays, dayOf, formatDay, formatInstant } from "../lib/time";
import { command } from "../messages/command";
import { feedView } from "../panels/feed-status";
import { trendChart } from "./trend-chart";

export interface Figure {
	key: "reported" | "resolved" | "open" | "overdue" | "late" | "median_hours";
	value: number | null;
	before: number | null;
	of: number | null;
	of_before: number | null;
}
export interface Figures {
	items: Figure[];
	days: { day: string; reported: number; resolved: number }[];
	period: { start: string; end: string };
	before: { start: string; end: string };
	has_before: boolean;
	data_at: string | null;
}

/** The figures of the period and area in view, each beside the period before. */
export function figuresPanel(page: Page): { element: HTMLElement; feed: Feed<Figures> } {
	const t = texts(command);
	const { store, city } = page;
	const feed = new Feed<Figures>(
		() => withQuery("/figures", filterQuery(store.view, city.time_zone)),
		(address, signal) => page.api.get<Figures>(address, signal),
	);
	store.subscribe(() => feed.refresh());
	const element = h(
		"section",
		{ class: "block figures", "aria-labelledby": "figures-title" },
		h("h2", { class: "panel-title", id: "figures-title" }, t("figures")),
		feedView(feed, (found) => draw(page, found), { placeholderRows: 8 }),
	);
	feed.refresh();
	return { element, feed };
}

function draw({ city }: Page, found: Figures): Node[] {
	const t = texts(command);
	const day = (instant: string) => formatDay(dayOf(instant, city.time_zone), languageTag());
	const lastBefore = addDays(dayOf(found.before.end, city.time_zone), -1);
	const note = found.has_before
		? t("compared_with", { from: day(found.before.start), to: formatDay(lastBefore, languageTag()) })
		: t("no_before");
	const asOf = found.data_at && t("data_as_of", { time: formatInstant(found.data_at, languageTag(), city.time_zone) });
	return [
		h("p", { class: "hint" }, [note, asOf].filter(Boolean).join(" · ")),
		h("dl", { class: "kpis" }, ...found.items.map((item) => kpi(item, found.has_before))),
		h("h3", { class: "block-title" }, t("days")),
		trendChart(found, city.time_zone),
		daysTable(found),
	];
}

function kpi({ key, value, before, of }: Figure, hasBefore: boolean): HTMLElement {
	const t = texts(command);
	return h(
		"div",
		{ class: "kpi", "data-key": key },
		h("dt", {}, t(key)),
		h("dd", {}, number(value), of !== null && h("small", {}, t("of", { total: of }))),
		hasBefore &&
			h("dd", { class: "kpi-change" }, change(value, before), h("small", {}, t("before", { value: number(before) }))),
	);
}

function number(value: number | null): string {
	if (value === null) return "—";
	return Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 1);
}

/** An arrow and words, never a colour alone; no judgement, for more reports need not be worse. */
function change(value: number | null, before: number | null): Node | null {
	const t = texts(command);
	if (value === null || !before) return null;
	const share = value / before - 1;
	if (Math.abs(share) < 0.005) return h("span", {}, t("same"));
	const text = t(share > 0 ? "more" : "fewer", { share: formatShare(Math.abs(share)) });
	return h(
		"span",
		{ title: text },
		icon(share > 0 ? "rise" : "fall"),
		formatShare(Math.abs(share)),
		h("span", { class: "visually-hidden" }, text),
	);
}

function daysTable({ days, period }: Figures): HTMLElement {
	const t = texts(command);
	const rows = days
		.filter(({ day }) => day >= period.start.slice(0, 10))
		.map(({ day, reported, resolved }) =>
			h(
				"tr",
				{},
				h("th", { scope: "row" }, formatDay(day, languageTag())),
				h("td", {}, reported),
				h("td", {}, resolved),
			),
		);
	const heads = [t("day"), t("reported"), t("resolved")].map((text) => h("th", { scope: "col" }, text));
	return h(
		"details",
		{ class: "chart-table" },
		h("summary", {}, t("as_table")),
		h("table", { class: "table" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows)),
	);
}
