import { showTier } from "../actions";
import { h } from "../lib/dom";
import { nameOf, t } from "../lib/language";
import { drawnTier, type Page } from "../lib/page";

/** Which of the tiers is drawn. */
export function tierSwitch(page: Page): HTMLElement {
	const current = drawnTier(page);
	const buttons = page.city.tiers.map((tier) =>
		h(
			"button",
			{
				type: "button",
				class: "segment",
				"aria-pressed": String(tier.level === current),
				on: { click: () => showTier(page, tier.level) },
			},
			nameOf(tier),
		),
	);
	return h("div", { class: "segments", role: "group", "aria-label": t("tier_shown") }, ...buttons);
}
