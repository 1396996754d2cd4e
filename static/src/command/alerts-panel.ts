import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { formatCount, formatDecimal, languageTag, nameOf, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { formatInstant } from "../lib/time";
import { alertTexts } from "../messages/alerts";
import { empty, feedView } from "../panels/feed-status";
import type { AlertFeature, Alerts } from "../types";

const LISTED = 40;

/** The alerts that somebody still has to decide, by kind. */
export function alertsPanel(page: Page): HTMLElement {
	const t = texts(alertTexts);
	let kind = "";
	const host = feedView(page.feeds.alerts, (found) => [draw(found)], { placeholderRows: 8 });

	function draw(found: Alerts): HTMLElement {
		const box = h("div", { class: "alert-list" });
		const update = () => replace(box, ...content(found, update));
		update();
		return box;
	}

	function content({ features, total }: Alerts, update: () => void): Node[] {
		const kinds = new Map(features.map(({ properties: one }) => [one.kind, ruleName(one)]));
		if (!kinds.has(kind)) kind = "";
		const select = h(
			"select",
			{ class: "select", id: "alert-kind" },
			h("option", { value: "" }, t("all_kinds")),
			...[...kinds].map(([value, name]) => h("option", { value }, name)),
		);
		select.value = kind;
		select.addEventListener("change", () => {
			kind = select.value;
			update();
		});
		const wanted = features.filter(({ properties }) => !kind || properties.kind === kind);
		return [
			h("p", { class: "list-head" }, t("live_count", { count: total })),
			h("div", { class: "field" }, h("label", { for: "alert-kind" }, t("kind")), select),
			wanted.length ? rowsOf(wanted) : empty(t("none")),
		];
	}

	function rowsOf(features: AlertFeature[]): HTMLElement {
		const list = h("ul", { class: "rows" });
		const box = h("div", {}, list);
		let shown = 0;
		const more = h("button", { type: "button", class: "button quiet wide", on: { click: () => add() } });
		const add = () => {
			list.append(...features.slice(shown, shown + LISTED).map((one) => row(page, one)));
			shown += LISTED;
			const left = features.length - shown;
			if (left > 0) more.textContent = t("more", { count: Math.min(LISTED, left) });
			else more.remove();
		};
		box.append(more);
		add();
		return box;
	}

	return h("div", { class: "panel-body" }, h("h2", { class: "panel-title" }, t("alerts")), host);
}

export function ruleName({ rule_name, rule_name_zh }: AlertFeature["properties"]): string {
	return nameOf({ name: rule_name, name_zh: rule_name_zh });
}

export function stateBadge(state: AlertFeature["properties"]["state"]): HTMLElement {
	const className = state === "open" ? "badge badge-late" : "badge";
	return h("span", { class: className }, icon(state === "open" ? "bell" : "check"), texts(alertTexts)(state));
}

function row({ store, city }: Page, { properties }: AlertFeature): HTMLElement {
	const t = texts(alertTexts);
	const { id, title, title_zh, observed, expected, ratio, state, last_raised_at, area } = properties;
	const choose = () => store.go({ selection: { kind: "alert", id: String(id) }, panel: "alerts" });
	const figures = [
		observed !== null && formatCount(observed),
		expected !== null && t("of_expected", { expected: formatDecimal(expected, 1) }),
		ratio !== null && `${formatDecimal(ratio, 1)}×`,
	];
	return h(
		"li",
		{},
		h(
			"button",
			{ type: "button", class: "alert-row", "data-alert": id, on: { click: choose } },
			h("span", { class: "alert-title" }, nameOf({ name: title, name_zh: title_zh })),
			stateBadge(state),
			h("span", { class: "alert-meta" }, [ruleName(properties), area && nameOf(area)].filter(Boolean).join(" · ")),
			h("span", { class: "alert-figures" }, figures.filter(Boolean).join(" · ")),
			h("span", { class: "alert-meta" }, formatInstant(last_raised_at, languageTag(), city.time_zone)),
		),
	);
}
