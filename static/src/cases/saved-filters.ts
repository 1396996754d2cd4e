import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import type { Page } from "../lib/page";
import { EMPTY_VIEW, formatView } from "../lib/view";
import type { Items } from "../types";
import { ct } from "./texts";

interface SavedFilter {
	id: number;
	name: string;
	question: string;
}

const MAX_NAME = 80;

/** Questions that the reader keeps under a name: queue, filters, area and order; not where the map stood. */
export function savedFilters({ api, store }: Page): HTMLElement {
	const list = h("ul", {});
	const problem = h("p", { class: "form-problem", role: "alert" });
	const name = h("input", {
		class: "input",
		id: "saved-name",
		maxlength: MAX_NAME,
		required: true,
		placeholder: ct("saved_name"),
		"aria-label": ct("saved_name"),
	});
	const attempt = async (work: () => Promise<void>) => {
		replace(problem);
		try {
			await work();
		} catch (error) {
			replace(problem, (error as Error).message);
		}
	};
	const draw = ({ items }: Items<SavedFilter>) =>
		replace(list, ...(items.length ? items.map(row) : [h("li", { class: "hint" }, ct("saved_none"))]));
	const load = () => attempt(async () => draw(await api.get("/saved-filters")));
	const row = (one: SavedFilter): HTMLElement => {
		const open = () => {
			store.open(one.question);
			box.open = false;
		};
		const forget = () =>
			attempt(async () => {
				await api.delete(`/saved-filters/${one.id}`);
				await load();
			});
		const label = ct("saved_forget", { name: one.name });
		return h(
			"li",
			{},
			h("button", { type: "button", class: "button quiet", on: { click: open } }, one.name),
			h(
				"button",
				{ type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: forget } },
				icon("close"),
			),
		);
	};
	const keep = (event: Event) => {
		event.preventDefault();
		const { view } = store;
		const question = formatView({
			...view,
			position: EMPTY_VIEW.position,
			selection: null,
			layers: null,
			basemap: null,
		});
		attempt(async () => {
			draw(await api.post("/saved-filters", { name: name.value.trim(), question }));
			name.value = "";
		});
	};
	const box = h(
		"details",
		{ class: "case-export saved", on: { toggle: () => box.open && load() } },
		h("summary", { class: "button" }, ct("saved")),
		h(
			"div",
			{ class: "case-formats saved-box" },
			list,
			h(
				"form",
				{ class: "saved-form", on: { submit: keep } },
				name,
				h("button", { type: "submit", class: "button" }, ct("saved_keep")),
			),
			problem,
		),
	);
	return box;
}
