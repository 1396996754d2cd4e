import type { LeafletMouseEvent } from "leaflet";
import type { Hit, MapLayer } from "../layers/layer";
import { h } from "../lib/dom";
import type { Page } from "../lib/page";

/** Asks the shown layers, topmost first, what the pointer is on; a click chooses it, and a corner of the map names it. */
export function readout(page: Page, layersFromTop: () => MapLayer[]): HTMLElement {
	const { map } = page;
	const box = h("div", { class: "readout", "aria-hidden": "true" });
	box.hidden = true;
	const hitAt = (event: LeafletMouseEvent): Hit | null => {
		let found: Hit | null = null;
		for (const layer of layersFromTop()) {
			const hit = layer.hit?.(event.containerPoint, event.latlng) ?? null;
			found ??= hit;
		}
		return found;
	};
	map.on("click", (event) => hitAt(event)?.choose());
	map.on("mousemove", (event) => {
		const hit = hitAt(event);
		box.hidden = !hit;
		box.textContent = hit?.label ?? "";
		map.getContainer().classList.toggle("is-over", Boolean(hit));
	});
	map.on("mouseout", () => {
		box.hidden = true;
	});
	return box;
}
