import "./styles/index.css";
import { Api } from "./api";
import { areas } from "./layers/areas";
import { findings } from "./layers/findings";
import { hotspots } from "./layers/hotspots";
import { incidents } from "./layers/incidents";
import type { MakeLayer } from "./layers/layer";
import { outlines } from "./layers/outlines";
import { readBootstrap } from "./lib/bootstrap";
import { AreaTree, Catalog } from "./lib/catalog";
import { setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { MapPage } from "./map-view";
import { startProblem } from "./panels/start-problem";
import type { AreaNode, Category, City, Coded, Items, Status } from "./types";

/** The layers of the map page, in the order of their switches. */
const LAYERS: MakeLayer[] = [areas, incidents, hotspots, findings, outlines];

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, tree, categories, departments, statuses] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<AreaNode>>("/areas/tree"),
			api.get<Items<Category>>("/categories"),
			api.get<Items<Coded>>("/departments"),
			api.get<Items<Status>>("/statuses"),
		]);
		const catalog = new Catalog(categories.items, departments.items, statuses.items);
		await new MapPage(app, { api, city, catalog, tree: new AreaTree(tree.items) }).start(LAYERS);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

start();
