import type { Api } from "../api";
import { currentLocale } from "../lib/language";
import type { Category, City, Status } from "../types";
import { Desk } from "./desk";
import { type Draft, missingIn, newDraft, STEPS, type Step, stepOf } from "./draft";
import { DraftList } from "./draft-list";
import type { DraftStore } from "./draft-store";
import { Home } from "./home";
import { OfficerWork } from "./officer-work";
import { Outbox } from "./outbox";
import { NotAPhoto } from "./photo";
import { PhotoStep } from "./photo-step";
import { PlaceMap } from "./place-map";
import { PlaceStep } from "./place-step";
import { Sender } from "./sender";
import { SentView } from "./sent-view";
import { Shell } from "./shell";
import { WhatStep } from "./what-step";

interface Lists {
	categories: Category[];
	statuses: Status[];
}

/** Leads from step to step. Where one is stands in the address: #draft/step, so back and reload work as people expect. */
export class Reporting {
	#shell: Shell;
	#map: PlaceMap;
	#list: DraftList;
	#officer: OfficerWork;
	#sender: Sender;
	#desk: Desk | null = null;

	constructor(
		app: HTMLElement,
		private readonly api: Api,
		root: string,
		private readonly store: DraftStore,
		private readonly city: City,
		private readonly lists: Lists,
	) {
		this.#shell = new Shell(app, (step) => this.#go(step));
		this.#map = new PlaceMap(this.#shell.stage, city);
		this.#map.showPin(false);
		this.#list = new DraftList(
			lists.categories,
			(draft) => this.#open(draft),
			(draft) => this.#remove(draft),
		);
		this.#officer = new OfficerWork(api, lists.categories, (grids) => this.#map.showGrids(grids));
		const changed = () => this.#shell.refresh();
		this.#sender = new Sender(new Outbox(store, root, changed), changed);
	}

	async start(): Promise<void> {
		window.addEventListener("hashchange", () => this.#show());
		new ResizeObserver(() => this.#map.fit()).observe(this.#shell.stage);
		this.store.onElsewhere(() => this.#shell.refresh());
		await this.#show();
		this.#officer.show();
		this.#sender.start();
	}

	async #show(): Promise<void> {
		const [id, step] = location.hash.slice(1).split("/");
		this.#desk = id ? await Desk.open(this.store, id) : null;
		const { draft } = this.#desk ?? {};
		if (!this.#desk || !draft) this.#showHome();
		else if (draft.state === "waiting" || draft.state === "sent") this.#showSent(draft);
		else this.#showStep(this.#desk, STEPS.find((one) => one === step) ?? draft.step);
	}

	#showHome(): void {
		const list = async () => this.#list.show(await this.store.all());
		const home = new Home(
			this.city,
			this.#list,
			this.#officer.element,
			(files) => this.#begin(files),
			() => this.#begin([]),
			list,
		);
		this.#map.showPin(false);
		this.#shell.show(home, null);
		list();
	}

	#showStep(desk: Desk, step: Step): void {
		const go = (to: Step) => () => this.#go(to);
		const view =
			step === "photo"
				? new PhotoStep(desk, this.city, go("place"))
				: step === "place"
					? new PlaceStep(this.api, desk, this.#map, this.city, go("photo"), go("what"))
					: new WhatStep(this.api, desk, this.lists, go("place"), () => this.#send(desk));
		this.#shell.show(view, step);
		desk.change({ step });
	}

	#showSent(draft: Draft): void {
		const reload = async () => {
			const now = await this.store.get(draft.id);
			if (now?.state === "refused") this.#open(now);
			return now ?? null;
		};
		const change = async () => {
			await this.store.put({ ...draft, state: "open" });
			this.#show();
		};
		const actions = { onNew: () => this.#begin([]), onHome: () => this.#home(), onChange: change };
		this.#shell.show(new SentView(draft, reload, actions), null);
	}

	async #begin(files: File[]): Promise<void> {
		const draft = newDraft(new Date(), currentLocale());
		await this.store.put(draft);
		const desk = new Desk(this.store, draft, []);
		for (const file of files) {
			await desk.addPhoto(file).catch((error) => {
				// The photo step shows what is there; a file that is no photo is not.
				if (!(error instanceof NotAPhoto)) throw error;
			});
		}
		this.#lead(draft.id, "photo");
	}

	#go(step: Step): void {
		if (this.#desk) this.#lead(this.#desk.draft.id, step);
	}

	#home(): void {
		location.hash = "";
	}

	/** Opens a draft where it needs something: what was refused first, then what is missing. */
	#open(draft: Draft): void {
		const [missing] = missingIn(draft);
		const [error] = draft.errors;
		const lacking = missing === "place" ? "place" : missing ? "what" : error ? stepOf(error.field) : draft.step;
		this.#lead(draft.id, lacking);
	}

	#lead(id: string, step: Step): void {
		const hash = `#${id}/${step}`;
		if (location.hash === hash) this.#show();
		else location.hash = hash;
	}

	async #send(desk: Desk): Promise<void> {
		if (missingIn(desk.draft).length) {
			this.#home();
			return;
		}
		await desk.makeReady(new Date());
		if (this.#desk === desk) this.#showSent(desk.draft);
		await this.#sender.now();
	}

	async #remove(draft: Draft): Promise<void> {
		await this.store.remove(draft.id);
		this.#list.show(await this.store.all());
		document.getElementById("own-title")?.focus();
	}
}
