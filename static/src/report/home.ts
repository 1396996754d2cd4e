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
		onPhotos: (files: File[]) => void,
		onWithout: () => void,
		readonly refresh: () => void,
	) {
		const change = ({ target }: Event) => onPhotos([...((target as HTMLInputElement).files ?? [])]);
		const input = h("input", {
			id: "first-photo",
			class: "visually-hidden",
			type: "file",
			accept: "image/*",
			multiple: true,
			on: { change },
		});
		this.element = h(
			"section",
			{ class: "step" },
			h(
				"div",
				{ class: "step-content home" },
				heading(t("home_title", { city: nameOf(city) })),
				h("p", { class: "hint" }, t("home_lead")),
				h("label", { class: "button primary begin" }, input, icon("camera"), t("begin_photo")),
				h("button", { type: "button", class: "button begin", on: { click: onWithout } }, t("begin_without")),
				more,
				list.element,
			),
		);
	}
}
