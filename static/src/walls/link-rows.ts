import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { languageTag, texts } from "../lib/language";
import { formatInstant } from "../lib/time";
import { walls } from "../messages/walls";

export interface WallLink {
	id: number;
	name: string;
	views: string[];
	seconds_per_view: number;
	created_by: string;
	created_at: string;
	revoked_at: string | null;
	seen_at: string | null;
}

/** Every link that was ever made; those in force can be withdrawn. */
export function linkRows(api: Api, links: WallLink[], withdrawn: (name: string) => void): HTMLElement {
	const t = texts(walls);
	if (!links.length) return h("p", { class: "empty" }, t("none"));
	return h("ul", { class: "wall-rows" }, ...links.map((link) => row(api, link, withdrawn)));
}

function row(api: Api, link: WallLink, withdrawn: (name: string) => void): HTMLElement {
	const t = texts(walls);
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const time = (instant: string) => formatInstant(instant, languageTag(), zone);
	const isInForce = link.revoked_at === null;
	const state = h("span", { class: isInForce ? "badge badge-done" : "badge" }, t(isInForce ? "in_force" : "withdrawn"));
	return h(
		"li",
		{},
		h("p", { class: "wall-name" }, h("strong", {}, link.name), state),
		h("p", { class: "hint" }, t("views_count", { count: link.views.length, seconds: link.seconds_per_view })),
		h("p", { class: "hint" }, t("made_by", { name: link.created_by, time: time(link.created_at) })),
		h("p", { class: "hint" }, link.seen_at ? t("seen", { time: time(link.seen_at) }) : t("never_seen")),
		isInForce && withdrawal(api, link, withdrawn),
	);
}

/** Asked twice, for it cannot be undone. */
function withdrawal(api: Api, { id, name }: WallLink, withdrawn: (name: string) => void): HTMLElement {
	const t = texts(walls);
	const box = h("div", { class: "button-row" });
	const revoke = async () => {
		await api.post(`/wall-links/${id}/revoke`, {});
		withdrawn(name);
	};
	const ask = () => {
		const sure = h("button", { type: "button", class: "button", on: { click: revoke } }, t("sure"));
		replace(box, sure);
		sure.focus();
	};
	const attributes = { type: "button", class: "button", "aria-label": t("withdraw_of", { name }), on: { click: ask } };
	replace(box, h("button", attributes, t("withdraw")));
	return box;
}
