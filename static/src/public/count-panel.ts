import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { formatCount, languageTag, nameOf, type texts } from "../lib/language";
import type { publicFace } from "../messages/public";
import type { Items } from "../types";
import type { CountMap } from "./count-map";
import { type Group, LEVELS, type Topic, type Week, type Weeks } from "./counts";

type Texts = ReturnType<typeof texts<keyof typeof publicFace.en>>;

/** Chooses a week and a topic; shows them as squares and as a table. */
export class CountPanel {
	readonly element = h("div", { class: "count-panel" });
	#topic: string | null = null;
	#note = h("p", { class: "hint", "aria-live": "polite" });
	#table = h("div", { class: "count-table" });

	constructor(
		private readonly api: Api,
		private readonly t: Texts,
		private readonly timeZone: string,
		private readonly map: CountMap,
	) {}

	async start(weeks: Weeks): Promise<void> {
		const { t } = this;
		if (weeks.items.length === 0) {
			replace(this.element, h("p", {}, t("none")));
			return;
		}
		const choice = h("select", { id: "week" }, ...weeks.items.map((week) => this.#option(week)));
		choice.addEventListener("change", () => this.#showWeek(weeks.items[choice.selectedIndex]));
		replace(
			this.element,
			h("label", { for: "week" }, t("week")),
			choice,
			this.#table,
			this.#legend(),
			this.#note,
			h("p", { class: "hint" }, t("protection", { least: weeks.least })),
		);
		await this.#showWeek(weeks.items[0]);
	}

	#option(week: Week): HTMLOptionElement {
		const day = (text: string, shift_ms = 0) =>
			new Intl.DateTimeFormat(languageTag(), { dateStyle: "medium", timeZone: this.timeZone }).format(
				Date.parse(text) - shift_ms,
			);
		// The end is the first moment after: the last day is the one before.
		return h("option", { value: week.start }, this.t("week_of", { start: day(week.start), end: day(week.end, 1) }));
	}

	async #showWeek(week: Week): Promise<void> {
		const query = `week=${encodeURIComponent(week.start)}`;
		const { items } = await this.api.get<Items<Topic>>(`/public/topics?${query}`);
		if (!items.some(({ code }) => code === this.#topic)) this.#topic = items[0]?.code ?? null;
		const rows = items.map((topic) => this.#row(topic, week));
		replace(
			this.#table,
			h(
				"table",
				{},
				h("caption", {}, this.t("table")),
				h(
					"thead",
					{},
					h("tr", {}, h("th", { scope: "col" }, this.t("topic")), h("th", { scope: "col" }, this.t("reports"))),
				),
				h("tbody", {}, ...rows),
			),
		);
		await this.#showTopic(week);
	}

	#row(topic: Topic, week: Week): HTMLElement {
		const choose = async () => {
			this.#topic = topic.code;
			await this.#showTopic(week);
		};
		const button = h(
			"button",
			{ type: "button", class: "link", "data-topic": topic.code, on: { click: choose } },
			nameOf(topic),
		);
		return h("tr", {}, h("th", { scope: "row" }, button), h("td", {}, formatCount(topic.count)));
	}

	async #showTopic(week: Week): Promise<void> {
		for (const button of this.#table.querySelectorAll<HTMLElement>("[data-topic]")) {
			button.setAttribute("aria-pressed", String(button.dataset.topic === this.#topic));
		}
		if (this.#topic === null) return;
		const query = `week=${encodeURIComponent(week.start)}&topic=${encodeURIComponent(this.#topic)}`;
		const { features } = await this.api.get<{ features: Group[] }>(`/public/counts?${query}`);
		this.map.show(features);
		const placeless = features.find(({ properties }) => properties.cell_m === 0);
		replace(this.#note, placeless ? this.t("whole_city", { count: placeless.properties.count }) : null);
	}

	#legend(): HTMLElement {
		const steps = Array.from({ length: LEVELS }, (_, i) => h("span", { class: `count-key count-level-${i + 1}` }));
		return h("div", { class: "count-legend", role: "img", "aria-label": this.t("legend") }, ...steps);
	}
}
