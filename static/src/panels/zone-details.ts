import { enterArea, fitBox } from "../actions";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { icon } from "../lib/icons";
import { formatCount, formatDecimal, formatProbability, t, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { boxOf, type Polygonal, polygonContains } from "../lib/polygon";
import { asBin, BIN_CONFIDENCE } from "../lib/scale";
import { zoneId, zoneName } from "../lib/zones";
import { analyses } from "../messages/analyses";
import type { Hotspots, IncidentPage } from "../types";
import { empty, feedView } from "./feed-status";
import { binSwatch } from "./hotspot-panel";
import { backButton } from "./incident-details";
import { incidentRow } from "./incident-list";
import { factList, runFacts } from "./run-facts";

const LISTED = 200;

/** One zone of a run: its figures, and the incidents behind them. */
export function zoneDetails(page: Page): HTMLElement {
	return h(
		"div",
		{ class: "panel-body" },
		backButton(page, t("back_to_hotspots")),
		feedView(page.feeds.hotspots, (found) => draw(page, found), { placeholderRows: 8 }),
	);
}

function draw(page: Page, { features, run }: Hotspots): Node[] {
	const zone = features.find((feature) => zoneId(feature) === page.store.view.selection?.id);
	if (!zone || !run) return [empty(t("zone_gone"))];
	const facts = texts(analyses);
	const { code, count, expected, z, p, q, bin } = zone.properties;
	return [
		h(
			"header",
			{ class: "area-head" },
			h("h2", { tabindex: "-1" }, zoneName(page, zone)),
			h("p", { class: "meta" }, verdict(bin)),
		),
		factList(
			[
				[facts("observed"), formatCount(count)],
				[facts("expected"), formatDecimal(expected, 2)],
				[facts("ratio"), expected > 0 ? `${formatDecimal(count / expected, 2)}×` : "—"],
				[t("z_score"), z === null ? "—" : formatDecimal(z, 2)],
				[t("p_value"), formatProbability(p)],
				[t("q_value"), formatProbability(q)],
			],
			"facts numbers",
		),
		h(
			"div",
			{ class: "button-row" },
			h(
				"button",
				{ type: "button", class: "button", on: { click: () => fitBox(page.map, boxOf(zone.geometry)) } },
				icon("locate"),
				t("show_on_map"),
			),
			code &&
				h(
					"button",
					{ type: "button", class: "button", on: { click: () => enterArea(page, code) } },
					icon("grid"),
					t("open_area"),
				),
		),
		h("h3", { class: "block-title" }, t("incidents_behind")),
		casesBehind(page, zone.geometry, code),
		h("h3", { class: "block-title" }, t("how_found")),
		runFacts(page, run),
	];
}

function verdict(bin: number): HTMLElement {
	const confidence = BIN_CONFIDENCE[asBin(bin)] * 100;
	const text = bin === 0 ? t("not_significant") : t(bin > 0 ? "hot_verdict" : "cold_verdict", { confidence });
	return h("span", { class: "badge badge-status" }, binSwatch(bin), text);
}

/** The incidents of a zone in the view's period. A cell is asked for by its box, then cut to its exact outline. */
export function casesBehind(page: Page, geometry: Polygonal, code: string | null = null): HTMLElement {
	const query = filterQuery(page.store.view, page.city.time_zone);
	if (code) query.set("area", code);
	else
		query.set(
			"bbox",
			boxOf(geometry)
				.map((value) => value.toFixed(6))
				.join(","),
		);
	query.set("page_size", String(LISTED));
	const feed = new Feed<IncidentPage>(
		() => withQuery("/incidents", query),
		(address, signal) => page.api.get<IncidentPage>(address, signal),
	);
	const isInside = (lon: number | null, lat: number | null) =>
		code !== null || (lon !== null && lat !== null && polygonContains(geometry, [lon, lat]));
	const view = feedView(feed, ({ items }) => {
		const inside = items.filter(({ lon, lat }) => isInside(lon, lat));
		if (!inside.length) return [empty(t("no_incidents"))];
		return [h("ul", { class: "incident-rows" }, ...inside.map((incident) => incidentRow(page, incident)))];
	});
	feed.refresh();
	return view;
}
