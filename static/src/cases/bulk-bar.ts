import { h, replace } from "../lib/dom";
import { nameOf } from "../lib/language";
import type { Page } from "../lib/page";
import type { CaseList } from "./case-list";
import { actionName, ct } from "./texts";

/** What may be done to many at once, and what it needs. */
const ACTIONS: Record<string, "department_code" | "reason" | null> = {
	verify: null,
	file: null,
	dispatch: "department_code",
	claim: null,
	supervise: "reason",
};
const MAX_AT_ONCE = 200;

interface Results {
	results: { id: string; status: number; detail?: string }[];
}

/** One action on all selected cases; each stands for itself, and what was refused says why. */
export class BulkBar {
	readonly element = h("section", { class: "bulk-bar", "aria-label": ct("bulk"), hidden: true });
	readonly #count = h("span", { class: "bulk-count" });
	readonly #extra = h("div", { class: "bulk-extra" });
	readonly #said = h("div", { class: "bulk-said", role: "status" });
	readonly #action: HTMLSelectElement;
	readonly #do: HTMLButtonElement;

	constructor(
		private readonly page: Page,
		private readonly list: () => CaseList,
		private readonly changed: () => void,
	) {
		this.#action = h(
			"select",
			{ class: "select", id: "bulk-action", "aria-label": ct("bulk"), on: { change: () => this.#ask() } },
			h("option", { value: "" }, ct("bulk_choose")),
			...Object.keys(ACTIONS).map((action) => h("option", { value: action }, actionName(action))),
		);
		this.#do = h("button", { type: "submit", class: "button primary" }, ct("bulk_do"));
		const clear = h(
			"button",
			{ type: "button", class: "link", on: { click: () => this.list().uncheckAll() } },
			ct("clear_selection"),
		);
		const submit = (event: Event) => {
			event.preventDefault();
			this.#act();
		};
		const form = h("form", { class: "bulk-form", on: { submit } }, this.#action, this.#extra, this.#do);
		replace(this.element, h("div", { class: "bulk-head" }, this.#count, clear), form, this.#said);
		this.#ask();
	}

	/** Another number of cases is selected. */
	update(): void {
		const { size } = this.list().checked;
		this.element.hidden = size === 0 && !this.#said.hasChildNodes();
		this.#count.textContent = ct("selected", { count: size });
		this.#do.disabled = size === 0 || this.#action.value === "";
	}

	#ask(): void {
		const need = ACTIONS[this.#action.value];
		const { departments } = this.page.catalog;
		if (need === "department_code") {
			const options = departments.map((one) => h("option", { value: one.code }, nameOf(one)));
			const label = { class: "select", id: "bulk-value", required: true, "aria-label": ct("department") };
			replace(this.#extra, h("select", label, h("option", { value: "" }, ct("department")), ...options));
		} else if (need === "reason") {
			const label = { class: "input", id: "bulk-value", required: true, maxlength: 4000, placeholder: ct("reason") };
			replace(this.#extra, h("input", { ...label, "aria-label": ct("reason") }));
		} else replace(this.#extra);
		this.#do.disabled = this.#action.value === "";
	}

	async #act(): Promise<void> {
		const list = this.list();
		const ids = [...list.checked];
		const action = this.#action.value;
		if (ids.length > MAX_AT_ONCE) {
			replace(this.#said, ct("too_many", { limit: MAX_AT_ONCE }));
			return;
		}
		const need = ACTIONS[action];
		const value = this.#extra.querySelector<HTMLInputElement | HTMLSelectElement>("#bulk-value")?.value;
		const numbers = new Map(list.rows.items.map((item) => [item.id, String(item.number)]));
		this.#do.disabled = true;
		replace(this.#said, ct("working"));
		try {
			const body = { ids, action, ...(need ? { [need]: value } : {}) };
			const { results } = await this.page.api.post<Results>("/incidents/bulk-actions", body);
			const refused = results.filter(({ status }) => status !== 200);
			const lines = refused.map(({ id, detail }) =>
				h("li", {}, `${ct("number", { number: numbers.get(id) ?? id })}: ${detail ?? ""}`),
			);
			replace(
				this.#said,
				h("p", {}, ct("bulk_done", { count: results.length - refused.length })),
				refused.length > 0 && h("p", {}, ct("bulk_failed", { count: refused.length })),
				refused.length > 0 && h("ul", {}, ...lines),
			);
			list.uncheckAll();
			this.changed();
		} catch (error) {
			replace(this.#said, (error as Error).message);
			this.#do.disabled = false;
		}
	}
}
