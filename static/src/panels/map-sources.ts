import { h } from "../lib/dom";
import type { City } from "../types";

/** Whose data a map shows, at its edge: for pages where the data's age stands elsewhere. */
export function mapSources({ attribution }: City): HTMLElement {
	const owners = attribution.map((owner) => `© ${owner.replace(/^(©|\(c\))\s*/i, "")}`);
	return h("p", { class: "data-age" }, [...owners, "Leaflet"].join(" · "));
}
