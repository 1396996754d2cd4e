import { h } from "../lib/dom";
import { t } from "../lib/language";
import type { Page } from "../lib/page";
import { BIN_COLOURS, BIN_CONFIDENCE, BINS } from "../lib/scale";

/** The seven bins with what each asserts, and what the zones are. */
export function hotspotLegend(page: Page): HTMLElement {
	return h("div", { class: "legend" }, zoneSwitch(page), binScale(), h("p", { class: "hint" }, t("hotspot_hint")));
}

export function zoneSwitch({ store }: Page): HTMLElement {
	const choices = [
		{ zones: "cell", label: t("zones_cell") },
		{ zones: "tier", label: t("zones_tier") },
	] as const;
	const buttons = choices.map(({ zones, label }) => {
		const button = h(
			"button",
			{ type: "button", class: "segment", on: { click: () => store.go({ zones, selection: null }) } },
			label,
		);
		const update = () => button.setAttribute("aria-pressed", String(store.view.zones === zones));
		store.subscribe(update);
		update();
		return button;
	});
	return h("div", { class: "segments", role: "group", "aria-label": t("zones_label") }, ...buttons);
}

function binScale(): HTMLElement {
	const boxes = BINS.map((bin) => {
		const swatch = h("span", { class: "bin-swatch" });
		swatch.style.background = BIN_COLOURS[bin];
		const confidence = BIN_CONFIDENCE[bin];
		return h("li", {}, swatch, h("span", {}, confidence ? `${confidence * 100}%` : "—"));
	});
	return h(
		"div",
		{ class: "bin-scale" },
		h("ul", { "aria-label": t("bins_label") }, ...boxes),
		h("div", { class: "bin-ends", "aria-hidden": "true" }, h("span", {}, t("colder")), h("span", {}, t("hotter"))),
	);
}
