import { h, replace } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { formatCount } from "../lib/language";
import type { Page } from "../lib/page";
import { type CaseText, ct } from "./texts";

interface Queues {
	items: { queue: string; count: number }[];
	total: number;
}

/** In this order; those marked are shown only while something waits in them. */
const ORDER = ["mine", "desk", "department", "unclaimed", "near_due", "overdue", "supervised", "paused", "unplaced"];
const ONLY_IF_ANY = ["supervised", "paused", "unplaced"];

/** Which queue is worked on, each with how many cases wait in it under the filters of the page. */
export class QueueTabs {
	readonly element = h("nav", { class: "queue-tabs", "aria-label": ct("queues") });
	readonly #feed: Feed<Queues>;

	constructor(private readonly page: Page) {
		this.#feed = new Feed<Queues>(
			() => {
				const query = filterQuery(page.store.view, page.city.time_zone);
				query.delete("queue");
				return withQuery("/incidents/queues", query);
			},
			(address, signal) => page.api.get(address, signal),
		);
		this.#feed.subscribe(() => this.#draw());
		page.store.subscribe(() => {
			this.#feed.refresh();
			this.#draw();
		});
		this.#feed.refresh();
	}

	reload(): void {
		this.#feed.reload();
	}

	#draw(): void {
		const { data } = this.#feed.state;
		const chosen = this.page.store.view.queue;
		const counts = new Map(data?.items.map(({ queue, count }) => [queue, count]));
		const isShown = (name: string) =>
			counts.has(name) && (!ONLY_IF_ANY.includes(name) || counts.get(name) !== 0 || name === chosen);
		const names = ORDER.filter(isShown);
		replace(this.element, ...names.map((name) => this.#tab(name, counts.get(name))), this.#tab(null, data?.total));
	}

	#tab(name: string | null, count: number | undefined): HTMLElement {
		const choose = () => {
			this.page.store.go({ queue: name, selection: null });
			this.element.querySelector<HTMLElement>("[aria-current]")?.focus();
		};
		return h(
			"button",
			{
				type: "button",
				class: "queue-tab",
				"data-queue": name ?? "all",
				"aria-current": this.page.store.view.queue === name && "true",
				on: { click: choose },
			},
			ct(`queue_${name ?? "all"}` as CaseText),
			h("span", { class: "queue-count" }, count === undefined ? "…" : formatCount(count)),
		);
	}
}
