import { h, replace } from "../lib/dom";
import { hasFilters, NO_FILTERS } from "../lib/filters";
import { icon } from "../lib/icons";
import { type MessageKey, nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { addDays } from "../lib/time";
import { categoryFilter } from "./category-filter";
import { statusFilter } from "./status-filter";

/** What the whole page is narrowed to. */
export function filterPanel(page: Page): HTMLElement {
	return h(
		"section",
		{ class: "block", "aria-labelledby": "filters-title" },
		h(
			"div",
			{ class: "block-head" },
			h("h2", { id: "filters-title", class: "block-title" }, t("filters")),
			clearButton(page),
		),
		dayFields(page),
		statusFilter(page),
		categoryFilter(page),
		departmentField(page),
		timeField(page, "isOverdue", "overdue_only"),
		timeField(page, "isLate", "late_only"),
	);
}

function clearButton(page: Page): HTMLElement {
	const button = h(
		"button",
		{ type: "button", class: "link", on: { click: () => page.store.go({ ...NO_FILTERS }) } },
		t("clear_filters"),
	);
	const update = () => {
		button.hidden = !hasFilters(page.store.view);
	};
	page.store.subscribe(update);
	update();
	return button;
}

/** The time range as two dates, for those who would rather type than drag the brush. */
function dayFields(page: Page): HTMLElement {
	const { store, feeds } = page;
	const whole = feeds.wholePeriod;
	const box = h("div", { class: "field-pair" });
	if (!whole) return box;
	const last = addDays(whole.to, -1);
	const from = h("input", { type: "date", id: "from", class: "input", min: whole.from, max: last });
	const to = h("input", { type: "date", id: "to", class: "input", min: whole.from, max: last });
	const change = () => {
		if (from.value && to.value && from.value > to.value) to.value = from.value;
		store.go({
			from: from.value && from.value > whole.from ? from.value : null,
			to: to.value && to.value < last ? addDays(to.value, 1) : null,
		});
	};
	from.addEventListener("change", change);
	to.addEventListener("change", change);
	const update = () => {
		from.value = store.view.from ?? whole.from;
		to.value = addDays(store.view.to ?? whole.to, -1);
	};
	store.subscribe(update);
	update();
	replace(
		box,
		h("div", { class: "field" }, h("label", { for: "from" }, t("from_day")), from),
		h("div", { class: "field" }, h("label", { for: "to" }, t("to_day")), to),
	);
	return box;
}

function departmentField({ catalog, store }: Page): HTMLElement {
	const select = h(
		"select",
		{ class: "select", id: "department", on: { change: () => store.go({ department: select.value || null }) } },
		h("option", { value: "" }, t("all_departments")),
		...catalog.departments.map((item) => h("option", { value: item.code }, nameOf(item))),
	);
	const update = () => {
		select.value = store.view.department ?? "";
	};
	store.subscribe(update);
	update();
	return h("div", { class: "field" }, h("label", { for: "department" }, t("department")), select);
}

function timeField({ store }: Page, name: "isLate" | "isOverdue", label: MessageKey): HTMLElement {
	const input = h("input", {
		type: "checkbox",
		class: "switch",
		role: "switch",
		id: name,
		on: { change: () => store.go({ [name]: input.checked }) },
	});
	const update = () => {
		input.checked = store.view[name];
	};
	store.subscribe(update);
	update();
	return h("label", { class: "layer-label", for: name }, icon("clock"), h("span", {}, t(label)), input);
}
