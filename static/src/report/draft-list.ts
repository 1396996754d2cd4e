import { h, replace } from "../lib/dom";
import { type IconName, icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { Category } from "../types";
import { drawPicture, pictureOf } from "./category-pictures";
import { type Draft, missingIn } from "./draft";
import { formatPlace } from "./place";
import { moment, t } from "./texts";

interface Shown {
	words: string;
	icon: IconName;
	kind: "good" | "wait" | "bad" | "plain";
}

/** All reports of this device: being written, waiting, refused, sent. */
export class DraftList {
	readonly element = h("section", { class: "draft-list", "aria-labelledby": "own-title" });

	constructor(
		private readonly categories: Category[],
		private readonly onOpen: (draft: Draft) => void,
		private readonly onRemove: (draft: Draft) => void,
	) {}

	show(drafts: Draft[]): void {
		const waiting = drafts.filter((draft) => draft.state === "waiting").length;
		replace(
			this.element,
			h("h2", { id: "own-title", class: "card-title", tabindex: -1 }, t("my_reports")),
			h("p", { class: "hint", role: "status" }, waiting ? t("waiting_count", { count: waiting }) : null),
			drafts.length
				? h("ul", {}, ...drafts.map((draft) => h("li", { class: "draft" }, ...this.#row(draft))))
				: h("p", { class: "hint" }, t("no_reports")),
		);
	}

	#row(draft: Draft): HTMLElement[] {
		const category = this.categories.find(({ code }) => code === draft.category_code);
		const name = category ? nameOf(category) : t("no_category_yet");
		const { words, icon: sign, kind } = stateOf(draft);
		const where = draft.place ? draft.place.address || formatPlace(draft.place) : t("place_none");
		const title = draft.number === null ? name : `#${draft.number} · ${name}`;
		return [
			h(
				"button",
				{ type: "button", class: "row draft-open", on: { click: () => this.onOpen(draft) } },
				category ? drawPicture(pictureOf(category)) : icon("info"),
				h(
					"span",
					{ class: "draft-words" },
					h("span", { class: "row-name" }, title),
					h("span", { class: "hint" }, `${where} · ${moment(draft.created_at)}`),
					h("span", { class: `draft-state is-${kind}` }, icon(sign), words),
				),
			),
			this.#remover(draft, name),
		];
	}

	/** Asks once more in its own place: a report that is not sent yet exists nowhere else. */
	#remover(draft: Draft, name: string): HTMLElement {
		const isSent = draft.state === "sent";
		let isSure = isSent;
		const click = () => {
			if (isSure) {
				this.onRemove(draft);
				return;
			}
			isSure = true;
			replace(button, t("really_delete"));
			button.className = "button danger";
		};
		const button = h(
			"button",
			{
				type: "button",
				class: "icon-button",
				"aria-label": t(isSent ? "remove_row" : "delete_draft", { name }),
				on: { click },
			},
			icon("close"),
		);
		return button;
	}
}

function stateOf(draft: Draft): Shown {
	if (draft.state === "sent")
		return { words: t(draft.joins ? "state_follows" : "state_sent"), icon: "check", kind: "good" };
	if (draft.state === "refused") return { words: t("state_refused"), icon: "warning", kind: "bad" };
	if (draft.state === "waiting") return { words: t("state_waiting"), icon: "clock", kind: "wait" };
	const missing = missingIn(draft);
	const words = t(missing[0] === "place" ? "state_no_place" : missing.length ? "state_open" : "state_ready");
	return { words, icon: missing[0] === "place" ? "pin" : "pen", kind: "plain" };
}
