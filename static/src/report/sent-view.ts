import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import type { Draft } from "./draft";
import { heading, type StepView, stepBar } from "./step-view";
import { t } from "./texts";
import { grouped } from "./tracking-code";

/** The end: kept here until the network returns, or in, with the code that follows it. */
export class SentView implements StepView {
	readonly element: HTMLElement;
	#content = h("div", { class: "step-content sent" });

	constructor(
		private draft: Draft,
		private readonly reload: () => Promise<Draft | null>,
		private readonly actions: { onNew: () => void; onHome: () => void; onChange: () => void },
	) {
		this.element = h(
			"section",
			{ class: "step" },
			this.#content,
			stepBar(
				h("button", { type: "button", class: "button", on: { click: actions.onHome } }, t("my_reports")),
				h("span", { class: "bar-space" }),
				h(
					"button",
					{ type: "button", class: "button primary", on: { click: actions.onNew } },
					icon("plus"),
					t("new_report"),
				),
			),
		);
		this.#draw();
	}

	async refresh(): Promise<void> {
		const now = await this.reload();
		if (!now || (now.state === this.draft.state && now.is_taken === this.draft.is_taken)) return;
		this.draft = now;
		this.#draw();
	}

	#draw(): void {
		const { state, number, joins } = this.draft;
		const isIn = state === "sent";
		const sign = h("div", { class: isIn ? "sent-sign is-in" : "sent-sign" }, icon(isIn ? "check" : "clock"));
		if (!isIn) {
			const words = navigator.onLine ? t("sending_now") : t("sends_later");
			const change = h(
				"button",
				{ type: "button", class: "link", on: { click: this.actions.onChange } },
				t("change_it"),
			);
			const isOurs = !this.draft.is_taken && !navigator.onLine;
			replace(this.#content, sign, heading(t("kept_title")), h("p", { role: "status" }, words), isOurs ? change : null);
			return;
		}
		const title = joins ? t("follows_title", { number: String(number) }) : t("sent_title", { number: String(number) });
		replace(
			this.#content,
			sign,
			heading(title),
			h("p", { role: "status" }, t(joins ? "follows" : "sent")),
			this.#code(),
		);
	}

	/** Who joined a case that was there has no code: it belongs to who reported it first. */
	#code(): HTMLElement | null {
		if (this.draft.joins) return null;
		const code = this.draft.tracking_code;
		const copied = h("span", { role: "status", class: "hint" });
		const copy = async () => {
			await navigator.clipboard?.writeText(`${location.origin}/track#${code}`).catch(() => undefined);
			replace(copied, t("copied"));
		};
		return h(
			"div",
			{ class: "card tracking" },
			h("p", { class: "hint" }, t("code_hint")),
			h("p", { class: "tracking-code" }, grouped(code)),
			h("img", { class: "qr-code", src: `/api/v1/track/${code}/qr.svg`, alt: t("qr_alt"), width: 190, height: 190 }),
			h("a", { class: "button", href: `/track#${code}` }, t("follow_it")),
			h("button", { type: "button", class: "link", on: { click: copy } }, t("copy_link")),
			copied,
		);
	}
}
