import { selectIncident } from "../actions";
import { h } from "../lib/dom";
import { formatCount, languageTag, nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { statusGroup } from "../lib/status-groups";
import { formatInstant } from "../lib/time";
import type { Incident, IncidentPage } from "../types";
import { empty, feedView } from "./feed-status";
import { lateness } from "./lateness";
import { statusMark } from "./status-mark";
import { synthetic } from "./synthetic";

/** What the map shows, as a list: the newest first, in step with the map's edges. */
export function incidentList(page: Page): HTMLElement {
	return h(
		"div",
		{ class: "panel-body" },
		feedView(page.feeds.list, (found) => draw(page, found), { placeholderRows: 8 }),
	);
}

function draw(page: Page, { items, total }: IncidentPage): Node[] {
	const head = h(
		"p",
		{ class: "list-head", "aria-live": "polite" },
		t("in_view", { count: total }),
		h("span", {}, t("newest_first")),
	);
	if (!items.length) return [head, empty(t("no_incidents_in_view"))];
	const list = h(
		"ul",
		{ class: "incident-rows", on: { keydown: (event) => walk(event) } },
		...items.map((item) => incidentRow(page, item)),
	);
	if (items.length >= total) return [head, list];
	const more = h(
		"button",
		{ type: "button", class: "button quiet wide", on: { click: () => page.feeds.moreOfList() } },
		t("show_more_of", { shown: formatCount(items.length), total: formatCount(total) }),
	);
	return [head, list, more];
}

export function incidentRow(page: Page, incident: Incident): HTMLElement {
	const { catalog, city, tree } = page;
	const group = statusGroup(incident.status);
	const grid = tree.get(incident.grid_code);
	const place = incident.address || (grid ? nameOf(grid) : incident.grid_name) || t("no_place");
	return h(
		"li",
		{},
		h(
			"button",
			{
				type: "button",
				class: "incident-row",
				"data-id": incident.id,
				on: { click: () => selectIncident(page, incident.id, incident) },
			},
			statusMark(group),
			h(
				"span",
				{ class: "incident-main" },
				h("span", { class: "incident-title" }, catalog.categoryName(incident.category_code)),
				h("span", { class: "incident-place" }, place),
			),
			h(
				"span",
				{ class: "incident-side" },
				h("span", {}, formatInstant(incident.reported_at, languageTag(), city.time_zone)),
				h(
					"span",
					{ class: "incident-tags" },
					lateness(incident),
					incident.is_synthetic && synthetic(),
					h("span", { class: "incident-status" }, catalog.statusName(incident.status)),
				),
			),
		),
	);
}

/** Arrow keys walk the list. */
function walk(event: KeyboardEvent): void {
	if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
	const row = (event.target as HTMLElement).closest("li");
	const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
	const button = next?.querySelector("button");
	if (!button) return;
	event.preventDefault();
	button.focus();
}
