import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import type { Category, Status } from "../types";
import { CategoryPicker } from "./category-picker";
import { contactFields } from "./contact-fields";
import type { Desk } from "./desk";
import { missingIn } from "./draft";
import { KnownCases } from "./known-cases";
import { errorList, heading, type StepView, stepBar } from "./step-view";
import { moment, t } from "./texts";

const LONGEST = 4_000;

/** The third step: what it is, perhaps known already, and off it goes. */
export class WhatStep implements StepView {
	readonly element: HTMLElement;
	#known: KnownCases;
	#seen = h("p", { class: "hint" });
	#refused = h("div", {});
	#missing = h("p", { class: "hint", role: "status" });
	#send = h("button", { type: "button", class: "button primary" });

	constructor(
		api: Api,
		private readonly desk: Desk,
		lists: { categories: Category[]; statuses: Status[] },
		onBack: () => void,
		onSend: () => void,
	) {
		this.#known = new KnownCases(api, desk, lists.statuses, () => this.#drawState());
		this.#send.addEventListener("click", onSend);
		const picker = new CategoryPicker(lists.categories, desk.draft.category_code, async (category_code) => {
			await desk.change({ category_code, joins: null });
			this.#drawState();
			this.#known.look();
		});
		this.element = h(
			"section",
			{ class: "step" },
			h(
				"div",
				{ class: "step-content" },
				heading(t("what_title")),
				this.#refused,
				picker.element,
				this.#known.element,
				this.#words(),
				this.#seen,
				contactFields(desk),
				this.#missing,
			),
			stepBar(
				h("button", { type: "button", class: "button", on: { click: onBack } }, icon("chevronLeft"), t("back")),
				h("span", { class: "bar-space" }),
				this.#send,
			),
		);
		this.#drawState();
		this.#known.look();
	}

	refresh(): void {
		this.#drawState();
		this.#known.look();
	}

	leave(): void {
		this.#known.leave();
	}

	#words(): HTMLElement {
		const words = h("textarea", {
			id: "words",
			class: "input",
			rows: 3,
			maxlength: LONGEST,
			"aria-describedby": "words-hint",
			set: { value: this.desk.draft.description },
			on: { input: () => this.desk.change({ description: words.value }) },
		});
		return h(
			"div",
			{ class: "field" },
			h("label", { for: "words" }, t("words")),
			words,
			h("p", { class: "hint", id: "words-hint" }, t("words_hint")),
		);
	}

	#drawState(): void {
		const { draft } = this.desk;
		const missing = missingIn(draft);
		replace(this.#refused, errorList(this.desk.errorsOf("what")));
		replace(this.#seen, ...this.#seenWords());
		const isOnlyPlace = missing.length === 1 && missing[0] === "place";
		replace(
			this.#missing,
			missing.length
				? t(isOnlyPlace ? "missing_place" : missing.length > 1 ? "missing_both" : "missing_category")
				: null,
		);
		const words = missing.length
			? t("keep_draft")
			: t(draft.joins ? "send_follow" : navigator.onLine ? "send" : "send_later");
		replace(this.#send, icon(missing.length ? "check" : "send"), words);
	}

	#seenWords(): (Node | string | null)[] {
		const { seen_at, errors } = this.desk.draft;
		const isRefused = errors.some(({ field }) => field === "reported_at");
		if (!seen_at && !isRefused) return [];
		const forget = async () => {
			await this.desk.change({ seen_at: null, is_clock_wrong: isRefused });
			this.#drawState();
		};
		return [
			seen_at ? t("seen_at", { time: moment(seen_at) }) : null,
			" ",
			h("button", { type: "button", class: "link", on: { click: forget } }, t("seen_now")),
		];
	}
}
