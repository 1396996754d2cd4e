import "./styles/index.css";
import "./styles/command.css";
// For reports that stand alone: the server writes this file into them.
import "leaflet/dist/leaflet.js?url";
import { Api } from "./api";
import { startWall, wallKey } from "./command/wall";
import { CommandPage } from "./command-view";
import { alerts } from "./layers/alerts";
import { areas } from "./layers/areas";
import { density } from "./layers/density";
import { emerging } from "./layers/emerging";
import { findings } from "./layers/findings";
import { forecast } from "./layers/forecast";
import { hotspots } from "./layers/hotspots";
import { incidents } from "./layers/incidents";
import type { MakeLayer } from "./layers/layer";
import { officers } from "./layers/officers";
import { outlines } from "./layers/outlines";
import { overdue } from "./layers/overdue";
import { readBootstrap } from "./lib/bootstrap";
import { AreaTree, Catalog } from "./lib/catalog";
import { setLocale } from "./lib/language";
import { startTheme } from "./lib/theme";
import { addDays, daysOfPeriod } from "./lib/time";
import { startProblem } from "./panels/start-problem";
import type { AreaNode, Category, City, Coded, Items, Status } from "./types";

const LAYERS: MakeLayer[] = [
	areas,
	incidents,
	alerts,
	hotspots,
	emerging,
	forecast,
	density,
	overdue,
	officers,
	findings,
	outlines,
];

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme("dark");
	printInLight();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const key = wallKey();
		const wall = key ? await startWall(api, key) : null;
		const [city, tree, categories, departments, statuses] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<AreaNode>>("/areas/tree"),
			api.get<Items<Category>>("/categories"),
			api.get<Items<Coded>>("/departments"),
			api.get<Items<Status>>("/statuses"),
		]);
		startWithLastWeek(city);
		const catalog = new Catalog(categories.items, departments.items, statuses.items);
		const known = { api, city, catalog, tree: new AreaTree(tree.items) };
		await new CommandPage(app, known, wall?.name ?? null).start(LAYERS);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

/** Paper is white: what is printed takes the light theme; the map stays the picture that it is on the screen. */
function printInLight(): void {
	const root = document.documentElement;
	let shown = root.dataset.theme;
	window.addEventListener("beforeprint", () => {
		shown = root.dataset.theme;
		root.dataset.printed = shown;
		root.dataset.theme = "light";
	});
	window.addEventListener("afterprint", () => {
		root.dataset.theme = shown;
	});
}

/** Without a time in the address: the last seven days on record, so that there is a week before to compare with. */
function startWithLastWeek({ period, time_zone }: City): void {
	const query = new URLSearchParams(location.search);
	if (!period?.start || !period.end || query.has("from") || query.has("to")) return;
	const { from, to } = daysOfPeriod(period.start, period.end, time_zone);
	const week = addDays(to, -7);
	if (week <= from) return;
	query.set("from", week);
	history.replaceState(null, "", `?${decodeURIComponent(query.toString())}`);
}

start();
