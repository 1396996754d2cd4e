import "./styles/index.css";
import "./styles/import.css";
import { Api, type ApiError } from "./api";
import { FileMap } from "./imports/file-map";
import { readingForm } from "./imports/reading-form";
import { reportView } from "./imports/report-view";
import { exportForm, startForm } from "./imports/start-form";
import type { Import, Reading } from "./imports/types";
import { readBootstrap } from "./lib/bootstrap";
import { h, replace } from "./lib/dom";
import { nameOf, setLocale, texts } from "./lib/language";
import { startTheme } from "./lib/theme";
import { loadBasemapCode } from "./map";
import { type ImportText, importTexts } from "./messages/import";
import { accountLink, brand, languageButton, themeButton } from "./panels/brand";
import { startProblem } from "./panels/start-problem";
import { synthetic } from "./panels/synthetic";
import type { City, FeatureCollection } from "./types";

const t = texts(importTexts);
const POLL_MS = 700;
const KNOWN_TIER = 3;
const STEPS: ImportText[] = ["step_file", "step_reading", "step_check", "step_import"];

interface Session {
	rights: string[];
}

async function start(): Promise<void> {
	const bootstrap = readBootstrap();
	setLocale(bootstrap.locale);
	startTheme();
	const app = document.getElementById("app")!;
	const api = new Api(bootstrap.api, bootstrap.csrf);
	try {
		const [city, session] = await Promise.all([api.get<City>("/city"), api.get<Session>("/session")]);
		await loadBasemapCode();
		await new ImportPage(app, api, bootstrap.api, city, session.rights).start();
	} catch (error) {
		startProblem(app, error as Error, start);
	}
}

/** One file on its way through the steps; its id stands in the address, so that it can be left and found again. */
class ImportPage {
	readonly #steps = h("ol", { class: "import-steps", "aria-label": t("steps") });
	readonly #body = h("div", { class: "import-body" });
	readonly #status = h("div", { class: "import-status", role: "status" });
	readonly #map: FileMap;

	constructor(
		private readonly app: HTMLElement,
		private readonly api: Api,
		private readonly root: string,
		private readonly city: City,
		private readonly rights: string[],
	) {
		this.#map = new FileMap(city, t("map_label"));
	}

	async start(): Promise<void> {
		document.title = `${t("title")} · ${nameOf(this.city)}`;
		this.app.className = "importing";
		const main = h("main", { class: "import-main" }, h("h1", {}, t("title")));
		replace(this.app, this.#top(), main);
		if (!this.rights.includes("import.run")) {
			const sign = h("a", { class: "button", href: "/sign-in" }, t("sign_in"));
			main.append(h("p", {}, t("sign_in_first")), h("p", {}, sign), exportForm(this.api, this.root));
			return;
		}
		main.append(
			this.#steps,
			h(
				"div",
				{ class: "import-columns-two" },
				h("div", { class: "import-side" }, this.#status, this.#body),
				this.#map.element,
			),
		);
		this.#drawKnown();
		const id = new URLSearchParams(location.search).get("id");
		if (id) await this.#open(id);
		else this.#showStart();
	}

	#top(): HTMLElement {
		return h(
			"header",
			{ class: "top-bar" },
			brand(),
			this.city.is_synthetic && synthetic(),
			h("div", { class: "top-space" }),
			h("a", { class: "text-button", href: "/" }, t("to_map")),
			h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton()),
		);
	}

	async #drawKnown(): Promise<void> {
		const known = await this.api.get<FeatureCollection<{ row: number }>>(`/areas?tier=${KNOWN_TIER}&zoom=11`);
		this.#map.showKnown(known.features);
	}

	#showStart(): void {
		this.#mark(0);
		replace(this.#status);
		replace(
			this.#body,
			startForm(
				this.api,
				(run) => this.#keep(run),
				(id) => this.#open(id),
			),
			exportForm(this.api, this.root),
		);
		this.#map.show(undefined, "");
	}

	async #open(id: string): Promise<void> {
		try {
			this.#keep(await this.api.get<Import>(`/imports/${encodeURIComponent(id)}`));
		} catch (error) {
			this.#address(null);
			this.#showStart();
			this.#say((error as ApiError).message);
		}
	}

	/** Shows an import as it is now; follows its job when one is at work. */
	#keep(run: Import): void {
		this.#address(run.id);
		if (run.job && ["queued", "running"].includes(run.job.state)) {
			this.#follow(run);
			return;
		}
		replace(this.#status);
		if (run.job?.state === "failed") this.#say(t("failed", { cause: run.job.error ?? "" }));
		if (run.job?.state === "cancelled") this.#say(t("cancelled"));
		this.#show(run);
	}

	#show(run: Import): void {
		const isOpen = run.state === "uploaded" || run.state === "checked";
		this.#mark(run.state === "uploaded" ? 1 : run.state === "checked" ? 2 : 3);
		const title = h(
			"p",
			{ class: "import-title" },
			h("strong", {}, run.file_name),
			` · ${t(`kind_${run.kind}`)} · ${run.source} · ${t(`state_${run.state}`)}`,
		);
		const another = h("button", { type: "button", class: "link", on: { click: () => this.#leave() } }, t("another"));
		const reading = isOpen
			? readingForm(run, {
					look: (told) => this.#ask(run, "preview", told),
					check: (told) => this.#ask(run, "check", told),
				})
			: null;
		const report = run.state !== "uploaded" && reportView(this.root, run);
		replace(this.#body, title, another, report || null, this.#deed(run), reading);
		this.#map.show(run.preview.features, run.preview.is_deferred ? t("deferred") : t("map_none"));
	}

	/** What can be done next with a file that was checked or imported. */
	#deed(run: Import): HTMLElement | null {
		if (run.state === "checked") {
			if (run.report.is_blocked) return h("p", { class: "import-warning" }, t("blocked"));
			if (run.kind === "areas" && !this.rights.includes("import.boundaries"))
				return h("p", { class: "hint" }, t("needs_approver"));
			return this.#button(t("confirm"), "primary", () => this.#ask(run, "confirm"));
		}
		if (run.state !== "imported") return null;
		const box = h("div", { class: "import-actions" });
		const first = () => replace(box, this.#button(t("roll_back"), "", sure));
		const sure = () =>
			replace(
				box,
				h("p", {}, t("sure")),
				this.#button(t("yes"), "primary", () => this.#ask(run, "rollback")),
				this.#button(t("no"), "quiet", first),
			);
		first();
		return box;
	}

	#button(text: string, className: string, act: () => void): HTMLElement {
		return h("button", { type: "button", class: `button ${className}`, on: { click: act } }, text);
	}

	async #ask(run: Import, step: string, told: Partial<Reading> = {}): Promise<void> {
		try {
			this.#keep(await this.api.post<Import>(`/imports/${run.id}/${step}`, told));
		} catch (error) {
			this.#say((error as ApiError).message);
		}
	}

	async #follow(started: Import): Promise<void> {
		let run = started;
		const meter = h("progress", { max: 100, "aria-label": t("checking") });
		const words = h("p", {});
		const cancel = this.#button(t("cancel"), "quiet", () => this.api.cancelJob(run.job!.id).catch(() => undefined));
		replace(this.#status, meter, words, cancel);
		replace(this.#body);
		while (run.job && ["queued", "running"].includes(run.job.state)) {
			const name =
				run.state === "checked" ? t("writing") : run.state === "imported" ? t("rolling_back") : t("checking");
			if (run.job.state === "running") meter.value = run.job.percent ?? 0;
			words.textContent = `${name} … ${run.job.message ?? ""}`;
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
			run = await this.api.get<Import>(`/imports/${run.id}`);
		}
		this.#keep(run);
	}

	#say(text: string): void {
		replace(this.#status, h("p", { class: "import-warning", role: "alert" }, text));
	}

	#leave(): void {
		this.#address(null);
		this.#showStart();
	}

	#mark(current: number): void {
		const step = (key: ImportText, at: number) =>
			h("li", { "aria-current": at === current ? "step" : null, class: at < current ? "done" : "" }, t(key));
		replace(this.#steps, ...STEPS.map(step));
	}

	#address(id: string | null): void {
		const query = new URLSearchParams(location.search);
		if (id) query.set("id", id);
		else query.delete("id");
		const text = query.toString();
		history.replaceState(null, "", text ? `?${text}` : location.pathname);
	}
}

start();
