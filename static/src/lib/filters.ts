import { startOfDay } from "./time";
import type { View } from "./view";

/** The incident filters of a view, as the API names them. Every layer and every number on the page uses these. */
export function filterQuery(view: View, timeZone: string, without: "period" | "area" | "" = ""): URLSearchParams {
	const query = new URLSearchParams();
	if (without !== "period") {
		if (view.from) query.set("from", startOfDay(view.from, timeZone));
		if (view.to) query.set("to", startOfDay(view.to, timeZone));
	}
	if (view.categories.length) query.set("category", view.categories.join(","));
	if (view.statuses.length) query.set("status", view.statuses.join(","));
	if (view.department) query.set("department", view.department);
	if (view.isLate) query.set("late", "true");
	if (view.isOverdue) query.set("overdue", "true");
	if (view.queue) query.set("queue", view.queue);
	if (view.text) query.set("q", view.text);
	if (view.number) query.set("number", String(view.number));
	if (view.owner) query.set("owner", view.owner);
	if (view.area && without !== "area") query.set("area", view.area);
	return query;
}

export function hasFilters(view: View): boolean {
	return Boolean(
		view.from ||
			view.to ||
			view.categories.length ||
			view.statuses.length ||
			view.department ||
			view.isLate ||
			view.isOverdue ||
			view.text ||
			view.number ||
			view.owner,
	);
}

export const NO_FILTERS = {
	from: null,
	to: null,
	categories: [],
	statuses: [],
	department: null,
	isLate: false,
	isOverdue: false,
	text: null,
	number: null,
	owner: null,
} satisfies Partial<View>;

export function withQuery(path: string, query: URLSearchParams): string {
	query.sort();
	return query.size ? `${path}?${query}` : path;
}
