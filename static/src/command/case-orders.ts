import { ApiError } from "../api";
import { h, replace } from "../lib/dom";
import { Feed } from "../lib/feed";
import { nameOf, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { dispatch } from "../messages/dispatch";
import { feedView } from "../panels/feed-status";
import type { IncidentDetails } from "../types";
import { actionForm, canBeFilledIn } from "./action-form";
import { CaseOrders, missingStep, type Offer, type Offers, type Values, wayFrom } from "./offers";

const WAY_NAMES = { verify: ["Verify", "核实"], file: ["File", "立案"], dispatch: ["Dispatch", "派遣"] };

/** What may be done to the chosen case: above all to send somebody, with one key. */
export class CaseOrdersBlock {
	readonly element: HTMLElement;
	readonly #orders: CaseOrders;
	readonly #feed: Feed<Offers>;
	readonly #said = h("p", { class: "orders-said", role: "status" });
	readonly #form = h("div", {});
	#send: HTMLButtonElement | null = null;

	constructor(
		private readonly page: Page,
		private readonly chosen: () => IncidentDetails | null,
	) {
		this.#orders = new CaseOrders(page.api);
		this.#feed = new Feed<Offers>(
			() => chosen()?.id ?? null,
			(id, signal) => this.#orders.offers(id, signal),
		);
		const offers = feedView(this.#feed, (found) => this.#draw(found), { placeholderRows: 1 });
		this.element = h("div", { class: "orders" }, offers, this.#form, this.#said);
	}

	/** Another case was chosen, or the same one changed. */
	refresh(isOther: boolean): void {
		if (isOther) {
			replace(this.#said);
			replace(this.#form);
		}
		if (isOther) this.#feed.refresh();
		else this.#feed.reload();
	}

	/** The one key: whether there was something to send. */
	press(): boolean {
		const button = this.#send;
		if (!button?.isConnected || button.disabled) return false;
		button.click();
		return true;
	}

	#draw(found: Offers): Node[] {
		const t = texts(dispatch);
		this.#send = null;
		const others = found.actions.filter((offer) => offer.action !== "dispatch" && canBeFilledIn(offer));
		if (!found.actions.length)
			return [h("p", { class: "hint" }, t("nothing"), " ", h("a", { href: "/sign-in" }, t("sign_in")))];
		return [
			...this.#wayOf(found),
			h(
				"details",
				{ class: "order-others" },
				h("summary", {}, t("others")),
				h("div", { class: "button-row" }, ...others.map((offer) => this.#otherButton(offer, found.version))),
			),
		];
	}

	/** Whom to send it to, suggested by who is responsible, and the button of the one key. */
	#wayOf(found: Offers): Node[] {
		const t = texts(dispatch);
		const steps = wayFrom(found);
		const missing = steps.length ? null : missingStep(found);
		if (missing) return [h("p", { class: "hint" }, t(missing === "verify" ? "first_verify" : "first_other"))];
		if (!steps.length) return [];
		const { catalog } = this.page;
		const label = h("span", {});
		const select = h(
			"select",
			{ class: "select", id: "dispatch-to", on: { change: () => name() } },
			h("option", { value: "" }, t("choose")),
			...catalog.departments.map((one) => h("option", { value: one.code }, nameOf(one))),
		);
		const button = h(
			"button",
			{ type: "button", class: "button primary wide", id: "dispatch-now", on: { click: () => this.#go(select.value) } },
			label,
			h("kbd", { title: t("send_key"), "aria-hidden": "true" }, "D"),
		);
		const name = () => {
			button.disabled = select.value === "";
			label.textContent = t("send", { name: catalog.departmentName(select.value) || "…" });
		};
		select.value = this.chosen()?.department_code ?? "";
		name();
		this.#send = button;
		const names = steps.map((step) => {
			const [name, name_zh] = WAY_NAMES[step as keyof typeof WAY_NAMES];
			return nameOf({ name, name_zh });
		});
		return [
			h("div", { class: "field" }, h("label", { for: "dispatch-to" }, t("to_whom")), select),
			button,
			...(steps.length > 1 ? [h("p", { class: "hint" }, t("way", { steps: names.join(t("way_joint")) }))] : []),
		];
	}

	#otherButton(offer: Offer, version: number): HTMLElement {
		const act = (values: Values) => this.#act(offer, version, values);
		const cancel = () => replace(this.#form);
		const click = () => {
			if (!offer.needs.length) return act({});
			replace(this.#form, actionForm(this.page, offer, act, cancel));
			this.#form.querySelector<HTMLElement>("input, select, textarea")?.focus();
		};
		return h("button", { type: "button", class: "button", "data-action": offer.action, on: { click } }, nameOf(offer));
	}

	async #go(department_code: string): Promise<void> {
		const id = this.chosen()?.id;
		if (!id) return;
		const done: string[] = [];
		await this.#tell(done, () => this.#orders.send(id, department_code, (offer) => done.push(nameOf(offer))));
	}

	async #act(offer: Offer, version: number, values: Values): Promise<void> {
		const id = this.chosen()?.id;
		if (!id) return;
		const done: string[] = [];
		await this.#tell(done, async () => {
			await this.#orders.act(id, offer.action, version, values);
			done.push(nameOf(offer));
			replace(this.#form);
		});
	}

	/** Works, says what came of it, and shows the case as it is then. */
	async #tell(done: string[], work: () => Promise<void>): Promise<void> {
		const t = texts(dispatch);
		if (this.#send) this.#send.disabled = true;
		this.#said.textContent = t("working");
		const names = () => done.join(t("way_joint")) || "—";
		try {
			await work();
			await this.#reload();
			const status = this.page.catalog.statusName(this.chosen()?.status ?? "");
			this.#said.textContent = t("done", { names: names(), status });
		} catch (error) {
			await this.#reload();
			const cause = error instanceof ApiError ? error.message : String(error);
			this.#said.textContent = t("stopped", { names: names(), cause });
		}
	}

	#reload(): Promise<void> {
		const { incident } = this.page.feeds;
		incident.reload();
		return new Promise((resolve) => {
			const stop = incident.subscribe((state) => {
				if (state.status === "loading") return;
				stop();
				resolve();
			});
		});
	}
}
