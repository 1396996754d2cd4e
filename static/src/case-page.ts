import "./styles/index.css";
import "./styles/cases.css";
import { Api } from "./api";
import { type CaseFeed, CaseView } from "./cases/case-view";
import { Surroundings } from "./cases/surroundings";
import { ct } from "./cases/texts";
import type { CaseDetails } from "./cases/types";
import { readBootstrap } from "./lib/bootstrap";
import { Catalog } from "./lib/catalog";
import { h, replace } from "./lib/dom";
import { Feed } from "./lib/feed";
import { icon } from "./lib/icons";
import { setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import type { Category, City, Coded, Items, Status } from "./types";

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	const id = location.pathname.split("/").pop()!;
	try {
		const [city, categories, departments, statuses] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<Category>>("/categories"),
			api.get<Items<Coded>>("/departments"),
			api.get<Items<Status>>("/statuses"),
		]);
		const known = { api, city, catalog: new Catalog(categories.items, departments.items, statuses.items) };
		const feed: CaseFeed = new Feed<CaseDetails>(
			() => `/incidents/${encodeURIComponent(id)}`,
			(address, signal) => api.get(address, signal),
		);
		const around = new Surroundings(known);
		const view = new CaseView(known, feed, { isPage: true, beside: around.element });
		feed.subscribe((state) => {
			if (state.status !== "ready") return;
			const number = ct("number", { number: String(state.data.number) });
			document.title = `${number} · ${known.catalog.categoryName(state.data.category_code)}`;
			// The box of the map is in the page only after the view has drawn itself.
			queueMicrotask(() => around.show(state.data).catch(() => undefined));
		});
		app.className = "case";
		replace(app, top(), h("main", { class: "case-page" }, view.element));
		feed.refresh();
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

function top(): HTMLElement {
	return h(
		"header",
		{ class: "top-bar" },
		brand(),
		h("a", { class: "text-button", href: "/cases" }, icon("chevronLeft"), ct("back")),
		h("div", { class: "top-space" }),
		h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton()),
	);
}

start();
