import { fitBox } from "../actions";
import { forecastParameters } from "../feeds";
import { SHARE } from "../layers/forecast";
import { h } from "../lib/dom";
import { formatCount, formatDecimal, formatShare, languageTag, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { boxOf } from "../lib/polygon";
import { addDays, formatDay } from "../lib/time";
import { HORIZONS_DAYS } from "../lib/view";
import { analyses } from "../messages/analyses";
import { feedView, nothingYet } from "../panels/feed-status";
import { jobControl } from "../panels/job-control";
import { factList, runFacts } from "../panels/run-facts";
import { casesBehind } from "../panels/zone-details";
import type { Forecast, ForecastRecord } from "../types";
import { isInArea, nameAround } from "./in-area";
import { zoneRow } from "./zone-row";

const LISTED = 50;

/** Where the most cases are expected next, beside how well that went before. */
export function forecastPanel(page: Page): HTMLElement {
	const t = texts(analyses);
	const numbers = () => ({ cell_m: 200, horizon_days: page.store.view.horizon_days, share: SHARE });
	return h(
		"div",
		{ class: "panel-body" },
		h("h2", { class: "panel-title" }, t("forecast_title")),
		horizonSwitch(page),
		feedView(page.feeds.forecast, (found) => draw(page, found), { placeholderRows: 8 }),
		jobControl(
			page,
			"forecast",
			() => ({ ...forecastParameters(page), ...numbers() }),
			() => page.feeds.forecast.reload(),
		),
	);
}

function horizonSwitch({ store }: Page): HTMLElement {
	const t = texts(analyses);
	const buttons = HORIZONS_DAYS.map((horizon_days) => {
		const click = () => store.go({ horizon_days, selection: null });
		const button = h("button", { type: "button", class: "segment", on: { click } }, t("days", { count: horizon_days }));
		const update = () => button.setAttribute("aria-pressed", String(store.view.horizon_days === horizon_days));
		store.subscribe(update);
		update();
		return button;
	});
	return h("div", { class: "segments", role: "group", "aria-label": t("horizon") }, ...buttons);
}

function draw(page: Page, { features, run }: Forecast): Node[] {
	const t = texts(analyses);
	if (!run) return [nothingYet(t("not_computed"))];
	const { summary } = run;
	const day = (value: string) => formatDay(value, languageTag());
	const listed = features.filter(({ geometry }) => isInArea(page, geometry)).slice(0, LISTED);
	const rows = listed.map(({ geometry, properties }) =>
		zoneRow(page, "forecast", properties.zone, {
			mark: h("span", { class: "rank-mark" }, properties.rank),
			label: nameAround(page, geometry) ?? properties.zone,
			value: formatDecimal(properties.rate, 1),
			small: t("cases"),
		}),
	);
	const lastDay = addDays(summary.forecast_to, -1);
	return [
		factList([
			[t("horizon"), t("from_to", { from: day(summary.forecast_from), to: day(lastDay) })],
			[t("expected_all"), formatCount(Math.round(summary.expected_count))],
			[t("half_life"), formatCount(summary.half_life_days)],
		]),
		h("p", { class: "hint" }, t("forecast_hint", { share: formatShare(SHARE) })),
		h("ol", { class: "rows" }, ...rows),
		h("h3", { class: "block-title" }, t("record")),
		recordTable(summary.record),
		h("h3", { class: "block-title" }, t("facts")),
		runFacts(page, run),
	];
}

/** Rehearsals on the past, beside what last year's count would have reached. */
function recordTable(record: ForecastRecord | null): HTMLElement {
	const t = texts(analyses);
	if (!record?.period_count) return h("p", { class: "hint" }, t("record_none"));
	const decimal = (value: number | null) => (value === null ? "—" : formatDecimal(value, 2));
	const share = (value: number | null) => (value === null ? "—" : formatShare(value));
	const rows: [string, string, string][] = [
		[t("pai"), decimal(record.pai), decimal(record.naive_pai)],
		[t("pei"), decimal(record.pei), decimal(record.naive_pei)],
		[t("hit_rate"), share(record.hit_rate), share(record.naive_hit_rate)],
	];
	const heads = [t("measure"), t("ours"), t("naive")].map((text) => h("th", { scope: "col" }, text));
	const body = rows.map(([name, ...values]) =>
		h("tr", {}, h("th", { scope: "row" }, name), ...values.map((value) => h("td", {}, value))),
	);
	return h(
		"div",
		{},
		h("table", { class: "table" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...body)),
		h("p", { class: "hint" }, t("record_of", { periods: record.period_count, events: record.event_count })),
	);
}

/** One cell of the forecast and what happened there in the view's period. */
export function forecastDetails(page: Page): HTMLElement {
	const t = texts(analyses);
	return feedView(page.feeds.forecast, ({ features }) => {
		const found = features.find(({ properties }) => properties.zone === page.store.view.selection?.id);
		if (!found) return [];
		const { geometry, properties } = found;
		const place = nameAround(page, geometry) ?? properties.zone;
		return [
			h("h2", { class: "zone-title", tabindex: "-1" }, `${t("rank", { rank: properties.rank })} · ${place}`),
			factList([[t("expected_cases"), formatDecimal(properties.rate, 2)]], "facts numbers"),
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
