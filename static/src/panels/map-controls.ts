import { fitCity, leaveArea } from "../actions";
import { h } from "../lib/dom";
import { type IconName, icon } from "../lib/icons";
import { type MessageKey, t } from "../lib/language";
import type { Page } from "../lib/page";

/** Zoom, whole city, one level up, and on a phone the way to layers and filters. */
export function mapControls(page: Page, openFilters: () => void): HTMLElement {
	const { map, store } = page;
	const button = (name: IconName, label: MessageKey, run: () => void, className = "") =>
		h(
			"button",
			{ type: "button", class: `map-button ${className}`, "aria-label": t(label), title: t(label), on: { click: run } },
			icon(name),
		);
	const up = button("up", "up_one_level", () => leaveArea(page));
	const update = () => {
		up.hidden = store.view.area === null;
	};
	store.subscribe(update);
	update();
	return h(
		"div",
		{ class: "map-controls", role: "group", "aria-label": t("map_controls") },
		button("filter", "layers_and_filters", openFilters, "phone-only"),
		up,
		h(
			"div",
			{ class: "map-button-pair" },
			button("plus", "zoom_in", () => map.zoomIn(1)),
			button("minus", "zoom_out", () => map.zoomOut(1)),
		),
		button("fit", "whole_city", () => fitCity(page)),
	);
}
