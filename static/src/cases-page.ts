import "./styles/index.css";
import "./styles/cases.css";
import { Api } from "./api";
import { CasesPage, USED_FEEDS } from "./cases/cases-view";
import { areas } from "./layers/areas";
import { incidents } from "./layers/incidents";
import { readBootstrap } from "./lib/bootstrap";
import { AreaTree, Catalog } from "./lib/catalog";
import { setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { startProblem } from "./panels/start-problem";
import type { AreaNode, Category, City, Coded, Items, Status } from "./types";

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, tree, categories, departments, statuses, session] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<AreaNode>>("/areas/tree"),
			api.get<Items<Category>>("/categories"),
			api.get<Items<Coded>>("/departments"),
			api.get<Items<Status>>("/statuses"),
			api.get<{ rights: string[] }>("/session"),
		]);
		const catalog = new Catalog(categories.items, departments.items, statuses.items);
		const known = { api, city, catalog, tree: new AreaTree(tree.items), hasOwnList: true, usedFeeds: USED_FEEDS };
		await new CasesPage(app, known, session.rights).start([areas, incidents]);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

start();
