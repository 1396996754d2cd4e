import { clearSelection, enterArea } from "../actions";
import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { languageTag, nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { statusGroup } from "../lib/status-groups";
import { durationParts, formatInstant } from "../lib/time";
import type { IncidentDetails, IncidentEvent } from "../types";
import { feedView } from "./feed-status";
import { lateness } from "./lateness";
import { factList } from "./run-facts";
import { statusMark } from "./status-mark";
import { synthetic } from "./synthetic";

/** One incident with everything known of it and everything that happened to it. */
export function incidentDetails(page: Page): HTMLElement {
	return h(
		"div",
		{ class: "panel-body" },
		backButton(page, t("back_to_list")),
		feedView(page.feeds.incident, (incident) => draw(page, incident), { placeholderRows: 8 }),
	);
}

export function backButton(page: Page, label: string): HTMLElement {
	return h(
		"button",
		{ type: "button", class: "link back", on: { click: () => clearSelection(page) } },
		icon("chevronLeft"),
		label,
	);
}

function draw(page: Page, incident: IncidentDetails): Node[] {
	const { catalog, map } = page;
	const goThere = () => {
		if (incident.lat !== null && incident.lon !== null)
			map.flyTo([incident.lat, incident.lon], Math.max(17, map.getZoom()));
	};
	return [
		h(
			"header",
			{ class: "area-head" },
			h("h2", { tabindex: "-1" }, catalog.categoryName(incident.category_code)),
			h(
				"p",
				{ class: "meta" },
				h(
					"span",
					{ class: "badge badge-status" },
					statusMark(statusGroup(incident.status)),
					catalog.statusName(incident.status),
				),
				lateness(incident),
				incident.is_uncertain && h("span", { class: "badge", title: t("uncertain_explained") }, t("uncertain")),
				incident.is_synthetic && synthetic(),
			),
		),
		incident.description && incident.description !== catalog.categoryName(incident.category_code)
			? h("p", { class: "prose" }, incident.description)
			: null,
		factList(facts(page, incident)),
		h("button", { type: "button", class: "button", on: { click: goThere } }, icon("locate"), t("show_on_map")),
		h("h3", { class: "block-title" }, t("history")),
		history(page, incident.history ?? []),
	].filter((node) => node !== null);
}

function facts({ catalog, city, ...page }: Page, incident: IncidentDetails): [string, string | Node | null][] {
	const time = (instant: string | null) => instant && formatInstant(instant, languageTag(), city.time_zone);
	const chain = (incident.areas ?? []).filter((area) => area.tier > 1);
	const areas = h(
		"span",
		{ class: "area-chain" },
		...chain.map((area) =>
			h(
				"button",
				{ type: "button", class: "link", on: { click: () => enterArea({ catalog, city, ...page }, area.code) } },
				nameOf(area),
			),
		),
	);
	return [
		[t("number"), incident.number === null ? null : String(incident.number)],
		[t("reported_at"), time(incident.reported_at)],
		[t("due_at"), time(incident.due_at)],
		[t("resolved_at"), time(incident.resolved_at)],
		[t("took"), incident.resolved_at ? duration(incident.reported_at, incident.resolved_at) : null],
		[t("department"), catalog.departmentName(incident.department_code)],
		[t("priority"), incident.priority],
		[t("address"), incident.address],
		[t("place"), chain.length ? areas : null],
		[
			t("coordinates"),
			incident.lon !== null && incident.lat !== null
				? `${incident.lon.toFixed(6)}, ${incident.lat.toFixed(6)}`
				: t("no_place"),
		],
		[t("source"), [incident.source, incident.source_id].filter(Boolean).join(" · ")],
	];
}

function duration(from: string, to: string): string {
	const { days, hours, minutes } = durationParts(from, to);
	if (days) return t("days_hours", { days, hours });
	return hours ? t("hours_minutes", { hours, minutes }) : t("minutes", { minutes });
}

function history({ catalog, city }: Page, events: IncidentEvent[]): HTMLElement {
	if (!events.length) return h("p", { class: "empty" }, t("no_history"));
	const rows = events.map((event) => {
		const to = event.to_status ?? "";
		return h(
			"li",
			{},
			statusMark(statusGroup(to)),
			h(
				"div",
				{},
				h("p", { class: "history-what" }, to ? catalog.statusName(to) : event.action),
				h(
					"p",
					{ class: "history-when" },
					[formatInstant(event.at, languageTag(), city.time_zone), event.actor].filter(Boolean).join(" · "),
				),
				event.reason && h("p", { class: "history-why" }, event.reason),
			),
		);
	});
	return h("ol", { class: "history" }, ...rows);
}
