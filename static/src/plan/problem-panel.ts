import { h, replace } from "../lib/dom";
import { formatCount } from "../lib/language";
import type { Draft } from "./draft";
import { pt } from "./texts";
import type { Problem } from "./types";

const SHOWN = 300;

/** All that is wrong with the plan as the server sees it, each a way to its place. */
export function problemPanel(draft: Draft, goTo: (lon: number, lat: number, codes: string[]) => void): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const load = async () => {
		await draft.settled();
		const detail = await draft.api.get<{ problems: Problem[] }>(`${draft.root}/figures`);
		const rows = [...detail.problems].sort((a, b) => Number(b.is_blocking) - Number(a.is_blocking));
		replace(
			host,
			h("button", { type: "button", class: "button", on: { click: () => void load() } }, pt("check")),
			rows.length
				? h("ul", { class: "plan-problems" }, ...rows.slice(0, SHOWN).map((row) => h("li", {}, line(row))))
				: h("p", { class: "empty" }, pt("no_problems")),
		);
	};
	const line = (row: Problem) =>
		h(
			"button",
			{ type: "button", class: "plan-problem", on: { click: () => goTo(row.lon, row.lat, row.codes) } },
			h("strong", {}, pt(row.kind as "over")),
			row.is_blocking && h("span", { class: "plan-blocks" }, pt("blocking")),
			h("span", {}, row.codes[0] ?? row.community_code),
			h("span", { class: "number" }, formatCount(Math.round(row.amount))),
		);
	load().catch((error: Error) => replace(host, h("p", { role: "alert" }, error.message)));
	return host;
}
