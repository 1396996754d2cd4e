import { fitBox } from "../actions";
import { emergingParameters } from "../feeds";
import { h } from "../lib/dom";
import { className, readClass } from "../lib/emerging-classes";
import { icon } from "../lib/icons";
import { formatCount, formatDecimal, formatProbability, formatShare, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { boxOf } from "../lib/polygon";
import { analyses } from "../messages/analyses";
import { classMark } from "../panels/class-mark";
import { empty, feedView, nothingYet } from "../panels/feed-status";
import { jobControl } from "../panels/job-control";
import { factList, runFacts } from "../panels/run-facts";
import { casesBehind } from "../panels/zone-details";
import type { Emerging, EmergingFeature } from "../types";
import { isInArea, nameAround } from "./in-area";
import { zoneRow } from "./zone-row";

const LISTED = 30;

/** The classes as a table, and the cells that are hot now. */
export function emergingPanel(page: Page): HTMLElement {
	const t = texts(analyses);
	return h(
		"div",
		{ class: "panel-body" },
		h("h2", { class: "panel-title" }, t("emerging_title")),
		feedView(page.feeds.emerging, (found) => draw(page, found), { placeholderRows: 8 }),
		jobControl(
			page,
			"emerging",
			() => ({ ...emergingParameters(page), cell_m: 250, step_days: 7 }),
			() => page.feeds.emerging.reload(),
		),
	);
}

function draw(page: Page, { features, run }: Emerging): Node[] {
	const t = texts(analyses);
	if (!run) return [nothingYet(t("not_computed"))];
	const hot = features
		.filter(({ properties }) => readClass(properties.class)?.heat === "hot")
		.filter(({ geometry }) => isInArea(page, geometry));
	const { class_counts, step_count, is_short } = run.summary;
	const list = hot.length ? h("ul", { class: "rows" }, ...hot.slice(0, LISTED).map((one) => row(page, one))) : null;
	return [
		...(is_short
			? [h("p", { class: "notice compact" }, icon("info"), h("span", {}, t("emerging_short", { count: step_count })))]
			: []),
		h("h3", { class: "block-title" }, t("hottest_now")),
		list ?? empty(t("emerging_none")),
		h("h3", { class: "block-title" }, t("classes")),
		classTable(class_counts),
		h("h3", { class: "block-title" }, t("facts")),
		runFacts(page, run),
	];
}

function row(page: Page, { geometry, properties }: EmergingFeature): HTMLElement {
	const t = texts(analyses);
	return zoneRow(page, "emerging", properties.zone, {
		mark: classMark(properties.class),
		label: `${className(properties.class)} · ${nameAround(page, geometry) ?? properties.zone}`,
		value: formatCount(properties.count),
		small: t("cases"),
	});
}

function classTable(counts: Record<string, number>): HTMLElement {
	const t = texts(analyses);
	const rows = Object.entries(counts)
		.sort(([, a], [, b]) => b - a)
		.map(([name, count]) =>
			h("tr", {}, h("th", { scope: "row" }, classMark(name), " ", className(name)), h("td", {}, formatCount(count))),
		);
	const heads = [t("class_name"), t("cells")].map((text) => h("th", { scope: "col" }, text));
	return h("table", { class: "table" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows));
}

/** One cell: its class, the figures that made it so, and the cases behind it. */
export function emergingDetails(page: Page): HTMLElement {
	const t = texts(analyses);
	return feedView(page.feeds.emerging, ({ features }) => {
		const found = features.find(({ properties }) => properties.zone === page.store.view.selection?.id);
		if (!found) return [];
		const { properties, geometry } = found;
		const decimal = (value: number | null) => (value === null ? "—" : formatDecimal(value, 2));
		const chance = (value: number | null) => (value === null ? "—" : formatProbability(value));
		return [
			h("h2", { class: "zone-title", tabindex: "-1" }, classMark(properties.class), className(properties.class)),
			factList(
				[
					[t("cases"), formatCount(properties.count)],
					[t("hot_weeks"), formatShare(properties.hot_share)],
					[t("cold_weeks"), formatShare(properties.cold_share)],
					[t("trend"), decimal(properties.trend_z)],
					[t("trend_p"), chance(properties.trend_p)],
					[t("last_z"), decimal(properties.last_z)],
					[t("last_q"), chance(properties.last_q)],
				],
				"facts numbers",
			),
			h(
				"button",
				{ type: "button", class: "button", on: { click: () => fitBox(page.map, boxOf(geometry), 15) } },
				t("show"),
			),
			h("h3", { class: "block-title" }, t("cases_behind")),
			casesBehind(page, geometry),
		];
	});
}
