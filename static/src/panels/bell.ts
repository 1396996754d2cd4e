import { Api } from "../api";
import { readBootstrap } from "../lib/bootstrap";
import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { currentLocale, languageTag, texts } from "../lib/language";
import { notices } from "../messages/notices";

export interface Notice {
	id: number;
	kind: string;
	title: string;
	path: string;
	created_at: string;
	read_at: string | null;
}

interface NoticePage {
	items: Notice[];
	unread_count: number;
	bell: string;
}

/** Without a stream the bell looks so often by itself. */
const LOOK_EVERY_MS = 60_000;
const t = texts(notices);

/** What one is told, behind a bell in the header; live while the page is looked at. */
export class Bell {
	readonly element: HTMLElement;
	readonly #button: HTMLButtonElement;
	readonly #count = h("span", { class: "bell-count", "aria-hidden": "true" });
	readonly #list = h("ul", { class: "bell-list" });
	readonly #panel: HTMLElement;
	#stream: EventSource | null = null;
	#name = "";

	constructor(private readonly api: Api) {
		this.#button = h(
			"button",
			{
				type: "button",
				class: "icon-button bell-button",
				"aria-expanded": "false",
				on: { click: () => this.#toggle() },
			},
			icon("bell"),
			this.#count,
		);
		const readAll = h(
			"button",
			{ type: "button", class: "link", on: { click: () => this.#read(null) } },
			t("read_all"),
		);
		const foot = h("footer", {}, readAll, h("a", { class: "link", href: "/settings" }, t("settings")));
		this.#panel = h("section", { class: "bell-panel", "aria-label": t("bell"), hidden: true }, this.#list, foot);
		this.element = h("div", { class: "bell" }, this.#button, this.#panel);
		this.#label(0);
		this.element.addEventListener("keydown", (event) => {
			if (event.key === "Escape" && !this.#panel.hidden) this.#close();
		});
		document.addEventListener("click", (event) => {
			if (!this.#panel.hidden && !this.element.contains(event.target as Node)) this.#close(false);
		});
		document.addEventListener("visibilitychange", () => this.#follow());
		setInterval(() => {
			if (!document.hidden && this.#stream?.readyState !== EventSource.OPEN) this.load();
		}, LOOK_EVERY_MS);
		this.#follow();
	}

	async load(): Promise<void> {
		try {
			const page = await this.api.get<NoticePage>(`/notices?lang=${currentLocale()}`);
			this.#name = page.bell;
			this.#label(page.unread_count);
			this.#draw(page.items);
		} catch {
			replace(this.#list, h("li", { class: "bell-none" }, t("failed")));
		}
	}

	/** A page that nobody looks at keeps no connection; it catches up when it is looked at. */
	#follow(): void {
		this.#stream?.close();
		this.#stream = null;
		if (document.hidden) return;
		this.load();
		this.#stream = new EventSource(document.body.dataset.events ?? "/events");
		this.#stream.onmessage = ({ data }) => {
			const { bell } = JSON.parse(data) as { bell?: string };
			if (bell && bell === this.#name) this.load();
		};
	}

	#label(unread: number): void {
		const words = unread ? t("bell_unread", { count: unread }) : t("bell");
		this.#button.setAttribute("aria-label", words);
		this.#button.title = words;
		this.#count.textContent = unread > 99 ? "99+" : unread ? String(unread) : "";
	}

	#draw(items: Notice[]): void {
		const rows = items.map((notice) => this.#row(notice));
		replace(this.#list, ...(rows.length ? rows : [h("li", { class: "bell-none" }, t("none"))]));
	}

	#row(notice: Notice): HTMLElement {
		const time = new Intl.DateTimeFormat(languageTag(), { dateStyle: "medium", timeStyle: "short" });
		const open = () => {
			if (!notice.read_at) this.#read([notice.id]);
		};
		return h(
			"li",
			{ class: notice.read_at ? "bell-row" : "bell-row is-unread" },
			h(
				"a",
				{ href: notice.path, on: { click: open } },
				h("span", { class: "bell-title" }, notice.title),
				h("time", { datetime: notice.created_at }, time.format(new Date(notice.created_at))),
				!notice.read_at && h("span", { class: "visually-hidden" }, t("unread")),
			),
		);
	}

	async #read(ids: number[] | null): Promise<void> {
		await this.api.post("/notices/read", { ids });
		await this.load();
	}

	#toggle(): void {
		if (!this.#panel.hidden) {
			this.#close();
			return;
		}
		this.#panel.hidden = false;
		this.#button.setAttribute("aria-expanded", "true");
		this.load();
	}

	#close(focus = true): void {
		this.#panel.hidden = true;
		this.#button.setAttribute("aria-expanded", "false");
		if (focus) this.#button.focus();
	}
}

/** The bell of whoever is signed in. */
export function bell(): HTMLElement | null {
	const bootstrap = readBootstrap();
	return bootstrap.csrf ? new Bell(new Api(bootstrap.api, bootstrap.csrf)).element : null;
}
