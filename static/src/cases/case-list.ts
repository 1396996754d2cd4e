import { selectIncident } from "../actions";
import { h, replace } from "../lib/dom";
import { filterQuery } from "../lib/filters";
import { languageTag, nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { statusGroup } from "../lib/status-groups";
import { formatInstant } from "../lib/time";
import { statusMark } from "../panels/status-mark";
import type { Incident } from "../types";
import { CaseRows } from "./case-rows";
import { ct } from "./texts";
import { clockBadge } from "./time-left";

/** The cases of the queue. What is chosen here is chosen on the map, and the other way round. */
export class CaseList {
	readonly element: HTMLElement;
	readonly rows: CaseRows;
	readonly checked = new Set<string>();
	readonly #count = h("p", { class: "case-count", role: "status" });
	readonly #list = h("ol", { class: "case-list", "aria-label": ct("case_list") });
	readonly #foot = h("div", { class: "case-foot" });

	constructor(
		private readonly page: Page,
		private readonly canSelect: boolean,
		private readonly onChecked: () => void,
	) {
		this.rows = new CaseRows(
			page.api,
			() => {
				const query = filterQuery(page.store.view, page.city.time_zone);
				query.set("sort", page.store.view.sort ?? "-reported_at");
				return query;
			},
			() => this.#draw(),
		);
		this.element = h(
			"section",
			{ class: "case-list-box", tabindex: "-1", on: { keydown: (event) => this.#press(event) } },
			h("div", { class: "case-list-head" }, canSelect && this.#checkAll(), this.#count),
			this.#list,
			this.#foot,
		);
		page.store.subscribe((view, before) => {
			this.rows.refresh();
			if (view.selection !== before.selection) this.#mark();
		});
		this.rows.refresh();
	}

	get current(): Incident | undefined {
		const { selection } = this.page.store.view;
		return this.rows.items.find(({ id }) => id === selection?.id);
	}

	/** The case after or before the chosen one; at the end of the list more are read. */
	async step(by: 1 | -1): Promise<void> {
		const { items } = this.rows;
		const at = this.current ? items.indexOf(this.current) + by : by > 0 ? 0 : -1;
		if (at >= items.length) await this.rows.more();
		const next = this.rows.items[at];
		if (!next) return;
		this.page.store.adjust({ selection: { kind: "incident", id: next.id } });
		this.#bringIntoView(next);
		this.#row(next.id)?.querySelector<HTMLElement>(".case-row")?.focus({ preventScroll: true });
	}

	toggleChecked(id: string | undefined): void {
		if (!id || !this.canSelect) return;
		if (!this.checked.delete(id)) this.checked.add(id);
		this.#mark();
		this.onChecked();
	}

	uncheckAll(): void {
		this.checked.clear();
		this.#mark();
		this.onChecked();
	}

	#bringIntoView({ lon, lat }: Incident): void {
		const { map } = this.page;
		if (lon !== null && lat !== null && !map.getBounds().contains([lat, lon])) map.panTo([lat, lon]);
	}

	#press(event: KeyboardEvent): void {
		const isRow = event.target instanceof HTMLElement && event.target.matches(".case-row");
		if (!isRow || event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			this.step(event.key === "ArrowDown" ? 1 : -1);
		}
		const id = (event.target as HTMLElement).dataset.id;
		if (event.key === "Enter" && id && id === this.page.store.view.selection?.id) {
			event.preventDefault();
			location.assign(`/cases/${id}`);
		}
	}

	#checkAll(): HTMLElement {
		const box = h("input", {
			type: "checkbox",
			class: "check",
			id: "check-all",
			"aria-label": ct("select_all"),
			title: ct("select_all"),
			on: {
				change: () => {
					for (const { id } of this.rows.items) {
						if (box.checked) this.checked.add(id);
						else this.checked.delete(id);
					}
					this.#mark();
					this.onChecked();
				},
			},
		});
		return h("label", { class: "case-check" }, box);
	}

	#draw(): void {
		const { rows } = this;
		this.element.setAttribute("aria-busy", String(rows.state === "loading"));
		if (rows.state === "loading") return;
		const listed = new Set(rows.items.map(({ id }) => id));
		for (const id of this.checked) if (!listed.has(id)) this.checked.delete(id);
		this.onChecked();
		this.#count.textContent = ct("found", { count: rows.total });
		const focus = this.#focused();
		replace(this.#list, ...rows.items.map((item) => this.#item(item)));
		replace(this.#foot, ...this.#footOf());
		this.#mark({ isQuiet: true });
		if (focus) this.#list.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
	}

	/** Where in the list the keyboard is, as a selector that finds it in the list drawn anew. */
	#focused(): string | null {
		const { activeElement } = document;
		const id = activeElement?.closest<HTMLElement>("li")?.dataset.id;
		if (!id || !this.#list.contains(activeElement)) return null;
		return `li[data-id="${CSS.escape(id)}"] ${activeElement?.matches(".check") ? ".check" : ".case-row"}`;
	}

	#footOf(): Node[] {
		const { rows } = this;
		const again = (label: string, run: () => void) =>
			h("button", { type: "button", class: "button wide", on: { click: run } }, label);
		if (rows.state === "failed")
			return [
				h("p", { class: "notice", role: "alert" }, rows.error?.message ?? t("load_failed")),
				again(t("retry"), () => rows.reload()),
			];
		if (!rows.items.length) return [h("p", { class: "empty" }, ct("none"))];
		return rows.hasMore ? [again(ct("more"), () => rows.more())] : [];
	}

	#item(item: Incident): HTMLElement {
		const { catalog, city } = this.page;
		const owner = nameOf({ name: item.owner_name, name_zh: item.owner_name_zh });
		const place = item.address ?? nameOf({ name: item.grid_name, name_zh: item.grid_name_zh });
		return h(
			"li",
			{ "data-id": item.id },
			this.canSelect &&
				h(
					"label",
					{ class: "case-check" },
					h("input", {
						type: "checkbox",
						class: "check",
						"aria-label": ct("select_case", { number: String(item.number) }),
						on: { change: () => this.toggleChecked(item.id) },
					}),
				),
			h(
				"button",
				{
					type: "button",
					class: "case-row",
					"data-id": item.id,
					on: { click: () => selectIncident(this.page, item.id, item) },
				},
				statusMark(statusGroup(item.status)),
				h("span", { class: "case-what" }, catalog.categoryName(item.category_code)),
				clockBadge(item.clock_due_at, item.clock_state),
				h("span", { class: "case-line" }, [catalog.statusName(item.status), owner].filter(Boolean).join(" · ")),
				h(
					"span",
					{ class: "case-line" },
					[
						ct("number", { number: String(item.number) }),
						formatInstant(item.reported_at, languageTag(), city.time_zone),
						place,
					]
						.filter(Boolean)
						.join(" · "),
				),
			),
		);
	}

	#row(id: string): HTMLElement | null {
		return this.#list.querySelector<HTMLElement>(`li[data-id="${CSS.escape(id)}"]`);
	}

	/** `isQuiet`: the list stays where it was scrolled to. */
	#mark({ isQuiet = false } = {}): void {
		const chosen = this.page.store.view.selection?.id;
		for (const row of this.#list.querySelectorAll<HTMLElement>("li")) {
			const id = row.dataset.id ?? "";
			const isChosen = id === chosen;
			const button = row.querySelector(".case-row")!;
			if (isChosen) button.setAttribute("aria-current", "true");
			else button.removeAttribute("aria-current");
			if (isChosen && !isQuiet && !isInSight(row, this.element)) row.scrollIntoView({ block: "center" });
			const box = row.querySelector<HTMLInputElement>(".check");
			if (box) box.checked = this.checked.has(id);
		}
		const all = this.element.querySelector<HTMLInputElement>("#check-all");
		if (!all) return;
		const { length } = this.rows.items;
		all.checked = length > 0 && this.checked.size === length;
		all.indeterminate = this.checked.size > 0 && this.checked.size < length;
	}
}

function isInSight(row: HTMLElement, box: HTMLElement): boolean {
	const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
	return inner.top >= outer.top && inner.bottom <= outer.bottom;
}
