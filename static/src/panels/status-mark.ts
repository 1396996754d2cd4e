import { svg } from "../lib/dom";
import { GROUP_SHAPES, type StatusGroup } from "../lib/status-groups";

/** The mark that the map draws for a state, for lists and legends. Decorative: the state's name stands beside it. */
export function statusMark(group: StatusGroup): SVGElement {
	return svg(
		"svg",
		{ viewBox: "-1.3 -1.3 2.6 2.6", class: `status-mark status-${group}`, "aria-hidden": "true" },
		svg("path", { d: GROUP_SHAPES[group] }),
	);
}
