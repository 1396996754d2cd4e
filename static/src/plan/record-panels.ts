import { h, replace } from "../lib/dom";
import { formatCount } from "../lib/language";
import type { Items } from "../types";
import type { Draft } from "./draft";
import { pt, when } from "./texts";

interface Event {
	version: number;
	at: string;
	actor: string;
	action: string;
	reason: string | null;
	moved_count: number;
}
interface Snapshot {
	name: string;
	version: number;
	author: string;
	at: string;
}
interface Comment {
	id: string;
	author: string;
	at: string;
	text: string;
	grid_code: string | null;
	lon: number | null;
	lat: number | null;
	done_by: string | null;
}
interface Impact {
	totals: Record<string, number>;
	grids: (Record<string, number> & { code: string; status: string })[];
}

/** What was done, by whom, and the versions with a name; each can be gone back to. */
export function historyPanel(draft: Draft): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const name = h("input", { class: "input", maxlength: 100, "aria-label": pt("snapshot") });
	const alert = h("p", { class: "form-error", role: "alert" });
	const load = async () => {
		await draft.settled();
		const [history, snapshots] = await Promise.all([
			draft.api.get<Items<Event>>(`${draft.root}/history`),
			draft.api.get<Items<Snapshot>>(`${draft.root}/snapshots`),
		]);
		const back = (version: number) =>
			h(
				"button",
				{
					type: "button",
					class: "button",
					disabled: !draft.isEditable || version === draft.version,
					on: {
						click: () => {
							draft.restore(version);
							void load();
						},
					},
				},
				pt("restore"),
			);
		replace(
			host,
			h(
				"div",
				{ class: "plan-row" },
				name,
				h("button", { type: "button", class: "button", on: { click: () => void save() } }, pt("snapshot")),
			),
			alert,
			snapshots.items.length > 0 && h("h3", {}, pt("snapshots")),
			h(
				"ul",
				{ class: "plan-events" },
				...snapshots.items.map((row) =>
					h("li", {}, h("strong", {}, row.name), byline(row.author, row.at), back(row.version)),
				),
			),
			h("h3", {}, pt("history")),
			h(
				"ul",
				{ class: "plan-events" },
				...history.items
					.toReversed()
					.map((row) =>
						h(
							"li",
							{},
							h("strong", {}, `${row.version} · ${row.action}`),
							byline(row.actor, row.at),
							row.moved_count > 0 && h("span", {}, pt("moved_units", { count: row.moved_count })),
							row.reason && h("span", {}, row.reason),
							back(row.version),
						),
					),
			),
		);
	};
	const save = async () => {
		try {
			await draft.settled();
			await draft.api.post(`${draft.root}/snapshots`, { name: name.value });
			alert.textContent = "";
			await load();
		} catch (error) {
			alert.textContent = (error as Error).message;
		}
	};
	load().catch((error: Error) => replace(host, h("p", { role: "alert" }, error.message)));
	return host;
}

/** What is said about places and grids. */
export function commentPanel(draft: Draft, pinned: () => { lon: number; lat: number } | null): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const text = h("textarea", { class: "input", rows: 3, maxlength: 4000, "aria-label": pt("comment") });
	const alert = h("p", { class: "form-error", role: "alert" });
	const load = async () => {
		const { items } = await draft.api.get<Items<Comment>>(`${draft.root}/comments`);
		replace(
			host,
			h("p", {}, pt("comment_at")),
			text,
			h("button", { type: "button", class: "button primary", on: { click: () => void send() } }, pt("send")),
			alert,
			items.length === 0 && h("p", { class: "empty" }, pt("no_comments")),
			h("ul", { class: "plan-events" }, ...items.map(line)),
		);
	};
	const line = (row: Comment) =>
		h(
			"li",
			{ class: row.done_by ? "is-done" : "" },
			h("span", {}, row.text),
			byline(row.author, row.at),
			row.grid_code && h("span", {}, row.grid_code),
			row.done_by
				? h("span", {}, pt("done_by", { who: row.done_by }))
				: h("button", { type: "button", class: "button", on: { click: () => void settle(row.id) } }, pt("done")),
		);
	const settle = async (id: string) => {
		await draft.api.post(`${draft.root}/comments/${id}/done`, {});
		await load();
	};
	const send = async () => {
		try {
			const grid = draft.active ? { grid_code: draft.active } : {};
			const body = { id: crypto.randomUUID(), text: text.value, ...grid, ...(pinned() ?? {}) };
			await draft.api.post(`${draft.root}/comments`, body);
			text.value = "";
			alert.textContent = "";
			await load();
		} catch (error) {
			alert.textContent = (error as Error).message;
		}
	};
	load().catch((error: Error) => replace(host, h("p", { role: "alert" }, error.message)));
	return host;
}

const TOTALS = [
	"grids_before",
	"grids_after",
	"grids_untouched",
	"units_moved",
	"households_moved",
	"addresses_moved",
	"open_cases_moved",
	"incidents_moved",
	"officers_touched",
] as const;

/** Before and after, in numbers: all together, and grid by grid. */
export function impactPanel(draft: Draft): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const load = async () => {
		await draft.settled();
		const impact = await draft.api.get<Impact>(`${draft.root}/impact`);
		const cell = (text: string) => h("td", { class: "number" }, text);
		const heads = (["grid", "state", "before", "after", "comes", "goes", "open_cases_moved"] as const).map((key) =>
			h("th", { scope: "col" }, pt(key)),
		);
		replace(
			host,
			h(
				"dl",
				{ class: "plan-totals" },
				...TOTALS.map((key) => h("div", {}, h("dt", {}, pt(key)), h("dd", {}, formatCount(impact.totals[key] ?? 0)))),
			),
			h(
				"div",
				{ class: "plan-table", tabindex: "0", role: "region", "aria-label": pt("impact") },
				h(
					"table",
					{},
					h("thead", {}, h("tr", {}, ...heads)),
					h(
						"tbody",
						{},
						...impact.grids.map((row) =>
							h(
								"tr",
								{},
								h("td", {}, row.code),
								h("td", {}, pt(row.status as "new")),
								cell(formatCount(row.households_before)),
								cell(formatCount(row.households_after)),
								cell(formatCount(row.households_come)),
								cell(formatCount(row.households_gone)),
								cell(formatCount(row.open_cases_come)),
							),
						),
					),
				),
			),
		);
	};
	load().catch((error: Error) => replace(host, h("p", { role: "alert" }, error.message)));
	return host;
}

function byline(who: string, at: string): HTMLElement {
	return h("small", {}, pt("by", { who, when: when(at) }));
}
