import { h } from "../lib/dom";
import { type IconName, icon } from "../lib/icons";
import { type MessageKey, t } from "../lib/language";
import type { Page } from "../lib/page";
import { type MapPanel, PANELS, type Panel } from "../lib/view";
import { coveragePanel } from "./coverage-panel";
import { hotspotPanel } from "./hotspot-panel";
import { incidentDetails } from "./incident-details";
import { incidentList } from "./incident-list";
import { overview } from "./overview";
import { zoneDetails } from "./zone-details";

const TABS: Record<MapPanel, { label: MessageKey; icon: IconName; list: (page: Page) => HTMLElement }> = {
	overview: { label: "overview", icon: "info", list: overview },
	incidents: { label: "incidents", icon: "list", list: incidentList },
	hotspots: { label: "hotspots", icon: "flame", list: hotspotPanel },
	coverage: { label: "coverage", icon: "coverage", list: coveragePanel },
};

/** Tabs over the lists; what is selected on the map takes the place of its list. */
export function sidePanel(page: Page): HTMLElement {
	const { store } = page;
	const bodies = new Map<MapPanel, HTMLElement>();
	const details = { incident: incidentDetails(page), zone: zoneDetails(page) };
	const host = h("div", { class: "tab-panel", role: "tabpanel", id: "tab-panel", tabindex: "0" });
	const tabs = PANELS.map((panel) => tab(page, panel));

	const bodyOf = (panel: MapPanel): HTMLElement => {
		const { selection } = store.view;
		if (panel === "incidents" && selection?.kind === "incident") return details.incident;
		if (panel === "hotspots" && selection?.kind === "zone") return details.zone;
		const body = bodies.get(panel) ?? TABS[panel].list(page);
		bodies.set(panel, body);
		return body;
	};
	const update = () => {
		const panel = onThisPage(store.view.panel);
		const body = bodyOf(panel);
		for (const one of tabs) {
			const isCurrent = one.dataset.panel === panel;
			one.setAttribute("aria-selected", String(isCurrent));
			one.tabIndex = isCurrent ? 0 : -1;
		}
		host.setAttribute("aria-labelledby", `tab-${panel}`);
		if (host.firstChild === body) return;
		host.replaceChildren(body);
		host.scrollTop = 0;
	};
	store.subscribe((view, before) => {
		if (view.selection?.kind === "zone" && view.selection.id !== before.selection?.id) details.zone = zoneDetails(page);
		update();
	});
	update();
	return h(
		"div",
		{ class: "side" },
		h(
			"div",
			{ class: "tabs", role: "tablist", "aria-label": t("panels"), on: { keydown: (event) => walk(event, tabs) } },
			...tabs,
		),
		host,
	);
}

/** A view that was sent from the command centre may be about a panel that is not here. */
function onThisPage(panel: Panel): MapPanel {
	return PANELS.find((one) => one === panel) ?? "overview";
}

function tab({ store }: Page, panel: MapPanel): HTMLElement {
	return h(
		"button",
		{
			type: "button",
			role: "tab",
			id: `tab-${panel}`,
			class: "tab",
			"data-panel": panel,
			"aria-controls": "tab-panel",
			on: { click: () => store.go({ panel, selection: null }) },
		},
		icon(TABS[panel].icon),
		t(TABS[panel].label),
	);
}

function walk(event: KeyboardEvent, tabs: HTMLElement[]): void {
	const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
	if (!step) return;
	const next = tabs[(tabs.indexOf(event.target as HTMLElement) + step + tabs.length) % tabs.length];
	next.click();
	next.focus();
}
