import { selectZone } from "../actions";
import { hotspotParameters } from "../feeds";
import { bar, h } from "../lib/dom";
import { icon } from "../lib/icons";
import { formatCount, formatDecimal, t } from "../lib/language";
import type { Page } from "../lib/page";
import { asBin, BIN_COLOURS, BIN_CONFIDENCE } from "../lib/scale";
import { zoneId, zoneName } from "../lib/zones";
import type { Hotspots, ZoneFeature } from "../types";
import { empty, feedView, nothingYet } from "./feed-status";
import { zoneSwitch } from "./hotspot-legend";
import { jobControl } from "./job-control";
import { runFacts } from "./run-facts";

const LISTED = 30;

/** The hotspots as a table, with how they were found and a way to find them anew. */
export function hotspotPanel(page: Page): HTMLElement {
	const { feeds } = page;
	return h(
		"div",
		{ class: "panel-body" },
		h("h2", { class: "panel-title" }, t("hotspots")),
		zoneSwitch(page),
		feedView(feeds.hotspots, (found) => draw(page, found), {
			placeholderRows: 8,
			nothingYet: t("hotspots_not_computed"),
		}),
		jobControl(
			page,
			"hotspots",
			() => hotspotParameters(page),
			() => feeds.hotspots.reload(),
		),
	);
}

function draw(page: Page, { features, run }: Hotspots): Node[] {
	if (!run) return [nothingYet(t("hotspots_not_computed")), wholePeriod(page)];
	const within = features.filter(
		(zone) => !zone.properties.code || page.tree.isWithin(zone.properties.code, page.store.view.area),
	);
	const hot = within.filter((zone) => zone.properties.bin > 0).sort(hotterFirst);
	const cold = within.filter((zone) => zone.properties.bin < 0).length;
	const listed = hot.slice(0, LISTED);
	const largest = Math.max(...listed.map((zone) => zone.properties.count));
	const counts = h(
		"dl",
		{ class: "stats" },
		h("div", { class: "stat stat-main" }, h("dt", {}, t("hot_zones")), h("dd", {}, formatCount(hot.length))),
		h("div", { class: "stat" }, h("dt", {}, t("cold_zones")), h("dd", {}, formatCount(cold))),
		h("div", { class: "stat" }, h("dt", {}, t("all_zones")), h("dd", {}, formatCount(within.length))),
	);
	const list = hot.length
		? h("ul", { class: "rows" }, ...listed.map((zone) => zoneRow(page, zone, largest)))
		: empty(t("no_hotspots"));
	return [
		counts,
		h("h3", { class: "block-title" }, t("hottest")),
		list,
		h("h3", { class: "block-title" }, t("how_found")),
		runFacts(page, run),
	];
}

/** The whole period is computed every night; it is one click away. */
function wholePeriod({ store }: Page): HTMLElement {
	const click = () => store.go({ from: null, to: null });
	return h("button", { type: "button", class: "link", on: { click } }, t("whole_period"));
}

function hotterFirst(a: ZoneFeature, b: ZoneFeature): number {
	return b.properties.bin - a.properties.bin || (b.properties.z ?? 0) - (a.properties.z ?? 0);
}

function zoneRow(page: Page, zone: ZoneFeature, largest: number): HTMLElement {
	const { bin, count, expected } = zone.properties;
	const label = t("zone_row", { name: zoneName(page, zone), confidence: BIN_CONFIDENCE[asBin(bin)] * 100 });
	return h(
		"li",
		{},
		h(
			"button",
			{
				type: "button",
				class: "row",
				"data-zone": zoneId(zone),
				on: { click: () => selectZone(page, zoneId(zone)) },
			},
			binSwatch(bin),
			h("span", { class: "row-label" }, label),
			h(
				"span",
				{ class: "row-count" },
				formatCount(count),
				h("small", {}, t("of_expected", { expected: formatDecimal(expected, 1) })),
			),
			icon("chevronRight", "icon row-go"),
			bar(count / Math.max(1, largest)),
		),
	);
}

export function binSwatch(bin: number): HTMLElement {
	const swatch = h("span", { class: "bin-swatch" });
	swatch.style.background = BIN_COLOURS[asBin(bin)];
	return swatch;
}
