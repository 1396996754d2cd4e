import "./styles/index.css";
import "./styles/docs.css";
import { Api } from "./api";
import { endpointView } from "./docs/endpoint-view";
import { type Document, type Endpoint, endpointsOf } from "./docs/openapi";
import { readBootstrap } from "./lib/bootstrap";
import { h } from "./lib/dom";
import { setLocale, t } from "./lib/language";
import { startTheme } from "./lib/theme";
import { brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";

/** Reads the OpenAPI document of this server and lays it out: nothing is asked of any other machine. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	document.title = t("api_title");
	const app = document.getElementById("app")!;
	try {
		const document_ = await new Api(bootstrap.api, bootstrap.csrf).get<Document>("/openapi.json");
		app.className = "docs";
		app.replaceChildren(top(bootstrap.api), reader(document_));
		openFromAddress();
		window.addEventListener("hashchange", openFromAddress);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

function top(root: string): HTMLElement {
	return h(
		"header",
		{ class: "top-bar" },
		brand(),
		h("div", { class: "top-space" }),
		h("a", { class: "text-button", href: "/map" }, t("api_to_map")),
		h("a", { class: "text-button", href: `${root}/openapi.json` }, t("api_open")),
		h("div", { class: "top-actions" }, languageButton(), themeButton()),
	);
}

function reader(document_: Document): HTMLElement {
	const endpoints = endpointsOf(document_);
	const descriptions = new Map((document_.tags ?? []).map((tag) => [tag.name, tag.description ?? ""]));
	const tags = [...new Set(endpoints.map((endpoint) => endpoint.tag))];
	const views = new Map(endpoints.map((endpoint) => [endpoint, endpointView(document_, endpoint)]));
	const groups = tags.map((tag) => {
		const members = endpoints.filter((endpoint) => endpoint.tag === tag);
		return h(
			"section",
			{ class: "doc-group" },
			h("h2", {}, tag),
			h("p", { class: "hint" }, descriptions.get(tag) ?? ""),
			...members.map((one) => views.get(one)!),
		);
	});
	const none = h("p", { class: "empty", hidden: true, role: "status" }, t("api_none"));
	const search = h("input", {
		type: "search",
		class: "input",
		placeholder: t("api_search"),
		"aria-label": t("api_search"),
		on: { input: () => narrow() },
	});
	const narrow = () => {
		const words = search.value.trim().toLowerCase();
		for (const [endpoint, view] of views) view.hidden = !matches(endpoint, words);
		for (const group of groups) group.hidden = !group.querySelector(".endpoint:not([hidden])");
		none.hidden = groups.some((group) => !group.hidden);
	};
	return h(
		"main",
		{ class: "doc-main" },
		h("h1", {}, t("api_title"), h("span", { class: "badge" }, document_.info.version)),
		h("p", { class: "hint" }, t("api_endpoints", { count: endpoints.length })),
		search,
		...groups,
		none,
	);
}

function matches({ path, method, operation }: Endpoint, words: string): boolean {
	return [path, method, operation.summary, operation.description].some((text) => text?.toLowerCase().includes(words));
}

function openFromAddress(): void {
	const wanted = document.getElementById(location.hash.slice(1));
	if (wanted instanceof HTMLDetailsElement) {
		wanted.open = true;
		wanted.scrollIntoView();
	}
}

start();
