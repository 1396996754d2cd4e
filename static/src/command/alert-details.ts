import { fitBox, selectIncident } from "../actions";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { icon } from "../lib/icons";
import {
	t as common,
	formatCount,
	formatDecimal,
	formatProbability,
	languageTag,
	nameOf,
	texts,
} from "../lib/language";
import type { Page } from "../lib/page";
import { boxOf, isPolygonal } from "../lib/polygon";
import { statusGroup } from "../lib/status-groups";
import { formatInstant } from "../lib/time";
import { alertTexts } from "../messages/alerts";
import { analyses } from "../messages/analyses";
import { feedView } from "../panels/feed-status";
import { factList } from "../panels/run-facts";
import { statusMark } from "../panels/status-mark";
import type { AlertCase, AlertDetails, AlertGeometry, Feature } from "../types";
import { AlertDecision } from "./alert-decision";
import { ruleName, stateBadge } from "./alerts-panel";

type Found = Feature<AlertDetails, AlertGeometry | null>;

/** One alert: its figures and method, the cases behind it, what was decided and what may be. */
export function alertDetails(page: Page): HTMLElement {
	const { store } = page;
	const feed = new Feed<Found>(
		() => (store.view.selection?.kind === "alert" ? `/alerts/${encodeURIComponent(store.view.selection.id)}` : null),
		(address, signal) => page.api.get<Found>(address, signal),
	);
	store.subscribe(() => feed.refresh());
	const decision = new AlertDecision(page, () => {
		feed.reload();
		page.feeds.alerts.reload();
	});
	const view = feedView(feed, (found) => draw(page, found, decision), { placeholderRows: 8 });
	feed.refresh();
	return h("div", {}, view);
}

function draw(page: Page, { properties: alert, geometry }: Found, decision: AlertDecision): Node[] {
	const t = texts(alertTexts);
	const show = () => geometry && showOnMap(page, geometry);
	return [
		h(
			"header",
			{ class: "area-head" },
			h("h2", { tabindex: "-1" }, nameOf({ name: alert.title, name_zh: alert.title_zh })),
			h("p", { class: "meta" }, stateBadge(alert.state), h("span", {}, ruleName(alert))),
		),
		decision.draw(alert, geometry),
		figures(alert),
		factList(facts(page, alert)),
		h("button", { type: "button", class: "button", on: { click: show } }, icon("locate"), t("show")),
		h("h3", { class: "block-title" }, t("cases", { count: alert.incident_count })),
		h("ul", { class: "incident-rows" }, ...alert.cases.map((one) => caseRow(page, one))),
		h("h3", { class: "block-title" }, t("history")),
		history(page, alert),
	];
}

function figures({ observed, expected, ratio, p, q }: AlertDetails): HTMLElement {
	const t = texts(analyses);
	return factList(
		[
			[t("observed"), observed === null ? null : formatCount(observed)],
			[t("expected"), expected === null ? null : formatDecimal(expected, 2)],
			[t("ratio"), ratio === null ? null : `${formatDecimal(ratio, 2)}×`],
			[t("p"), p === null ? null : formatProbability(p)],
			[t("q"), q === null ? null : formatProbability(q)],
		],
		"facts numbers",
	);
}

function facts({ city, tree }: Page, alert: AlertDetails): [string, string | null][] {
	const t = texts(alertTexts);
	const time = (instant: string) => formatInstant(instant, languageTag(), city.time_zone);
	const { window_start, window_end, area, recurrence_days } = alert;
	return [
		[t("method"), alert.method],
		[t("window"), window_start && window_end ? `${time(window_start)} – ${time(window_end)}` : null],
		[common("place"), area ? nameOf(tree.get(area.code) ?? area) : null],
		[t("recurrence"), recurrence_days === null ? null : formatCount(Math.round(recurrence_days))],
		[t("raised"), t("raised_times", { time: time(alert.last_raised_at), count: alert.raised_count })],
		[t("assigned_to"), alert.assigned_to],
	];
}

function showOnMap({ map }: Page, geometry: AlertGeometry): void {
	if (isPolygonal(geometry)) fitBox(map, boxOf(geometry), 16);
	else map.setView([geometry.coordinates[1], geometry.coordinates[0]], Math.max(16, map.getZoom()));
}

function caseRow(page: Page, one: AlertCase): HTMLElement {
	const { catalog, city } = page;
	return h(
		"li",
		{},
		h(
			"button",
			{ type: "button", class: "incident-row", on: { click: () => selectIncident(page, one.id, one) } },
			statusMark(statusGroup(one.status)),
			h(
				"span",
				{ class: "incident-main" },
				h("span", { class: "incident-title" }, catalog.categoryName(one.category_code)),
				h("span", { class: "incident-place" }, catalog.statusName(one.status)),
			),
			h(
				"span",
				{ class: "incident-side" },
				h("span", {}, formatInstant(one.reported_at, languageTag(), city.time_zone)),
			),
		),
	);
}

function history({ city }: Page, { history: events }: AlertDetails): HTMLElement {
	const t = texts(alertTexts);
	const rows = events.map(({ at, actor, to_state, reason }) =>
		h(
			"li",
			{},
			icon("bell"),
			h(
				"div",
				{},
				h("p", { class: "history-what" }, t((to_state ?? "open") as "open")),
				h(
					"p",
					{ class: "history-when" },
					[formatInstant(at, languageTag(), city.time_zone), actor].filter(Boolean).join(" · "),
				),
				reason && h("p", { class: "history-why" }, reason),
			),
		),
	);
	return h("ol", { class: "history" }, ...rows);
}
