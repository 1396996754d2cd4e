import { readBootstrap } from "../lib/bootstrap";
import { append, h, replace, svg } from "../lib/dom";
import { type IconName, icon } from "../lib/icons";
import { currentLocale, type MessageKey, t } from "../lib/language";
import { chooseTheme, chosenTheme, type Theme } from "../lib/theme";
import { bell } from "./bell";

const isSignedIn = () => Boolean(readBootstrap().csrf);

/** The name, which leads to the start page. */
export function brand(): HTMLElement {
	const name = h("span", { class: "brand-name" }, "网格", h("span", {}, "Wangge"));
	return h("a", { class: "brand", href: "/", "aria-label": t("home") }, brandMark(), name);
}

/** Five cells of which one is lit: a grid and its officer. */
function brandMark(): SVGElement {
	const cell = (x: number, y: number, className: string) =>
		svg("rect", { x, y, width: 8, height: 8, rx: 2, class: className });
	return svg(
		"svg",
		{ viewBox: "0 0 20 20", class: "brand-mark", "aria-hidden": "true" },
		cell(1, 1, "mark-cell"),
		cell(11, 1, "mark-cell"),
		cell(1, 11, "mark-cell"),
		cell(11, 11, "mark-lit"),
	);
}

/** Where one signs in, and finds the other pages; before it the bell of whoever is signed in. */
export function accountLink(): Node {
	const tools = document.createDocumentFragment();
	const link = { class: "icon-button", href: "/sign-in", "aria-label": t("account"), title: t("account") };
	const cases = { class: "icon-button cases-link", href: "/cases", "aria-label": t("cases"), title: t("cases") };
	append(tools, [isSignedIn() && h("a", cases, icon("list")), bell(), h("a", link, icon("user"))]);
	return tools;
}

export function languageButton(): HTMLElement {
	const other = currentLocale() === "zh" ? "en" : "zh";
	/** The server keeps the choice in a cookie when it sees it in the address. */
	const change = () => {
		const query = new URLSearchParams(location.search);
		query.set("lang", other);
		location.search = decodeURIComponent(query.toString());
	};
	const label = other === "zh" ? "中文" : "English";
	return h(
		"button",
		{
			type: "button",
			class: "text-button",
			lang: other === "zh" ? "zh-CN" : "en",
			id: "language",
			"aria-label": `${label} · ${t("language")}`,
			on: { click: change },
		},
		label,
	);
}

const THEMES: { theme: Theme; icon: IconName; label: MessageKey }[] = [
	{ theme: "auto", icon: "contrast", label: "theme_auto" },
	{ theme: "light", icon: "sun", label: "theme_light" },
	{ theme: "dark", icon: "moon", label: "theme_dark" },
];

export function themeButton(): HTMLElement {
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
