import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import type { Page } from "../lib/page";
import type { Panel } from "../lib/view";

interface Content {
	mark: Node | null;
	label: string;
	value: string;
	small: string;
}

/** A zone in its list; chosen here as on the map. */
export function zoneRow({ store }: Page, panel: Panel, zone: string, content: Content): HTMLElement {
	const choose = () => store.go({ selection: { kind: "zone", id: zone }, panel });
	return h(
		"li",
		{},
		h(
			"button",
			{ type: "button", class: "row", "data-zone": zone, on: { click: choose } },
			content.mark,
			h("span", { class: "row-label" }, content.label),
			h("span", { class: "row-count" }, content.value, h("small", {}, ` ${content.small}`)),
			icon("chevronRight", "icon row-go"),
		),
	);
}
