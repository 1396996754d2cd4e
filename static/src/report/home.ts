import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { City } from "../types";
import type { DraftList } from "./draft-list";
import { heading, type StepView } from "./step-view";
import { t } from "./texts";

/** Where one begins: a photo, or none; and what became of earlier reports. */
export class Home implements StepView {
	readonly element: HTMLElement;

	constructor(
		city: City,
		list: DraftList,
		more: HTMLElement | null,
		onBegin: () => void,
		readonly refresh: () => void,
	) {
		this.element = h(
			"section",
			{ class: "step" },
			h(
				"div",
				{ class: "step-content home" },
				heading(t("home_title", { city: nameOf(city) })),
				h("p", { class: "hint" }, t("home_lead")),
				h(
					"button",
					{ type: "button", class: "button primary begin", on: { click: onBegin } },
					icon("plus"),
					t("begin"),
				),
				more,
				list.element,
			),
		);
	}
}
