import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { Items, Status } from "../types";
import type { Desk } from "./desk";
import { distance, moment, t } from "./texts";

interface NearCase {
	id: string;
	number: number;
	status: string;
	description: string | null;
	address: string | null;
	reported_at: string;
	distance_m: number;
	thumbnail_url: string | null;
}

const MOST_SHOWN = 4;

/** Open cases of the same kind close by: following one helps more than a second report of it. */
export class KnownCases {
	readonly element = h("div", { class: "known-cases", "aria-live": "polite" });
	#asking: AbortController | null = null;
	#found: NearCase[] = [];

	constructor(
		private readonly api: Api,
		private readonly desk: Desk,
		private readonly statuses: Status[],
		private readonly onJoined: () => void,
	) {}

	async look(): Promise<void> {
		const { place, category_code } = this.desk.draft;
		this.leave();
		this.#found = [];
		this.#draw();
		if (!place || !category_code) return;
		this.#asking = new AbortController();
		const { signal } = this.#asking;
		try {
			const asked = `lon=${place.lon}&lat=${place.lat}&category=${encodeURIComponent(category_code)}`;
			const { items } = await this.api.get<Items<NearCase>>(`/incidents/nearby?${asked}`, signal);
			this.#found = items.slice(0, MOST_SHOWN);
		} catch {
			return; // without a network the report is sent as it is
		}
		if (!signal.aborted) this.#draw();
	}

	leave(): void {
		this.#asking?.abort();
	}

	#draw(): void {
		const { joins } = this.desk.draft;
		if (joins) {
			replace(this.element, this.#joined(joins.number));
			return;
		}
		if (!this.#found.length) {
			replace(this.element);
			return;
		}
		const count = this.#found.length;
		replace(
			this.element,
			h("h2", { class: "card-title" }, icon("info"), t("known_title", { count })),
			h("p", { class: "hint" }, t("known_hint")),
			h("ul", { class: "case-list" }, ...this.#found.map((one) => h("li", { class: "card" }, ...this.#row(one)))),
		);
	}

	#row(one: NearCase): HTMLElement[] {
		const status = this.statuses.find(({ code }) => code === one.status);
		const facts = [distance(one.distance_m), status ? nameOf(status) : one.status, moment(one.reported_at)];
		const label = t("join_label", { number: String(one.number) });
		const words = one.description || one.address;
		return [
			h("p", { class: "row-name" }, `#${one.number}`),
			...(one.thumbnail_url ? [h("img", { src: one.thumbnail_url, alt: "", class: "case-photo" })] : []),
			...(words ? [h("p", {}, words)] : []),
			h("p", { class: "hint" }, facts.join(" · ")),
			h(
				"button",
				{ type: "button", class: "button", "aria-label": label, on: { click: () => this.#join(one) } },
				icon("check"),
				t("join"),
			),
		];
	}

	async #join({ id, number }: NearCase): Promise<void> {
		await this.desk.change({ joins: { id, number } });
		this.#draw();
		this.element.querySelector<HTMLElement>("button")?.focus();
		this.onJoined();
	}

	#joined(number: number): HTMLElement {
		const undo = async () => {
			await this.desk.change({ joins: null });
			this.#draw();
			this.onJoined();
		};
		return h(
			"div",
			{ class: "card is-good" },
			h("p", { class: "card-title" }, icon("check"), t("joined", { number: String(number) })),
			h("p", { class: "hint" }, t("joined_hint")),
			h("button", { type: "button", class: "link", on: { click: undo } }, t("not_this_one")),
		);
	}
}
