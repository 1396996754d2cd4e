import { h, replace } from "../lib/dom";
import { Feed } from "../lib/feed";
import { formatCount, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { command } from "../messages/command";
import { empty, feedView } from "../panels/feed-status";
import { incidentDetails } from "../panels/incident-details";
import { factList } from "../panels/run-facts";
import type { IncidentDetails, Items, Officer } from "../types";

const LISTED = 5;

/** The chosen incident: who is nearest, who must act, and everything known of it. */
export function dispatchDrawer(page: Page): HTMLElement {
	const t = texts(command);
	const { feeds, store } = page;
	const officers = new Feed<Items<Officer>>(
		() => {
			const incident = chosen();
			if (!incident || incident.lon === null) return null;
			return `/officers/on-duty?near=${incident.lon},${incident.lat}&limit=${LISTED}`;
		},
		(address, signal) => page.api.get(address, signal),
	);
	const chosen = (): IncidentDetails | null => {
		const found = feeds.incident.state.data;
		return found && found.id === store.view.selection?.id ? found : null;
	};
	const department = h("div", {});
	const nearest = feedView(officers, ({ items }) =>
		items.length ? [h("ol", { class: "rows officers" }, ...items.map(row))] : [empty(t("none"))],
	);
	const element = h(
		"section",
		{ class: "dispatch", id: "dispatch", "aria-labelledby": "dispatch-title", tabindex: "-1" },
		h("h2", { class: "panel-title", id: "dispatch-title" }, t("dispatch")),
		department,
		h("h3", { class: "block-title" }, t("nearest")),
		nearest,
		incidentDetails(page),
	);

	function row(officer: Officer): HTMLElement {
		const metres = officer.distance_m ?? 0;
		const far = metres === 0 ? t("in_grid") : t("distance", { metres: formatCount(Math.round(metres)) });
		const go = () => page.map.panTo([officer.lat, officer.lon]);
		return h(
			"li",
			{},
			h(
				"button",
				{ type: "button", class: "row", on: { click: go } },
				h("span", { class: "row-label" }, officer.name),
				h("span", { class: "row-count" }, far, h("small", {}, ` · ${t("open_cases", { count: officer.open_count })}`)),
			),
		);
	}

	feeds.incident.subscribe((state) => {
		const incident = chosen();
		element.hidden = store.view.selection?.kind !== "incident";
		if (state.status !== "ready" || !incident) return;
		const name = page.catalog.departmentName(incident.department_code) || t("no_department");
		replace(department, factList([[t("department"), name]]));
		officers.refresh();
	});
	store.subscribe((view) => {
		element.hidden = view.selection?.kind !== "incident";
	});
	element.hidden = store.view.selection?.kind !== "incident";
	return element;
}
