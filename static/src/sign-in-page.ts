import "./styles/index.css";
import "./styles/sign-in.css";
import { Api, type ApiError } from "./api";
import { readBootstrap } from "./lib/bootstrap";
import { h, replace } from "./lib/dom";
import { setLocale, texts } from "./lib/language";
import { startTheme } from "./lib/theme";
import { signIn } from "./messages/sign-in";
import { brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";

interface Account {
	login: string;
	name: string;
	roles: { role: string; area_code: string | null }[];
}

interface Session {
	account: Account | null;
	csrf: string | null;
}

const t = texts(signIn);

/** Signs in and out; shows what the account may do and where to go next. */
async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	document.title = `${t("title")} · Wangge`;
	const app = document.getElementById("app")!;
	const actions = h("div", { class: "top-actions" }, languageButton(), themeButton());
	const main = h("main", { class: "sign-in" });
	try {
		const session = await new Api(bootstrap.api, bootstrap.csrf).get<Session>("/session");
		app.className = "signing-in";
		app.replaceChildren(h("header", { class: "top-bar" }, brand(), h("div", { class: "top-space" }), actions), main);
		show(main, bootstrap.api, session);
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

function show(main: HTMLElement, root: string, session: Session): void {
	const api = new Api(root, session.csrf ?? undefined);
	replace(
		main,
		h("h1", {}, t("title")),
		session.account ? signedIn(main, root, api, session.account) : form(main, root, api),
		links(),
	);
}

function form(main: HTMLElement, root: string, api: Api): HTMLElement {
	const login = field("login", "text", "username");
	const password = field("password", "password", "current-password");
	const problem = h("p", { class: "form-problem", role: "alert" });
	const submit = async (event: Event) => {
		event.preventDefault();
		replace(problem);
		try {
			const session = await api.post<Session>("/session", { login: login.value, password: password.value });
			show(main, root, session);
			main.querySelector<HTMLElement>(".welcome")?.focus();
		} catch (error) {
			replace(problem, (error as ApiError).message);
			password.select();
		}
	};
	return h(
		"form",
		{ class: "sign-in-form", on: { submit } },
		h("label", { for: "login" }, t("login")),
		login,
		h("label", { for: "password" }, t("password")),
		password,
		problem,
		h("button", { type: "submit", class: "text-button wide" }, t("enter")),
		h("p", { class: "hint" }, t("help")),
	);
}

function field(id: string, type: string, autocomplete: string): HTMLInputElement {
	return h("input", { id, type, autocomplete, required: true, maxlength: type === "text" ? 64 : 200 });
}

function signedIn(main: HTMLElement, root: string, api: Api, account: Account): HTMLElement {
	const leave = async () => {
		await api.delete("/session");
		show(main, root, { account: null, csrf: null });
	};
	const roles = account.roles.map(({ role, area_code }) => h("li", {}, `${role} · ${area_code ?? t("whole_city")}`));
	return h(
		"section",
		{},
		h("p", { class: "welcome", tabindex: -1 }, t("welcome", { name: account.name, login: account.login })),
		h("h2", {}, t("roles")),
		roles.length ? h("ul", {}, ...roles) : h("p", {}, t("no_role")),
		h("button", { type: "button", class: "text-button wide", on: { click: leave } }, t("leave")),
	);
}

function links(): HTMLElement {
	const link = (href: string, words: string) => h("li", {}, h("a", { href }, words));
	return h(
		"nav",
		{ "aria-label": t("pages") },
		h("h2", {}, t("pages")),
		h(
			"ul",
			{},
			link("/map", t("map")),
			link("/cases", t("cases")),
			link("/command", t("command")),
			link("/coverage", t("coverage")),
			link("/responsibilities", t("responsibilities")),
		),
	);
}

start();
