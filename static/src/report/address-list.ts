import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import type { NearAddress } from "./surroundings";
import { distance } from "./texts";

/** Addresses as buttons: a place that can be chosen without seeing the map. */
export function addressList(label: string, items: NearAddress[], onChosen: (one: NearAddress) => void): HTMLElement {
	const rows = items.map((one) =>
		h(
			"li",
			{},
			h(
				"button",
				{ type: "button", class: "row address-row", on: { click: () => onChosen(one) } },
				icon("pin"),
				h("span", { class: "row-name" }, one.text),
				one.distance_m === undefined ? null : h("span", { class: "hint" }, distance(one.distance_m)),
			),
		),
	);
	return h("ul", { class: "address-list", "aria-label": label }, ...rows);
}
