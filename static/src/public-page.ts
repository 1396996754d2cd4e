import "./styles/index.css";
import "./styles/public.css";
import { Api } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { type Child, h, replace } from "./lib/dom";
import { nameOf, setLocale, texts } from "./lib/language";
import { startTheme } from "./lib/theme";
import { publicFace } from "./messages/public";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import { CountMap } from "./public/count-map";
import { CountPanel } from "./public/count-panel";
import type { Weeks } from "./public/counts";
import { feedLinks, PlaceFeed } from "./public/place-feed";
import { CODE, TrackForm } from "./public/track-form";
import type { City, Items, Status } from "./types";

const t = texts(publicFace);

/** The city's public face: report, follow, counts that protect people, open data. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, statuses, weeks] = await Promise.all([
			api.get<City>("/city"),
			api.get<Items<Status>>("/statuses"),
			api.get<Weeks>("/public/weeks"),
		]);
		document.title = `${nameOf(city)} · 网格 Wangge`;
		await show(app, api, city, { statuses: statuses.items, weeks });
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

interface Found {
	statuses: Status[];
	weeks: Weeks;
}

async function show(app: HTMLElement, api: Api, city: City, found: Found): Promise<void> {
	app.className = "public";
	const stage = h("div", { id: "public-map", class: "public-map", tabindex: 0 });
	const columns = h("div", { class: "public-columns" });
	replace(
		app,
		h(
			"header",
			{ class: "top-bar" },
			brand(),
			h("div", { class: "top-space" }),
			h("div", { class: "top-actions" }, languageButton(), themeButton(), accountLink()),
		),
		h("main", { class: "public-main" }, hero(city, found.weeks), stage, columns, footer(city)),
	);
	const counts = new CountMap(stage, city, t);
	const panel = new CountPanel(api, t, city.time_zone, counts);
	const track = new TrackForm(api, t, city.time_zone, found.statuses);
	let isDrawing = false;
	const feed = new PlaceFeed(api, t, counts.map, (is) => {
		isDrawing = is;
	});
	counts.map.on("click", ({ latlng }) => isDrawing && feed.corner(latlng));
	replace(
		columns,
		section("counts", panel.element),
		section("track", track.element),
		section("follow", feed.element, h("h3", {}, t("city_feeds")), cityFeeds()),
		section("data", h("p", {}, t("data_lead")), downloads()),
	);
	await panel.start(found.weeks);
	const code = location.hash.slice(1);
	if (!CODE.test(code)) return;
	document.getElementById("track")?.scrollIntoView();
	await track.show(code);
}

function hero(city: City, weeks: Weeks): HTMLElement {
	const link = (href: string, words: string, name = "button") => h("a", { class: name, href }, words);
	return h(
		"div",
		{ class: "public-hero" },
		h("h1", {}, t("title", { city: nameOf(city) })),
		h("p", {}, t("lead")),
		h(
			"nav",
			{ class: "public-actions", "aria-label": t("report") },
			link("/report", t("report"), "button primary"),
			link("#track", t("track")),
			weeks.has_single_incidents ? link("/map", t("full_map")) : null,
		),
	);
}

function section(name: "counts" | "track" | "follow" | "data", ...content: Child[]): HTMLElement {
	return h(
		"section",
		{ id: name, "aria-labelledby": `${name}-title` },
		h("h2", { id: `${name}-title` }, t(name)),
		...content,
	);
}

function cityFeeds(): HTMLElement {
	return feedLinks({ atom: "/feeds/city.atom", calendar: "/feeds/city.ics" }, t);
}

function downloads(): HTMLElement {
	const link = (href: string, words: string) => h("li", {}, h("a", { href }, words));
	return h(
		"ul",
		{ class: "links" },
		link("/api/v1/public/counts.csv", t("counts_csv")),
		link("/api/v1/public/counts", t("counts_geojson")),
		link("/ogc/collections/grids/items?f=json&limit=10000", t("grids")),
		link("/ogc/?f=html", t("ogc")),
		link("/tiles/areas.json", t("tiles")),
		link("/open311/discovery.json", t("open311")),
		link("/api/docs", t("api")),
	);
}

function footer(city: City): HTMLElement {
	return h("footer", { class: "hint" }, t("source", { source: city.attribution.join("; ") }));
}

start();
