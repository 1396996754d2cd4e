import { ApiError } from "../api";
import type { Offer, Offers } from "../command/offers";
import { h, replace } from "../lib/dom";
import { Feed } from "../lib/feed";
import { nameOf } from "../lib/language";
import type { Page } from "../lib/page";
import { feedView } from "../panels/feed-status";
import { type OrderField, orderField } from "./order-fields";
import { ct } from "./texts";
import type { CaseDetails } from "./types";

/** What brings a case on; everything else stands behind it. */
const FORWARD = ["verify", "file", "dispatch", "claim", "feedback", "check", "pass", "extend", "suspend", "review"];
const ALWAYS = ["reason", "note"];

/** What the reader may do to a case, and the form of what each action needs. It outlives a reload of the case, with what was typed. */
export class OrderBlock {
	readonly element: HTMLElement;
	readonly #feed: Feed<Offers>;
	readonly #form = h("div", { class: "order-form" });
	readonly #said = h("p", { class: "orders-said", role: "status" });
	#opened: string | null = null;
	#isAwaited = false;
	#askedFrom: Element | null = null;

	constructor(
		private readonly known: Pick<Page, "api" | "catalog">,
		private readonly now: () => CaseDetails | null,
		/** Reads the case again; ends when it is there. */
		private readonly reload: () => Promise<void>,
	) {
		this.#feed = new Feed<Offers>(
			() => now()?.id ?? null,
			(id, signal) => known.api.get<Offers>(`/incidents/${encodeURIComponent(id)}/actions`, signal),
		);
		const offers = feedView(this.#feed, (found) => this.#draw(found), { placeholderRows: 1 });
		this.#feed.subscribe(({ status }) => status === "ready" && this.#isAwaited && this.#takeFocus());
		this.element = h(
			"section",
			{ class: "orders", "aria-label": ct("actions") },
			h("h3", { class: "block-title" }, ct("actions")),
			offers,
			this.#form,
			this.#said,
		);
	}

	/** Another case is shown, or the same one as it is now. */
	refresh(isOther: boolean): void {
		if (isOther) {
			this.#close();
			replace(this.#said);
			this.#feed.refresh();
		} else this.#feed.reload();
	}

	/** Leads the keyboard to what may be done, now or as soon as it is known. */
	focus(): void {
		const first = this.element.querySelector<HTMLElement>("button, a");
		this.#isAwaited = !first;
		this.#askedFrom = document.activeElement;
		first?.focus();
	}

	/** Unless the reader went elsewhere in the meantime. */
	#takeFocus(): void {
		const { activeElement, body } = document;
		if (activeElement === body || activeElement === this.#askedFrom) this.focus();
		this.#isAwaited = false;
		this.#askedFrom = null;
	}

	/** Before the case or its actions are drawn again: the keyboard comes back here when they are known. */
	keepFocus(): void {
		this.#isAwaited ||= this.element.contains(document.activeElement);
	}

	#draw(offers: Offers): Node[] {
		this.keepFocus();
		const hasTask = this.now()?.tasks.some(({ state }) => state === "open");
		const actions = offers.actions.filter(({ action }) => action !== "cancel_task" || hasTask);
		if (!actions.length) {
			const isStranger = !this.known.api.isSignedIn;
			return [
				h("p", { class: "hint" }, ct("no_actions"), " ", isStranger && h("a", { href: "/sign-in" }, ct("sign_in"))),
			];
		}
		if (this.#opened && !actions.some(({ action }) => action === this.#opened)) {
			this.#close();
			this.#said.textContent = ct("gone");
		}
		const rank = ({ action }: Offer) => (FORWARD.includes(action) ? 0 : 1);
		const sorted = [...actions].sort((a, b) => rank(a) - rank(b));
		return [h("div", { class: "button-row" }, ...sorted.map((offer) => this.#button(offer)))];
	}

	#button(offer: Offer): HTMLElement {
		const isForward = FORWARD.includes(offer.action);
		return h(
			"button",
			{
				type: "button",
				class: isForward ? "button primary" : "button",
				"data-action": offer.action,
				on: { click: () => this.#open(offer) },
			},
			nameOf(offer),
		);
	}

	#open(offer: Offer): void {
		const found = this.now();
		if (!found) return;
		replace(this.#said);
		const names = [...offer.needs, ...offer.takes];
		if (!names.length) {
			this.#act(offer, []);
			return;
		}
		this.#opened = offer.action;
		// A reason or a note may always be given; a note is asked for where photos are.
		const extra = offer.takes.length ? ALWAYS.filter((name) => name === "note" && !names.includes(name)) : [];
		const fields = [...names, ...extra].map((name) =>
			orderField(this.known, found, offer.action, name, offer.needs.includes(name)),
		);
		const submit = (event: Event) => {
			event.preventDefault();
			this.#act(offer, fields);
		};
		replace(
			this.#form,
			h(
				"form",
				{ class: "action-form", "aria-label": nameOf(offer), on: { submit } },
				h("h4", {}, nameOf(offer)),
				...fields.map(({ element }) => element),
				h(
					"div",
					{ class: "button-row" },
					h("button", { type: "submit", class: "button primary" }, ct("do_it", { name: nameOf(offer) })),
					h("button", { type: "button", class: "button quiet", on: { click: () => this.#close() } }, ct("cancel")),
				),
			),
		);
		this.#form.querySelector<HTMLElement>("input, select, textarea")?.focus();
	}

	#close(): void {
		this.#opened = null;
		replace(this.#form);
	}

	async #act(offer: Offer, fields: OrderField[]): Promise<void> {
		const found = this.now();
		if (!found) return;
		this.#said.textContent = ct("working");
		this.#enable(false);
		try {
			const body: Record<string, unknown> = { action: offer.action, version: found.version };
			for (const { name, read } of fields) body[name] = await read();
			await this.known.api.post(`/incidents/${encodeURIComponent(found.id)}/actions`, body);
			this.#close();
			await this.reload();
			const status = this.known.catalog.statusName(this.now()?.status ?? "");
			this.#said.textContent = ct("done", { name: nameOf(offer), status });
		} catch (error) {
			const isStale = error instanceof ApiError && error.status === 409;
			const why =
				error instanceof ApiError && error.errors.length ? error.errors.map((one) => one.detail).join("; ") : "";
			if (isStale) await this.reload();
			this.#said.textContent = isStale ? `${ct("stale")} ` : why || (error as Error).message;
			if (isStale) this.#said.append(h("small", {}, (error as Error).message));
		}
		this.#enable(true);
	}

	#enable(isOn: boolean): void {
		for (const button of this.element.querySelectorAll("button")) button.disabled = !isOn;
	}
}
