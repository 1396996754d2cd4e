import { bar, h } from "../lib/dom";
import { formatArea, formatCount, formatShare, nameOf, t } from "../lib/language";
import { type Page, tierOf } from "../lib/page";
import type { Coverage, TierCoverage } from "../types";
import { feedView, nothingYet } from "./feed-status";
import { findingList } from "./finding-list";
import { jobControl } from "./job-control";
import { runFacts } from "./run-facts";

/** What the areas do and do not cover: people outside any grid, gaps and overlaps by tier, each finding as a place. */
export function coveragePanel(page: Page): HTMLElement {
	const { feeds } = page;
	const reload = () => {
		feeds.coverage.reload();
		feeds.findings.reload();
	};
	const figures = (coverage: Coverage) =>
		coverage.run ? [peopleBlock(coverage), ...tierBlock(page, coverage)] : [nothingYet(t("coverage_not_computed"))];
	const facts = ({ run }: Coverage) =>
		run ? [h("h3", { class: "block-title" }, t("how_found")), runFacts(page, run)] : [];
	return h(
		"div",
		{ class: "panel-body" },
		h("h2", { class: "panel-title" }, t("coverage")),
		feedView(feeds.coverage, figures, { placeholderRows: 6, nothingYet: t("coverage_not_computed") }),
		findingList(page),
		feedView(feeds.coverage, facts, { nothingYet: t("coverage_not_computed") }),
		jobControl(page, "coverage", () => ({}), reload),
	);
}

function peopleBlock({ people }: Coverage): HTMLElement {
	const line = (label: string, total: number | null, outside: number | null) => {
		if (total === null || total === 0) return null;
		const covered = 1 - (outside ?? 0) / total;
		return h(
			"li",
			{ class: "cover-row" },
			h("span", { class: "row-label" }, label),
			h("span", { class: "row-count" }, t("outside_count", { count: outside ?? 0 })),
			bar(covered, "bar cover"),
			h(
				"span",
				{ class: "cover-share" },
				t("covered_share", { share: formatShare(covered), total: formatCount(total) }),
			),
		);
	};
	return h(
		"ul",
		{ class: "cover-rows" },
		line(t("population"), people.population, people.population_outside),
		line(t("households"), people.households, people.households_outside),
		line(t("addresses"), people.addresses, people.addresses_outside),
	);
}

function tierBlock({ city }: Page, { tiers }: Coverage): Node[] {
	const heads = [t("tier"), t("areas"), t("finding_gap"), t("finding_overlap"), t("straddling")];
	const cells = (row: TierCoverage) => [
		formatCount(row.area_count),
		withArea(row.gap_count, row.gap_m2),
		withArea(row.overlap_count, row.overlap_m2),
		formatCount(row.straddle_count),
	];
	const rows = tiers.map((row) => {
		const tier = tierOf(city, row.tier);
		return h(
			"tr",
			{},
			h("th", { scope: "row" }, tier ? nameOf(tier) : String(row.tier)),
			...cells(row).map((cell) => h("td", {}, cell)),
		);
	});
	return [
		h("h3", { class: "block-title" }, t("by_tier")),
		h(
			"table",
			{ class: "table" },
			h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
			h("tbody", {}, ...rows),
		),
	];
}

function withArea(count: number, area_m2: number): string {
	return count ? `${formatCount(count)} (${formatArea(area_m2)})` : "0";
}
