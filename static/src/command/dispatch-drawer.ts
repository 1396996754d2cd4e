import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { formatCount, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { command } from "../messages/command";
import { empty, feedView } from "../panels/feed-status";
import { incidentDetails } from "../panels/incident-details";
import type { IncidentDetails, Items, Officer } from "../types";
import { CaseOrdersBlock } from "./case-orders";

const LISTED = 5;

/** The chosen incident: who must act, who is nearest, and everything known of it. */
export function dispatchDrawer(page: Page): { element: HTMLElement; press: () => void } {
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
	const orders = new CaseOrdersBlock(page, chosen);
	let shown: string | null = null;
	const nearest = feedView(officers, ({ items }) =>
		items.length ? [h("ol", { class: "rows officers" }, ...items.map(row))] : [empty(t("none"))],
	);
	const element = h(
		"section",
		{ class: "dispatch", id: "dispatch", "aria-labelledby": "dispatch-title", tabindex: "-1" },
		h("h2", { class: "panel-title", id: "dispatch-title" }, t("dispatch")),
		orders.element,
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
		orders.refresh(incident.id !== shown);
		shown = incident.id;
		officers.refresh();
	});
	store.subscribe((view) => {
		element.hidden = view.selection?.kind !== "incident";
	});
	element.hidden = store.view.selection?.kind !== "incident";
	const press = () => {
		if (!orders.press()) element.focus();
	};
	return { element, press };
}
