import { type Api, ApiError } from "../api";
import { h, replace } from "../lib/dom";
import { languageTag, nameOf, type texts } from "../lib/language";
import type { publicFace } from "../messages/public";
import type { Status } from "../types";
import { ownReports } from "./own-reports";

type Texts = ReturnType<typeof texts<keyof typeof publicFace.en>>;

interface Tracked {
	number: number;
	status: string;
	category_name: string;
	category_name_zh: string | null;
	reported_at: string;
	history: { at: string; action: string; to_status: string | null }[];
}

/** A tracking code, as it stands in the address and the QR code of a report. */
export const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** Shows where a report stands to whoever has its key. */
export class TrackForm {
	readonly element: HTMLElement;
	#key = h("input", { id: "report-key", required: true, maxlength: 60, autocomplete: "off", spellcheck: "false" });
	#answer = h("div", { class: "track-answer", "aria-live": "polite" });
	#own = h("ul", { class: "own-reports" });

	constructor(
		private readonly api: Api,
		private readonly t: Texts,
		private readonly timeZone: string,
		private readonly statuses: Status[],
	) {
		const submit = (event: Event) => {
			event.preventDefault();
			this.show(this.#key.value.trim());
		};
		this.element = h(
			"div",
			{},
			h(
				"form",
				{ class: "public-form", on: { submit } },
				h("label", { for: "report-key" }, t("key")),
				this.#key,
				h("p", { class: "hint" }, t("key_hint")),
				h("button", { type: "submit", class: "button" }, t("show")),
			),
			this.#answer,
			this.#own,
		);
		this.listOwn();
	}

	listOwn(): void {
		const rows = ownReports
			.all()
			.map((key) =>
				h("li", {}, h("button", { type: "button", class: "link", on: { click: () => this.show(key) } }, key)),
			);
		replace(this.#own, rows.length ? h("li", { class: "label" }, this.t("own")) : null, ...rows);
	}

	async show(key: string): Promise<void> {
		this.#key.value = key;
		try {
			const code = key.toUpperCase().replaceAll("-", "");
			const path = CODE.test(code) ? `/track/${code}` : `/incidents/${encodeURIComponent(key)}`;
			const found = await this.api.get<Tracked>(path);
			replace(this.#answer, ...this.#facts(found));
		} catch (error) {
			const isUnknown = error instanceof ApiError && error.status < 500;
			replace(this.#answer, h("p", {}, isUnknown ? this.t("no_such") : (error as Error).message));
		}
	}

	#facts(found: Tracked): HTMLElement[] {
		const { t } = this;
		const pairs: [string, string][] = [
			[t("state"), this.#status(found.status)],
			[t("category"), nameOf({ name: found.category_name, name_zh: found.category_name_zh })],
			[t("received"), this.#moment(found.reported_at)],
		];
		const steps = found.history
			.filter((event) => event.to_status)
			.map((event) => h("li", {}, `${this.#moment(event.at)} · ${this.#status(event.to_status ?? "")}`));
		return [
			h("h3", {}, `#${found.number}`),
			h("dl", {}, ...pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
			h("h3", {}, t("history")),
			h("ol", {}, ...steps),
		];
	}

	#status(code: string): string {
		const status = this.statuses.find((one) => one.code === code);
		return status ? nameOf(status) : code;
	}

	#moment(text: string): string {
		return new Intl.DateTimeFormat(languageTag(), {
			dateStyle: "medium",
			timeStyle: "short",
			timeZone: this.timeZone,
		}).format(Date.parse(text));
	}
}
