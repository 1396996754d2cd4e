import "./styles/index.css";
import "./styles/walls.css";
import { Api } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { h, replace } from "./lib/dom";
import { setLocale, texts } from "./lib/language";
import { startTheme } from "./lib/theme";
import { walls } from "./messages/walls";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import type { Items } from "./types";
import { linkForm } from "./walls/link-form";
import { linkRows, type WallLink } from "./walls/link-rows";

/** Links for wall screens: an administrator makes and withdraws them. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const t = texts(walls);
	document.title = `${t("title")} · Wangge`;
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const { rights } = await api.get<{ rights: string[] }>("/session");
		const actions = h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton());
		const bar = h("header", { class: "top-bar" }, brand(), h("div", { class: "top-space" }), actions);
		const body = rights.includes("wall.manage") ? manage(api) : refuse();
		const main = h(
			"main",
			{ class: "walls" },
			h("p", {}, h("a", { href: "/command" }, t("back"))),
			h("h1", {}, t("title")),
			h("p", {}, t("intro")),
			...body,
		);
		app.className = "walls-page";
		app.replaceChildren(bar, main);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

function refuse(): HTMLElement[] {
	const t = texts(walls);
	return [h("p", { class: "notice" }, t("sign_in"), " ", h("a", { href: "/sign-in" }, t("to_sign_in")))];
}

function manage(api: Api): HTMLElement[] {
	const t = texts(walls);
	const view = new URLSearchParams(location.search).get("view") ?? "";
	const said = h("p", { role: "status", class: "wall-said" });
	const list = h("div", {});
	const load = async () => {
		const { items } = await api.get<Items<WallLink>>("/wall-links");
		replace(list, linkRows(api, items, withdrawn));
	};
	const withdrawn = (name: string) => {
		said.textContent = t("withdrawn_now", { name });
		load();
	};
	load();
	return [linkForm(api, view, load), h("h2", {}, t("known")), said, list];
}

start();
