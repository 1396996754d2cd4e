import { h, replace } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { icon } from "../lib/icons";
import { languageTag, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { formatInstant } from "../lib/time";
import { command } from "../messages/command";
import { empty, feedView } from "../panels/feed-status";
import { incidentRow } from "../panels/incident-list";
import type { Incident, IncidentPage } from "../types";
import { type LiveEvent, LiveEvents, POLL_S } from "./live-events";

const LISTED = 60;
/** So many arrivals stay on top. */
const KEPT = 30;
const SETTLE_MS = 1500;

/** The newest incidents, with what arrives on top of them whatever the time brush says. */
export function liveList(page: Page, changed: () => void): HTMLElement {
	const t = texts(command);
	const { store, city } = page;
	let arrived: Incident[] = [];
	const feed = new Feed<IncidentPage>(
		() => {
			const query = filterQuery(store.view, city.time_zone);
			query.set("page_size", String(LISTED));
			return withQuery("/incidents", query);
		},
		(address, signal) => page.api.get<IncidentPage>(address, signal),
	);
	const fresh = h("ul", { class: "incident-rows live-new", "aria-live": "polite", "aria-label": t("just_in") });
	const state = h("p", { class: "live-state", role: "status" });
	let timer = 0;
	const settle = () => {
		clearTimeout(timer);
		timer = window.setTimeout(() => {
			feed.reload();
			changed();
		}, SETTLE_MS);
	};
	const live = new LiveEvents(heard, settle);

	function heard({ ready, incident, alert, row }: LiveEvent): void {
		if (alert !== undefined) settle();
		if (ready || !incident) return;
		if (row && isMine(page, row)) {
			arrived = [row, ...arrived.filter(({ id }) => id !== row.id)].slice(0, KEPT);
			replace(fresh, ...arrived.map((one) => markNew(incidentRow(page, one))));
			mark();
		}
		settle();
		tell();
	}

	function tell(): void {
		const time = formatInstant(new Date().toISOString(), languageTag(), city.time_zone);
		const text = live.state === "live" ? t("live_on") : t("live_off", { seconds: POLL_S });
		state.dataset.state = live.state;
		replace(state, icon(live.state === "live" ? "live" : "offline"), `${text} · ${t("data_as_of", { time })}`);
	}

	let markedId: string | null = null;
	function mark(): void {
		const chosen = store.view.selection?.kind === "incident" ? store.view.selection.id : null;
		for (const row of element.querySelectorAll<HTMLElement>(".incident-row")) {
			if (row.dataset.id === chosen) row.setAttribute("aria-current", "true");
			else row.removeAttribute("aria-current");
		}
		if (chosen !== markedId) element.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
		markedId = chosen;
	}

	const list = feedView(feed, ({ items, total }) => [
		h("p", { class: "list-head" }, t("newest", { count: total })),
		items.length
			? h("ul", { class: "incident-rows" }, ...items.map((one) => incidentRow(page, one)))
			: empty(t("none")),
	]);
	const element = h(
		"section",
		{ class: "live-list", "aria-labelledby": "live-title" },
		h("h2", { class: "panel-title", id: "live-title" }, t("live")),
		state,
		fresh,
		list,
	);
	live.subscribe(tell);
	feed.subscribe((now) => now.status === "ready" && mark());
	store.subscribe(() => {
		feed.refresh();
		mark();
	});
	tell();
	feed.refresh();
	live.start(document.body.dataset.events ?? "/events");
	return element;
}

function isMine({ store, tree, catalog }: Page, row: Incident): boolean {
	const { area, categories, department } = store.view;
	const isKind =
		!categories.length ||
		categories.includes(row.category_code) ||
		categories.includes(catalog.category.get(row.category_code)?.parent_code ?? "");
	const isThere = area === null || (row.grid_code !== null && tree.isWithin(row.grid_code, area));
	return isKind && isThere && (department === null || department === row.department_code);
}

function markNew(row: HTMLElement): HTMLElement {
	row.querySelector(".incident-tags")?.prepend(h("span", { class: "badge badge-new" }, texts(command)("just_in")));
	return row;
}
