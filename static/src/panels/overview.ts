import { enterArea } from "../actions";
import { bar, h } from "../lib/dom";
import { icon } from "../lib/icons";
import { formatCount, formatShare, nameOf, t } from "../lib/language";
import { drawnTier, type Page, tierOf } from "../lib/page";
import { groupLabel, STATUS_GROUPS, statusesIn, statusGroup } from "../lib/status-groups";
import type { AreaDetails, Feature, Summary } from "../types";
import { empty, feedView } from "./feed-status";
import { statusMark } from "./status-mark";
import { synthetic } from "./synthetic";

const TOP_CATEGORIES = 6;

/** What the area drilled into is, and what was reported in it: states, kinds, and each area below. */
export function overview(page: Page): HTMLElement {
	const { feeds } = page;
	return h(
		"div",
		{ class: "panel-body" },
		feedView(feeds.area, (area) => areaHead(page, area)),
		feedView(feeds.byStatus, (summary) => statusBlock(page, summary), { placeholderRows: 4 }),
		feedView(feeds.byCategory, (summary) => categoryBlock(page, summary), { placeholderRows: 6 }),
		feedView(feeds.byArea, (summary) => areaBlock(page, summary), { placeholderRows: 8 }),
	);
}

function areaHead({ city }: Page, { properties }: Feature<AreaDetails>): Node[] {
	const tier = tierOf(city, properties.tier);
	const officer = properties.officer?.name;
	const stat = (label: string, value: number | null) =>
		value === null ? null : h("div", { class: "stat" }, h("dt", {}, label), h("dd", {}, formatCount(value)));
	return [
		h(
			"header",
			{ class: "area-head" },
			h("h2", {}, nameOf(properties)),
			h(
				"p",
				{ class: "meta" },
				tier && h("span", {}, nameOf(tier)),
				h("code", { title: t("code") }, properties.code),
				properties.grid_type && h("span", {}, t(properties.grid_type === "dedicated" ? "grid_dedicated" : "grid_base")),
				properties.is_synthetic && synthetic(),
			),
			officer && h("p", { class: "meta" }, icon("user"), officer),
		),
		h(
			"dl",
			{ class: "stats" },
			stat(t("population"), properties.population),
			stat(t("households"), properties.households),
			properties.child_count > 0 && stat(t("areas_below"), properties.child_count),
		),
	];
}

function statusBlock({ catalog, feeds, store }: Page, summary: Summary): Node[] {
	const open = summary.items.filter(({ code }) => code && catalog.status.get(code)?.is_open);
	const openCount = open.reduce((sum, item) => sum + item.count, 0);
	const groups = STATUS_GROUPS.map((group) => ({
		group,
		count: summary.items
			.filter(({ code }) => code && statusGroup(code) === group)
			.reduce((sum, item) => sum + item.count, 0),
	})).filter(({ count }) => count > 0);
	const share = (count: number) => (summary.total ? count / summary.total : 0);
	const pieces = groups.map(({ group, count }) => {
		const piece = h("span", { class: `stack-piece status-${group}` });
		piece.style.flexGrow = String(count);
		return piece;
	});
	const late = h("dd", {}, "…");
	const showLate = () => {
		const total = feeds.late.state.data?.total;
		if (total !== undefined) late.replaceChildren(formatCount(total), h("small", {}, formatShare(share(total))));
	};
	feeds.late.subscribe(showLate);
	showLate();
	return [
		h("h3", { class: "block-title" }, t("incidents")),
		h(
			"dl",
			{ class: "stats" },
			h(
				"div",
				{ class: "stat stat-main" },
				h("dt", {}, t("reported_count")),
				h("dd", { id: "incident-total" }, formatCount(summary.total)),
			),
			h(
				"div",
				{ class: "stat" },
				h("dt", {}, t("open_count")),
				h("dd", {}, formatCount(openCount), h("small", {}, formatShare(share(openCount)))),
			),
			h("div", { class: "stat" }, h("dt", {}, t("late_count")), late),
		),
		groups.length > 0 && h("div", { class: "stack", "aria-hidden": "true" }, ...pieces),
		h(
			"ul",
			{ class: "rows" },
			...groups.map(({ group, count }) =>
				row(statusMark(group), t(groupLabel(group)), count, share(count), () =>
					store.go({ statuses: statusesIn(group).filter((status) => catalog.status.has(status)) }),
				),
			),
		),
	].filter((node) => node !== false) as Node[];
}

function categoryBlock({ catalog, store }: Page, summary: Summary): Node[] {
	const most = summary.items.slice(0, TOP_CATEGORIES);
	const largest = Math.max(1, ...most.map((item) => item.count));
	return [
		h("h3", { class: "block-title" }, t("top_categories")),
		most.length ? h("ul", { class: "rows" }, ...most.map(item)) : empty(t("no_incidents")),
	];

	function item({ code, name, name_zh, count }: Summary["items"][number]): HTMLElement {
		const label = code ? catalog.categoryName(code) : nameOf({ name, name_zh });
		return row(null, label, count, count / largest, () => code && store.go({ categories: [code] }));
	}
}

/** Every area of the drawn tier inside the area, most incidents first: the map as a list. */
function areaBlock(page: Page, summary: Summary): Node[] {
	const { store, tree, city } = page;
	const level = drawnTier(page);
	const counts = new Map(summary.items.map((item) => [item.code, item.count]));
	const within = tree.items
		.filter((node) => node.tier === level && node.code !== store.view.area && tree.isWithin(node.code, store.view.area))
		.map((node) => ({ node, count: counts.get(node.code) ?? 0 }))
		.sort((a, b) => b.count - a.count || a.node.code.localeCompare(b.node.code));
	if (!within.length) return [];
	const largest = Math.max(1, within[0].count);
	const tier = tierOf(city, level);
	const list = h("ul", { class: "rows", id: "area-list" });
	let shown = 0;
	const more = h("button", { type: "button", class: "button quiet wide", on: { click: () => grow() } }, t("show_more"));
	const grow = () => {
		const next = within.slice(shown, shown + 40);
		list.append(
			...next.map(({ node, count }) =>
				row(null, nameOf(node), count, count / largest, () => enterArea(page, node.code), true),
			),
		);
		shown += next.length;
		more.hidden = shown >= within.length;
	};
	grow();
	const title = t("areas_of_tier", { tier: tier ? nameOf(tier) : "", count: within.length });
	return [h("h3", { class: "block-title" }, title), list, more];
}

function row(
	mark: Node | null,
	label: string,
	count: number,
	share: number,
	choose: () => void,
	isEntry = false,
): HTMLElement {
	return h(
		"li",
		{},
		h(
			"button",
			{ type: "button", class: "row", on: { click: choose } },
			mark,
			h("span", { class: "row-label" }, label),
			h("span", { class: "row-count" }, formatCount(count)),
			isEntry && icon("chevronRight", "icon row-go"),
			bar(share),
		),
	);
}
