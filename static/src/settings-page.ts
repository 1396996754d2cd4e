import "./styles/index.css";
import "./styles/settings.css";
import { Api } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { h } from "./lib/dom";
import { setLocale, texts } from "./lib/language";
import { startTheme } from "./lib/theme";
import { notices } from "./messages/notices";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import { choicesForm } from "./settings/choices";

/** What the reader is told, and how. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const t = texts(notices);
	document.title = `${t("title")} · Wangge`;
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const body = api.isSignedIn ? [await choicesForm(api)] : [refusal()];
		const actions = h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton());
		app.className = "settings-page";
		app.replaceChildren(
			h("header", { class: "top-bar" }, brand(), h("div", { class: "top-space" }), actions),
			h("main", { class: "settings", tabindex: -1 }, h("h1", {}, t("title")), ...body),
		);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

function refusal(): HTMLElement {
	const t = texts(notices);
	return h("p", { class: "notice" }, t("sign_in"), " ", h("a", { href: "/sign-in" }, t("to_sign_in")));
}

start();
