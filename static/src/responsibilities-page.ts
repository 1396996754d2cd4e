import "./styles/index.css";
import "./styles/responsibilities.css";
import { Api } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { AreaTree, Catalog } from "./lib/catalog";
import { setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { startProblem } from "./panels/start-problem";
import { LeadPage } from "./responsibilities/lead-page";
import type { AreaNode, Category, City, Coded, Items } from "./types";

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, tree, categories, departments, session] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<AreaNode>>("/areas/tree"),
			api.get<Items<Category>>("/categories"),
			api.get<Items<Coded>>("/departments"),
			api.get<{ rights: string[] }>("/session"),
		]);
		const catalog = new Catalog(categories.items, departments.items, []);
		const mayEdit = session.rights.includes("routing.edit");
		await new LeadPage(app, { api, city, catalog, tree: new AreaTree(tree.items), mayEdit }).start();
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

start();
