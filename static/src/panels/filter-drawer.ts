import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";

export const PHONE = window.matchMedia("(max-width: 760px)");

/** Layers and filters: a column beside the map on a desktop, a drawer over it on a phone. */
export class FilterDrawer {
	readonly element: HTMLElement;
	#cameFrom: Element | null = null;

	constructor(...content: HTMLElement[]) {
		const close = h(
			"button",
			{ type: "button", class: "icon-button", "aria-label": t("close"), on: { click: () => this.close() } },
			icon("close"),
		);
		this.element = h(
			"aside",
			{
				class: "drawer",
				id: "filters",
				"aria-label": t("layers_and_filters"),
				on: { keydown: (event) => event.key === "Escape" && this.close() },
			},
			h(
				"div",
				{ class: "drawer-head phone-only" },
				h("span", { class: "panel-title" }, t("layers_and_filters")),
				close,
			),
			...content,
		);
		const settle = () => {
			this.element.inert = PHONE.matches && !this.element.classList.contains("is-open");
		};
		PHONE.addEventListener("change", settle);
		settle();
	}

	open(): void {
		this.#cameFrom = document.activeElement;
		this.element.classList.add("is-open");
		this.element.inert = false;
		this.element.querySelector<HTMLElement>(".drawer-head button")?.focus();
	}

	close(): void {
		if (!PHONE.matches) return;
		this.element.classList.remove("is-open");
		this.element.inert = true;
		if (this.#cameFrom instanceof HTMLElement) this.#cameFrom.focus();
	}
}
