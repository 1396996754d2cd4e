import { ApiError } from "../api";
import { h, replace } from "../lib/dom";
import { nameOf, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { boxOf, isPolygonal } from "../lib/polygon";
import { alertTexts } from "../messages/alerts";
import type { AlertAction, AlertDetails, AlertGeometry, Items, Officer } from "../types";

const NEAREST = 5;

/** Acknowledge, assign, dismiss with a reason: what the asker may do with an alert. */
export class AlertDecision {
	readonly #said = h("p", { class: "orders-said", role: "status" });
	readonly #form = h("div", {});
	#shown: number | null = null;

	constructor(
		private readonly page: Page,
		private readonly changed: () => void,
	) {}

	draw(alert: AlertDetails, geometry: AlertGeometry | null): HTMLElement {
		const t = texts(alertTexts);
		replace(this.#form);
		if (alert.id !== this.#shown) replace(this.#said);
		this.#shown = alert.id;
		const buttons = alert.actions.map((action) => {
			const click = () => (action.needs.length ? this.#ask(alert, action, geometry) : this.#send(alert, action, {}));
			const attributes = { type: "button", class: "button", "data-action": action.action, on: { click } };
			return h("button", attributes, nameOf(action));
		});
		return h(
			"section",
			{ class: "orders", "aria-label": t("decide") },
			buttons.length
				? h("div", { class: "button-row" }, ...buttons)
				: h("p", { class: "hint" }, h("a", { href: "/sign-in" }, t("sign_in"))),
			this.#form,
			this.#said,
		);
	}

	#ask(alert: AlertDetails, action: AlertAction, geometry: AlertGeometry | null): void {
		const t = texts(alertTexts);
		const reason = h("textarea", { class: "input", id: "alert-reason", rows: 2, maxlength: 2000, required: true });
		const whom = h("select", { class: "select", id: "alert-whom", required: true });
		const isAssignment = action.needs.includes("assigned_to");
		if (isAssignment) this.#offer(whom, geometry);
		const submit = (event: Event) => {
			event.preventDefault();
			this.#send(alert, action, isAssignment ? { assigned_to: whom.value } : { reason: reason.value });
		};
		const field = isAssignment
			? h("div", { class: "field" }, h("label", { for: "alert-whom" }, t("to_whom")), whom)
			: h("div", { class: "field" }, h("label", { for: "alert-reason" }, t("reason")), reason);
		const cancel = () => replace(this.#form);
		replace(
			this.#form,
			h(
				"form",
				{ class: "action-form", "aria-label": nameOf(action), on: { submit } },
				field,
				h(
					"div",
					{ class: "button-row" },
					h("button", { type: "submit", class: "button primary" }, nameOf(action)),
					h("button", { type: "button", class: "button quiet", on: { click: cancel } }, t("cancel")),
				),
			),
		);
		(isAssignment ? whom : reason).focus();
	}

	/** The officers nearest to the place, then every department. */
	async #offer(whom: HTMLSelectElement, geometry: AlertGeometry | null): Promise<void> {
		const t = texts(alertTexts);
		const departments = this.page.catalog.departments.map((one) =>
			h("option", { value: `department:${one.code}` }, nameOf(one)),
		);
		replace(whom, h("option", { value: "" }, "—"), ...departments);
		if (geometry === null) return;
		const [west, south, east, north] = isPolygonal(geometry)
			? boxOf(geometry)
			: [...geometry.coordinates, ...geometry.coordinates];
		const near = `${(west + east) / 2},${(south + north) / 2}`;
		const { items } = await this.page.api.get<Items<Officer>>(`/officers/on-duty?near=${near}&limit=${NEAREST}`);
		const officers = items.map((one) =>
			h("option", { value: `officer:${one.code}` }, t("officer", { name: one.name })),
		);
		whom.firstElementChild?.after(...officers);
	}

	async #send(alert: AlertDetails, action: AlertAction, values: Record<string, string>): Promise<void> {
		const body = { action: action.action, version: alert.version, ...values };
		try {
			await this.page.api.post(`/alerts/${alert.id}/actions`, body);
			this.#said.textContent = texts(alertTexts)("done", { name: nameOf(action) });
		} catch (error) {
			this.#said.textContent = error instanceof ApiError ? error.message : String(error);
		}
		this.changed();
	}
}
