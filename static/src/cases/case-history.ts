import { h } from "../lib/dom";
import { languageTag, t } from "../lib/language";
import type { Page } from "../lib/page";
import { statusGroup } from "../lib/status-groups";
import { formatInstant } from "../lib/time";
import { statusMark } from "../panels/status-mark";
import { actionName, ct } from "./texts";
import type { CaseDetails, CaseEvent } from "./types";

/** Everything that was done to a case: what, by whom, when and why; the newest first. */
export function caseHistory({ city, catalog }: Pick<Page, "city" | "catalog">, found: CaseDetails): HTMLElement {
	const events = [...found.history].reverse();
	if (!events.length) return h("p", { class: "empty" }, t("no_history"));
	const rows = events.map((event) => {
		const isMove = event.to_status && event.to_status !== event.from_status;
		return h(
			"li",
			{},
			statusMark(statusGroup(event.to_status ?? "")),
			h(
				"div",
				{},
				h(
					"p",
					{ class: "history-what" },
					actionName(event.action),
					isMove && h("span", { class: "history-status" }, ` → ${catalog.statusName(event.to_status!)}`),
				),
				h(
					"p",
					{ class: "history-when" },
					[formatInstant(event.at, languageTag(), city.time_zone), event.actor].filter(Boolean).join(" · "),
				),
				event.reason && h("p", { class: "history-why" }, event.reason),
				...details(catalog, event),
			),
		);
	});
	return h("ol", { class: "history" }, ...rows);
}

function details(catalog: Page["catalog"], { detail }: CaseEvent): HTMLElement[] {
	const text = (name: string) => (typeof detail?.[name] === "string" ? (detail[name] as string) : null);
	const numbers = Array.isArray(detail?.parts) ? (detail.parts as number[]) : [];
	const links = [detail?.into_id, detail?.id].filter((id): id is string => typeof id === "string");
	const department = text("department");
	const nodes = [
		text("note") && h("p", { class: "history-why" }, text("note")),
		department && h("p", { class: "history-why" }, catalog.departmentName(department)),
		numbers.length > 0 && h("p", {}, numbers.map((number) => ct("number", { number: String(number) })).join(", ")),
		...links.map((id) => h("p", {}, h("a", { href: `/cases/${id}` }, ct("open_page")))),
	];
	return nodes.filter((node) => node instanceof HTMLElement);
}
