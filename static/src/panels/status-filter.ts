import { h } from "../lib/dom";
import { t } from "../lib/language";
import type { Page } from "../lib/page";
import { groupLabel, STATUS_GROUPS, type StatusGroup, statusesIn } from "../lib/status-groups";
import { statusMark } from "./status-mark";

/** One chip per group of states; a group is on when all its states are asked for. */
export function statusFilter({ store, catalog }: Page): HTMLElement {
	const known = (group: StatusGroup) => statusesIn(group).filter((status) => catalog.status.has(status));
	const isOn = (group: StatusGroup) => {
		const states = known(group);
		return states.length > 0 && states.every((status) => store.view.statuses.includes(status));
	};
	const toggle = (group: StatusGroup) => {
		const states = known(group);
		const others = store.view.statuses.filter((status) => !states.includes(status));
		store.go({ statuses: isOn(group) ? others : [...others, ...states] });
	};
	const chips = STATUS_GROUPS.map((group) => {
		const chip = h(
			"button",
			{ type: "button", class: "chip", on: { click: () => toggle(group) } },
			statusMark(group),
			t(groupLabel(group)),
		);
		const update = () => chip.setAttribute("aria-pressed", String(isOn(group)));
		store.subscribe(update);
		update();
		return chip;
	});
	return h(
		"div",
		{ class: "field" },
		h("span", { class: "field-label", id: "status-label" }, t("status")),
		h("div", { class: "chips", role: "group", "aria-labelledby": "status-label" }, ...chips),
	);
}
