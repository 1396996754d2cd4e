import L from "leaflet";
import { fitBox, selectFinding } from "../actions";
import { h } from "../lib/dom";
import { findingKind } from "../lib/finding-kinds";
import { formatArea, nameOf, t } from "../lib/language";
import { type Page, tierOf } from "../lib/page";
import { boxOf, isPolygonal } from "../lib/polygon";
import type { FindingFeature, Findings } from "../types";
import { empty, feedView } from "./feed-status";

const LISTED = 300;
/** So many areas of a finding are named; the rest are counted. */
const NAMED = 6;

/** The findings, narrowed by kind; choosing one shows it on the map. */
export function findingList(page: Page): HTMLElement {
	let kind = "";
	const body = h("div", {});
	const draw = ({ features }: Findings): Node[] => {
		const kinds = [...new Set(features.map((feature) => feature.properties.kind))].sort();
		if (kind && !kinds.includes(kind)) kind = "";
		const select = h(
			"select",
			{
				class: "select",
				"aria-label": t("finding_kind"),
				on: {
					change: () => {
						kind = select.value;
						fill();
					},
				},
			},
			h("option", { value: "" }, t("all_kinds", { count: features.length })),
			...kinds.map((one) => h("option", { value: one }, findingKind(one))),
		);
		select.value = kind;
		const fill = () =>
			body.replaceChildren(
				list(
					page,
					features.filter((feature) => !kind || feature.properties.kind === kind),
				),
			);
		fill();
		return features.length ? [select, body] : [empty(t("no_findings"))];
	};
	return h("section", {}, h("h3", { class: "block-title" }, t("findings")), feedView(page.feeds.findings, draw));
}

function list(page: Page, features: FindingFeature[]): HTMLElement {
	const openFirst = [...features].sort((a, b) => Number(a.properties.repaired) - Number(b.properties.repaired));
	const rows = openFirst.slice(0, LISTED).map((feature) => findingRow(page, feature));
	return h("ul", { class: "finding-rows" }, ...rows);
}

function findingRow(page: Page, feature: FindingFeature): HTMLElement {
	const { id, kind, tier, area_m2, area_codes, message, message_zh, repaired } = feature.properties;
	const level = tier === null ? undefined : tierOf(page.city, tier);
	const button = h(
		"button",
		{ type: "button", class: "finding-row", on: { click: () => show(page, feature) } },
		h(
			"span",
			{ class: "finding-head" },
			h("strong", {}, findingKind(kind)),
			h("span", {}, level ? nameOf(level) : ""),
			area_m2 !== null && h("span", {}, formatArea(area_m2)),
			repaired && h("span", { class: "badge badge-done" }, t("repaired")),
		),
		h("span", { class: "finding-areas" }, neighbours(page, area_codes)),
		h("span", { class: "finding-message" }, nameOf({ name: message, name_zh: message_zh })),
	);
	const update = () => {
		const { selection } = page.store.view;
		button.setAttribute("aria-pressed", String(selection?.kind === "finding" && selection.id === String(id)));
	};
	page.store.subscribe(update);
	update();
	return h("li", {}, button);
}

function neighbours({ tree }: Page, codes: string[]): string {
	const names = codes.slice(0, NAMED).map((code) => nameOf(tree.get(code) ?? { name: code }));
	if (codes.length > NAMED) names.push(t("and_more", { count: codes.length - NAMED }));
	return names.join(" · ");
}

function show(page: Page, feature: FindingFeature): void {
	selectFinding(page, String(feature.properties.id));
	const extent = feature.properties.outline;
	const [lon, lat] = feature.geometry.coordinates;
	if (isPolygonal(extent)) fitBox(page.map, boxOf(extent), 16);
	else page.map.flyTo(L.latLng(lat, lon), Math.max(15, page.map.getZoom()));
}
