import { h, replace } from "../lib/dom";
import { filterQuery, hasFilters, withQuery } from "../lib/filters";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { Page } from "../lib/page";
import { filterPanel } from "../panels/filter-panel";
import type { Items, Officer } from "../types";
import { savedFilters } from "./saved-filters";
import { type CaseText, ct } from "./texts";

export const SORTS = ["-reported_at", "reported_at", "clock_due_at", "number"] as const;
const FORMATS = ["csv", "xlsx", "geojson", "gpkg"];
const TYPING_MS = 300;

/** Search, filters, order and export of the work queue. */
export function caseFilters(page: Page, mayExport: boolean): HTMLElement {
	const summary = h("summary", { class: "button" }, icon("filter"), h("span", {}, ct("filters")));
	const details = h("details", { class: "case-filters" }, summary, filterPanel(page), ownerField(page));
	const update = () => {
		const name = summary.querySelector("span")!;
		name.textContent = ct(hasFilters(page.store.view) ? "filters_on" : "filters");
		summary.classList.toggle("is-on", hasFilters(page.store.view));
	};
	page.store.subscribe(update);
	update();
	return h(
		"div",
		{ class: "queue-tools" },
		searchField(page),
		h(
			"div",
			{ class: "queue-tool-row" },
			sortField(page),
			mayExport && exportMenu(page),
			page.api.isSignedIn && savedFilters(page),
			details,
		),
	);
}

/** Digits alone are a case's number; everything else are words of its text. */
function searchField({ store }: Page): HTMLElement {
	const input = h("input", {
		type: "search",
		id: "case-search",
		class: "input",
		maxlength: 200,
		placeholder: ct("search"),
		"aria-label": ct("search_hint"),
		autocomplete: "off",
	});
	let timer = 0;
	const search = () => {
		clearTimeout(timer);
		const words = input.value.trim();
		const isNumber = /^[1-9]\d{0,14}$/.test(words);
		store.go({ number: isNumber ? Number(words) : null, text: isNumber || !words ? null : words });
	};
	input.addEventListener("input", () => {
		clearTimeout(timer);
		timer = window.setTimeout(search, TYPING_MS);
	});
	input.addEventListener("change", search);
	const update = () => {
		const { number, text } = store.view;
		const shown = number === null ? (text ?? "") : String(number);
		if (document.activeElement !== input) input.value = shown;
	};
	store.subscribe(update);
	update();
	return h(
		"div",
		{ class: "case-search", role: "search" },
		icon("search"),
		input,
		h("kbd", { "aria-hidden": "true" }, "/"),
	);
}

function sortField({ store }: Page): HTMLElement {
	const select = h(
		"select",
		{
			class: "select",
			id: "case-sort",
			"aria-label": ct("sort"),
			on: { change: () => store.go({ sort: select.value === SORTS[0] ? null : select.value }) },
		},
		...SORTS.map((sort) => h("option", { value: sort }, ct(`sort_${sort}` as CaseText))),
	);
	const update = () => {
		select.value = store.view.sort ?? SORTS[0];
	};
	store.subscribe(update);
	update();
	return select;
}

/** Officers are many: their list is read when somebody wants to choose. */
function ownerField({ api, catalog, store }: Page): HTMLElement {
	const officers = h("optgroup", { label: ct("owner_officers") });
	const departments = h(
		"optgroup",
		{ label: ct("owner_departments") },
		...catalog.departments.map((one) => h("option", { value: one.code }, nameOf(one))),
	);
	const select = h(
		"select",
		{ class: "select", id: "case-owner", on: { change: () => store.go({ owner: select.value || null }) } },
		h("option", { value: "" }, ct("owner_all")),
		departments,
		officers,
	);
	let isAsked = false;
	const load = async () => {
		if (isAsked) return;
		isAsked = true;
		const { items } = await api.get<Items<Officer>>("/officers/on-duty?limit=5000");
		const sorted = items.sort((a, b) => a.name.localeCompare(b.name));
		replace(officers, ...sorted.map((one) => h("option", { value: one.code }, one.name)));
		update();
	};
	const update = () => {
		select.value = store.view.owner ?? "";
	};
	select.addEventListener("focus", () => load().catch(() => undefined));
	store.subscribe(update);
	if (store.view.owner) load().catch(() => undefined);
	update();
	return h("div", { class: "block field" }, h("label", { for: "case-owner" }, ct("owner")), select);
}

/** All that is filtered, as a file. */
function exportMenu(page: Page): HTMLElement {
	const links = FORMATS.map((format) => h("a", { class: "button quiet", download: "" }, format));
	const update = () => {
		links.forEach((link, index) => {
			const query = filterQuery(page.store.view, page.city.time_zone);
			query.set("format", FORMATS[index]);
			link.href = withQuery("/api/v1/exports/incidents", query);
		});
	};
	page.store.subscribe(update);
	update();
	return h(
		"details",
		{ class: "case-export" },
		h("summary", { class: "button" }, ct("export")),
		h("div", { class: "case-formats" }, ...links),
	);
}
