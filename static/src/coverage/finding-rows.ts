import type { Api } from "../api";
import { h } from "../lib/dom";
import { findingKind } from "../lib/finding-kinds";
import { formatArea, nameOf, texts } from "../lib/language";
import { coverageTexts } from "../messages/coverage";
import type { FindingFeature } from "../types";

export interface FindingTools {
	api: Api;
	mayDecide: boolean;
	show: (feature: FindingFeature) => void;
	reload: () => void;
}

type Decided = "open" | "accepted" | "fixed";
const LISTED = 200;

/** The findings as places to go to, each with what may be decided about it. */
export function findingRows(features: FindingFeature[], tools: FindingTools): HTMLElement {
	const t = texts(coverageTexts);
	if (!features.length) return h("p", { class: "empty" }, t("no_findings"));
	return h(
		"ul",
		{ class: "finding-rows" },
		...features.slice(0, LISTED).map((feature) => row(feature, tools)),
		features.length > LISTED && h("li", { class: "hint" }, t("shown", { count: LISTED })),
	);
}

function row(feature: FindingFeature, tools: FindingTools): HTMLElement {
	const t = texts(coverageTexts);
	const { kind, area_m2, message, message_zh, status } = feature.properties;
	const known = (status ?? "open") as Decided;
	return h(
		"li",
		{},
		h(
			"button",
			{ type: "button", class: "finding-row", on: { click: () => tools.show(feature) } },
			h(
				"span",
				{ class: "finding-head" },
				h("strong", {}, findingKind(kind)),
				area_m2 !== null && h("span", {}, formatArea(area_m2)),
				h("span", { class: known === "open" ? "badge" : "badge badge-done" }, t(`status_${known}`)),
			),
			h("span", { class: "finding-message" }, nameOf({ name: message, name_zh: message_zh })),
		),
		tools.mayDecide &&
			(feature.properties as { is_from_import?: boolean }).is_from_import === false &&
			decision(feature, known, tools),
	);
}

function decision(feature: FindingFeature, status: Decided, { api, reload }: FindingTools): HTMLElement {
	const t = texts(coverageTexts);
	const reason = h("input", { class: "input", "aria-label": t("reason"), placeholder: t("reason"), required: true });
	const problem = h("p", { class: "hint", role: "alert" });
	const next: Decided[] = status === "open" ? ["accepted", "fixed"] : ["open"];
	const labels = { accepted: t("accept"), fixed: t("fixed"), open: t("reopen") };
	const send = async (to: Decided) => {
		if (!reason.reportValidity()) return;
		try {
			await api.post(`/coverage/findings/${feature.properties.id}/decision`, { status: to, reason: reason.value });
			reload();
		} catch (error) {
			problem.textContent = (error as Error).message;
		}
	};
	const buttons = next.map((to) =>
		h("button", { type: "button", class: "button quiet", on: { click: () => send(to) } }, labels[to]),
	);
	return h("div", { class: "decide" }, reason, ...buttons, problem);
}
