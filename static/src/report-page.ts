import "./styles/index.css";
import "./styles/report.css";
import { Api } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { startProblem } from "./panels/start-problem";
import { DraftStore } from "./report/draft-store";
import { startOffline } from "./report/offline";
import { Reporting } from "./report/reporting";
import { t } from "./report/texts";
import type { Category, City, Items, Status } from "./types";

/** The report page: three steps on a phone, with or without a network. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	document.title = `${t("page_title")} · 网格 Wangge`;
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [store, city, categories, statuses] = await Promise.all([
			DraftStore.open(),
			api.get<City>("/city"),
			api.get<Items<Category>>("/categories"),
			api.get<Items<Status>>("/statuses"),
		]);
		const lists = { categories: categories.items, statuses: statuses.items };
		await new Reporting(app, api, bootstrap.api, store, city, lists).start();
		await startOffline();
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

start();
