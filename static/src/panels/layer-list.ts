import type { MapLayer } from "../layers/layer";
import { shownLayers, toggleLayer } from "../layers/shown";
import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { OWN_BASEMAP } from "../map";

/** A switch per layer with its legend, and the base map. */
export function layerList(page: Page, layers: MapLayer[]): HTMLElement {
	const rows = layers.map((layer) => layerRow(page, layers, layer));
	return h(
		"section",
		{ class: "block", "aria-labelledby": "layers-title" },
		h("h2", { id: "layers-title", class: "block-title" }, t("layers")),
		h("ul", { class: "layer-rows" }, ...rows),
		basemapChoice(page),
	);
}

function layerRow(page: Page, layers: MapLayer[], layer: MapLayer): HTMLElement {
	const id = `layer-${layer.key}`;
	const input = h("input", {
		type: "checkbox",
		role: "switch",
		id,
		class: "switch",
		on: { change: () => toggleLayer(page, layers, layer.key) },
	});
	const legend = layer.legend?.();
	const update = () => {
		input.checked = shownLayers(page, layers).includes(layer.key);
		if (legend) legend.hidden = !input.checked;
	};
	page.store.subscribe(update);
	update();
	return h(
		"li",
		{ class: "layer-row" },
		h("label", { for: id, class: "layer-label" }, icon(layer.icon), h("span", {}, t(layer.label)), input),
		legend,
	);
}

function basemapChoice(page: Page): HTMLElement | null {
	const { city, store } = page;
	const choices = [{ key: OWN_BASEMAP, label: t("basemap_own") }];
	if (city.pmtiles_url) choices.push({ key: "pmtiles", label: t("basemap_file") });
	for (const basemap of city.basemaps) choices.push({ key: basemap.key, label: nameOf(basemap) });
	if (choices.length === 1) return null;
	const select = h(
		"select",
		{
			class: "select",
			id: "basemap",
			on: { change: () => store.go({ basemap: select.value === OWN_BASEMAP ? null : select.value }) },
		},
		...choices.map(({ key, label }) => h("option", { value: key }, label)),
	);
	select.value = store.view.basemap ?? OWN_BASEMAP;
	return h("div", { class: "field" }, h("label", { for: "basemap" }, t("basemap")), select);
}
