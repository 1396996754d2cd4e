import { h, replace, svg } from "../lib/dom";
import { icon, type IconName } from "../lib/icons";
import { currentLocale, type MessageKey, t } from "../lib/language";
import type { Page } from "../lib/page";
import { chooseTheme, chosenTheme, type Theme } from "../lib/theme";
import { areaSearch } from "./area-search";
import { breadcrumbs } from "./breadcrumbs";
import type { Shortcuts } from "./shortcuts";
import { synthetic } from "./synthetic";

/** Name, where one is, search, language, theme, help. */
export function topBar(page: Page, shortcuts: Shortcuts): HTMLElement {
	return h(
		"header",
		{ class: "top-bar" },
		h("a", { class: "brand", href: "/", "aria-label": t("home") }, brandMark(), h("span", { class: "brand-name" }, "网格", h("span", {}, "Wangge"))),
		breadcrumbs(page),
		page.city.is_synthetic && synthetic(),
		h("div", { class: "top-space" }),
		areaSearch(page),
		h(
			"div",
			{ class: "top-actions" },
			languageButton(),
			themeButton(),
			h(
				"button",
				{ type: "button", class: "icon-button", "aria-label": t("shortcuts"), title: `${t("shortcuts")} (?)`, on: { click: () => shortcuts.show() } },
				icon("keyboard"),
			),
		),
	);
}

/** Five cells of which one is lit: a grid and its officer. */
export function brandMark(): SVGElement {
	const cell = (x: number, y: number, className: string) => svg("rect", { x, y, width: 8, height: 8, rx: 2, class: className });
	return svg(
		"svg",
		{ viewBox: "0 0 20 20", class: "brand-mark", "aria-hidden": "true" },
		cell(1, 1, "mark-cell"),
		cell(11, 1, "mark-cell"),
		cell(1, 11, "mark-cell"),
		cell(11, 11, "mark-lit"),
	);
}

function languageButton(): HTMLElement {
	const other = currentLocale() === "zh" ? "en" : "zh";
	const change = () => {
		const year_s = 31_536_000;
		document.cookie = `lang=${other}; path=/; max-age=${year_s}; SameSite=Lax`;
		const query = new URLSearchParams(location.search);
		query.set("lang", other);
		location.search = decodeURIComponent(query.toString());
	};
	const label = other === "zh" ? "中文" : "English";
	return h(
		"button",
		{ type: "button", class: "text-button", lang: other === "zh" ? "zh-CN" : "en", id: "language", "aria-label": `${label} · ${t("language")}`, on: { click: change } },
		label,
	);
}

const THEMES: { theme: Theme; icon: IconName; label: MessageKey }[] = [
	{ theme: "auto", icon: "contrast", label: "theme_auto" },
	{ theme: "light", icon: "sun", label: "theme_light" },
	{ theme: "dark", icon: "moon", label: "theme_dark" },
];

function themeButton(): HTMLElement {
	const button = h("button", { type: "button", class: "icon-button", id: "theme", on: { click: () => next() } });
	const draw = () => {
		const current = THEMES.find(({ theme }) => theme === chosenTheme()) ?? THEMES[0];
		replace(button, icon(current.icon));
		button.setAttribute("aria-label", t("theme_now", { theme: t(current.label) }));
		button.title = t("theme_now", { theme: t(current.label) });
	};
	const next = () => {
		const index = THEMES.findIndex(({ theme }) => theme === chosenTheme());
		chooseTheme(THEMES[(index + 1) % THEMES.length].theme);
		draw();
	};
	draw();
	return button;
}
