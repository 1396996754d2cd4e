import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { nameOf } from "../lib/language";
import type { AreaFeature, Category, Incident, Items, Officer } from "../types";
import { drawPicture, pictureOf } from "./category-pictures";
import { gridOutline } from "./surroundings";
import { moment, t } from "./texts";

interface Session {
	account: { officer_code: string | null } | null;
}
const MOST_TASKS = 20;

/** What a grid officer who is signed in has to do today, and the grids that are theirs. */
export class OfficerWork {
	readonly element = h("section", { class: "officer-work", "aria-labelledby": "officer-title" });

	constructor(
		private readonly api: Api,
		private readonly categories: Category[],
		private readonly onGrids: (grids: AreaFeature[]) => void,
	) {
		this.element.hidden = true;
	}

	async show(): Promise<void> {
		if (!this.api.isSignedIn) return;
		try {
			const { account } = await this.api.get<Session>("/session");
			if (!account?.officer_code) return;
			this.element.hidden = false;
			const [tasks, grids] = await Promise.all([this.#tasks(), this.#grids(account.officer_code)]);
			this.onGrids(grids);
			this.#draw(tasks, grids);
		} catch {
			replace(this.element, title(), h("p", { class: "hint" }, t("tasks_offline")));
		}
	}

	async #tasks(): Promise<Incident[]> {
		return (await this.api.get<Items<Incident>>(`/incidents?queue=mine&page_size=${MOST_TASKS}`)).items;
	}

	async #grids(code: string): Promise<AreaFeature[]> {
		const { items } = await this.api.get<Items<Officer>>("/officers/on-duty?limit=5000");
		const own = items.find((officer) => officer.code === code);
		return Promise.all((own?.grid_codes ?? []).map((grid) => gridOutline(this.api, grid)));
	}

	#draw(tasks: Incident[], grids: AreaFeature[]): void {
		const names = grids.map(({ properties }) => nameOf(properties)).join(", ");
		replace(
			this.element,
			title(),
			grids.length ? h("p", {}, `${t("own_grids", { count: grids.length })}: ${names}`) : null,
			h("p", { class: "hint" }, tasks.length ? t("tasks", { count: tasks.length }) : t("no_tasks")),
			h("ul", {}, ...tasks.map((task) => h("li", { class: "task" }, ...this.#task(task)))),
		);
	}

	#task(task: Incident): (Node | null)[] {
		const category = this.categories.find(({ code }) => code === task.category_code);
		const where = [task.address ?? task.grid_name ?? "", task.due_at ? t("due", { time: moment(task.due_at) }) : ""];
		return [
			category ? drawPicture(pictureOf(category)) : null,
			h(
				"span",
				{ class: "draft-words" },
				h("span", { class: "row-name" }, `#${task.number} · ${category ? nameOf(category) : task.category_code}`),
				h("span", { class: "hint" }, where.filter(Boolean).join(" · ")),
			),
		];
	}
}

function title(): HTMLElement {
	return h("h2", { id: "officer-title", class: "card-title" }, t("officer_title"));
}
