import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";
import type { Page } from "../lib/page";
import { areaSearch } from "./area-search";
import { accountLink, brand, languageButton, themeButton } from "./brand";
import { breadcrumbs } from "./breadcrumbs";
import type { Shortcuts } from "./shortcuts";
import { synthetic } from "./synthetic";

/** Name, where one is, search, language, theme, help. */
export function topBar(page: Page, shortcuts: Shortcuts): HTMLElement {
	return h(
		"header",
		{ class: "top-bar" },
		brand(),
		breadcrumbs(page),
		page.city.is_synthetic && synthetic(),
		h("div", { class: "top-space" }),
		areaSearch(page),
		h(
			"div",
			{ class: "top-actions" },
			accountLink(),
			languageButton(),
			themeButton(),
			h(
				"button",
				{
					type: "button",
					class: "icon-button",
					"aria-label": t("shortcuts"),
					title: `${t("shortcuts")} (?)`,
					on: { click: () => shortcuts.show() },
				},
				icon("keyboard"),
			),
		),
	);
}
