import type { Api } from "../api";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { formatCount, languageTag } from "../lib/language";
import type { Page } from "../lib/page";
import { statusGroup } from "../lib/status-groups";
import { formatInstant } from "../lib/time";
import { feedView } from "../panels/feed-status";
import { statusMark } from "../panels/status-mark";
import type { Items } from "../types";
import { ct } from "./texts";
import type { SimilarCase } from "./types";

export function similarCases(api: Api, id: string): Promise<Items<SimilarCase>> {
	return api.get<Items<SimilarCase>>(`/incidents/${encodeURIComponent(id)}/similar`);
}

/** Cases of the same kind nearby, open or not: perhaps one of them is this one. */
export function similarList({ api, city, catalog }: Pick<Page, "api" | "city" | "catalog">, id: string): HTMLElement {
	const feed = new Feed<Items<SimilarCase>>(
		() => id,
		(key) => similarCases(api, key),
	);
	const view = feedView(feed, ({ items }) =>
		items.length
			? [h("ul", { class: "similar" }, ...items.map(row))]
			: [h("p", { class: "empty" }, ct("similar_none"))],
	);
	function row(one: SimilarCase): HTMLElement {
		return h(
			"li",
			{},
			statusMark(statusGroup(one.status)),
			h("a", { href: `/cases/${one.id}` }, ct("number", { number: String(one.number) })),
			h(
				"span",
				{},
				[
					catalog.statusName(one.status),
					ct("metres", { metres: formatCount(Math.round(one.distance_m)) }),
					formatInstant(one.reported_at, languageTag(), city.time_zone),
				].join(" · "),
			),
		);
	}
	feed.refresh();
	return h(
		"section",
		{},
		h("h3", { class: "block-title" }, ct("similar")),
		h("p", { class: "hint" }, ct("similar_hint")),
		view,
	);
}
