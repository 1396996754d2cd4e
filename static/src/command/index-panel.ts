import { enterArea } from "../actions";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { formatCount, formatDecimal, nameOf, texts } from "../lib/language";
import { drawnTier, type Page, tierOf } from "../lib/page";
import { indexTexts } from "../messages/index-panel";
import { feedView } from "../panels/feed-status";
import { jobControl } from "../panels/job-control";
import { runFacts } from "../panels/run-facts";
import type { Named, Run } from "../types";

interface Part {
	numerator: number | null;
	denominator: number | null;
	raw: number | null;
	value: number | null;
	weight: number;
	points: number | null;
}
interface Item extends Named {
	area_code: string;
	score: number | null;
	low: number | null;
	high: number | null;
	rank: number | null;
	parts: Record<string, Part>;
}
interface Index {
	formula: string;
	weights: (Named & { code: string; weight: number })[];
	items: Item[];
	run: Run;
}

/** The areas of the drawn tier by their index; formula, weights and raw parts one click away. */
export function indexPanel(page: Page): HTMLElement {
	const t = texts(indexTexts);
	const feed = new Feed<Index>(
		() => {
			if (page.store.view.panel !== "index") return null;
			const query = new URLSearchParams({ tier: String(drawnTier(page)) });
			const { area } = page.store.view;
			const isLowest = page.tree.get(area)?.tier === drawnTier(page);
			if (area) query.set("parent", (isLowest && page.tree.get(area)?.parent_code) || area);
			return `/index?${query}`;
		},
		(address, signal) => page.api.get<Index>(address, signal),
	);
	page.store.subscribe(() => feed.refresh());
	feed.refresh();
	return h(
		"div",
		{ class: "panel-body" },
		h("h2", { class: "panel-title" }, t("title")),
		feedView(feed, (found) => draw(page, found), { placeholderRows: 8, nothingYet: t("none") }),
		jobControl(
			page,
			"index",
			() => ({}),
			() => feed.reload(),
		),
	);
}

function draw(page: Page, { formula, weights, items, run }: Index): Node[] {
	const t = texts(indexTexts);
	const tier = tierOf(page.city, drawnTier(page));
	return [
		h("p", { class: "hint" }, t("hint", { tier: tier ? nameOf(tier) : "" })),
		h("ol", { class: "index-rows" }, ...items.map((item) => h("li", {}, row(page, item, weights)))),
		h("h3", { class: "block-title" }, t("formula")),
		h("p", { class: "index-formula" }, formula),
		h("p", { class: "hint" }, t("shrunk")),
		runFacts(page, run),
	];
}

function row(page: Page, item: Item, weights: Index["weights"]): HTMLElement {
	const t = texts(indexTexts);
	const score = item.score === null ? t("unknown") : formatDecimal(item.score, 1);
	return h(
		"details",
		{ class: "index-row" },
		h(
			"summary",
			{},
			h("span", { class: "index-rank" }, item.rank ?? "—"),
			h("span", { class: "row-label" }, nameOf(item)),
			h("strong", {}, score),
			interval(item),
		),
		parts(item, weights),
		h(
			"button",
			{ type: "button", class: "button", on: { click: () => enterArea(page, item.area_code) } },
			t("open_area"),
		),
	);
}

/** The score as a point on its interval, from 0 to 100. */
function interval({ score, low, high }: Item): HTMLElement {
	const t = texts(indexTexts);
	const line = h("span", { class: "index-interval" });
	if (score === null || low === null || high === null) return line;
	const range = h("span", { class: "index-range" });
	range.style.insetInlineStart = `${low}%`;
	range.style.inlineSize = `${Math.max(0.5, high - low)}%`;
	const point = h("span", { class: "index-point" });
	point.style.insetInlineStart = `${score}%`;
	const figures = { score: formatDecimal(score, 1), low: formatDecimal(low, 1), high: formatDecimal(high, 1) };
	line.append(range, point, h("span", { class: "visually-hidden" }, t("score_of", figures)));
	line.title = t("score_of", figures);
	return line;
}

function parts(item: Item, weights: Index["weights"]): HTMLElement {
	const t = texts(indexTexts);
	const heads = [t("part"), t("counted"), t("raw"), t("value"), t("weight"), t("points")];
	const decimal = (value: number | null, digits: number) => (value === null ? "—" : formatDecimal(value, digits));
	const count = (value: number | null) => (value === null ? "—" : formatCount(Math.round(value)));
	const rows = weights
		.filter(({ code }) => item.parts[code])
		.map(({ code, name, name_zh }) => {
			const part = item.parts[code];
			return h(
				"tr",
				{},
				h("th", { scope: "row" }, nameOf({ name, name_zh })),
				h("td", {}, `${count(part.numerator)} / ${count(part.denominator)}`),
				h("td", {}, decimal(part.raw, 3)),
				h("td", {}, decimal(part.value, 3)),
				h("td", {}, decimal(part.weight, 0)),
				h("td", {}, decimal(part.points, 1)),
			);
		});
	return h(
		"table",
		{ class: "table index-parts" },
		h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
		h("tbody", {}, ...rows),
	);
}
