import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { accountLink, brand, languageButton, themeButton } from "../panels/brand";
import { STEPS, type Step } from "./draft";
import type { StepView } from "./step-view";
import { t } from "./texts";

const SOON_MS = 120;

/** The frame: top bar, the three steps, what is shown now, and the map beside or above it. */
export class Shell {
	readonly stage = h("div", { id: "report-map", class: "report-map", tabindex: 0 });
	#steps = h("nav", { class: "report-steps", "aria-label": t("steps") });
	#panel = h("div", { class: "report-panel" });
	#network = h("p", { class: "report-network", role: "status" });
	#view: StepView | null = null;
	#soon: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private readonly app: HTMLElement,
		private readonly onStep: (step: Step) => void,
	) {
		app.className = "report";
		replace(
			app,
			h(
				"header",
				{ class: "top-bar" },
				brand(),
				h("div", { class: "top-space" }),
				h("div", { class: "top-actions" }, languageButton(), themeButton(), accountLink()),
			),
			h(
				"main",
				{ class: "report-main" },
				h("div", { class: "report-side" }, this.#network, this.#steps, this.#panel),
				this.stage,
			),
		);
		this.showNetwork();
	}

	show(view: StepView, step: Step | null): void {
		this.#view?.leave?.();
		this.#view = view;
		this.app.dataset.step = step ?? "home";
		this.#drawSteps(step);
		replace(this.#panel, view.element);
		// What was pressed is gone: the next heading tells where one is.
		view.element.querySelector<HTMLElement>(".step-title")?.focus({ preventScroll: true });
	}

	/** Many changes at once, as when a long queue is sent, are drawn once. */
	refresh(): void {
		this.#soon ??= setTimeout(() => {
			this.#soon = undefined;
			this.showNetwork();
			this.#view?.refresh?.();
		}, SOON_MS);
	}

	showNetwork(): void {
		const words = [icon("offline"), h("b", {}, t("no_network")), " ", t("no_network_hint")];
		this.#network.hidden = navigator.onLine;
		replace(this.#network, ...(navigator.onLine ? [] : words));
	}

	#drawSteps(now: Step | null): void {
		this.#steps.hidden = now === null;
		const at = now ? STEPS.indexOf(now) : -1;
		const rows = STEPS.map((step, index) => {
			const name = t(`step_${step}`);
			const button = h(
				"button",
				{
					type: "button",
					class: index < at ? "step-mark is-done" : "step-mark",
					"aria-current": index === at ? "step" : undefined,
					"aria-label": index < at ? t("step_done", { step: name }) : undefined,
					on: { click: () => this.onStep(step) },
				},
				h("span", { class: "step-number", "aria-hidden": "true" }, index < at ? icon("check") : index + 1),
				name,
			);
			return h("li", {}, button);
		});
		replace(this.#steps, h("ol", {}, ...rows));
	}
}
