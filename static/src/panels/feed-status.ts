import { ApiError } from "../api";
import { h } from "../lib/dom";
import type { Feed, FeedState } from "../lib/feed";
import { icon } from "../lib/icons";
import { t } from "../lib/language";

/** Fills a box from a feed: placeholder while loading, what went wrong and a way to retry, or the data. */
export function feedView<T>(
	feed: Feed<T>,
	draw: (data: T) => Node[],
	options: { placeholderRows?: number; nothingYet?: string } = {},
): HTMLElement {
	const box = h("div", { class: "feed" });
	const update = (state: FeedState<T>) => {
		box.classList.toggle("is-stale", state.status === "loading" && state.data !== undefined);
		box.setAttribute("aria-busy", String(state.status === "loading"));
		if (state.status === "loading" && state.data !== undefined) return;
		if (state.status === "loading") box.replaceChildren(placeholder(options.placeholderRows ?? 3));
		else if (state.status === "error") box.replaceChildren(problem(feed, state.error, options.nothingYet));
		else if (state.status === "ready") box.replaceChildren(...draw(state.data));
		else box.replaceChildren();
	};
	feed.subscribe(update);
	update(feed.state);
	return box;
}

function placeholder(rowCount: number): HTMLElement {
	const rows = Array.from({ length: rowCount }, () => h("span", { class: "skeleton" }));
	return h("div", { class: "skeletons" }, h("span", { class: "visually-hidden" }, t("loading")), ...rows);
}

function problem<T>(feed: Feed<T>, error: Error, text?: string): HTMLElement {
	if (text && error instanceof ApiError && error.status === 404) return nothingYet(text);
	return h(
		"div",
		{ class: "notice", role: "alert" },
		icon("warning"),
		h("p", {}, t("load_failed"), h("small", {}, describe(error))),
		h("button", { type: "button", class: "button", on: { click: () => feed.reload() } }, icon("refresh"), t("retry")),
	);
}

function describe(error: Error): string {
	return error instanceof ApiError ? error.message : t("no_connection");
}

export function empty(message: string): HTMLElement {
	return h("p", { class: "empty" }, message);
}

/** An analysis that was never asked for is no error: say so, calmly. */
export function nothingYet(text: string): HTMLElement {
	return h("p", { class: "notice", role: "status" }, icon("info"), h("span", {}, text));
}
