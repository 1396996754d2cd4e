import "./styles/index.css";
import "./styles/plan.css";
import { Api } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { h, replace } from "./lib/dom";
import { nameOf, setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import { synthetic } from "./panels/synthetic";
import { Bench } from "./plan/bench";
import { openDraft } from "./plan/draft";
import { planList } from "./plan/plan-list";
import { pt, setZone } from "./plan/texts";
import type { City } from "./types";

/** Without an id: all plans. With one: the bench. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, session] = await Promise.all([api.get<City>("/city"), api.get<{ rights: string[] }>("/session")]);
		setZone(city.time_zone);
		document.title = `${pt("title")} · ${nameOf(city)}`;
		const main = h("main", { class: "plan-main" });
		app.className = "plan";
		replace(app, topOf(city), main);
		if (!session.rights.includes("plan.read")) {
			main.classList.add("is-list");
			replace(main, h("h1", {}, pt("title")), h("p", {}, h("a", { href: "/sign-in" }, pt("sign_in_first"))));
			return;
		}
		const id = Number(new URLSearchParams(location.search).get("id"));
		if (!id) {
			main.classList.add("is-list");
			await planList(main, api, session.rights.includes("plan.edit"));
			return;
		}
		await new Bench(main, await openDraft(api, id), city, session.rights, bootstrap.api).start();
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

function topOf(city: City): HTMLElement {
	return h(
		"header",
		{ class: "top-bar" },
		brand(),
		city.is_synthetic && synthetic(),
		h("div", { class: "top-space" }),
		h("a", { class: "text-button", href: "/" }, pt("to_map")),
		h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton()),
	);
}

start();
