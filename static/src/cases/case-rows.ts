/** The listed cases: page after page from the last row seen, read again when the question changes. */
import type { Api } from "../api";
import { withQuery } from "../lib/filters";
import type { Incident, IncidentPage } from "../types";

export const PAGE_SIZE = 50;
/** The most that the server gives at once. */
const MAX_AT_ONCE = 500;

type State = "loading" | "ready" | "failed";

export class CaseRows {
	items: Incident[] = [];
	total = 0;
	state: State = "loading";
	error: Error | null = null;
	#next: string | null = null;
	#address = "";
	#abort = new AbortController();

	constructor(
		private readonly api: Api,
		private readonly question: () => URLSearchParams,
		private readonly changed: () => void,
	) {}

	get hasMore(): boolean {
		return this.#next !== null;
	}

	/** Reads the first page if the question is another one than before. */
	refresh(): void {
		if (withQuery("/incidents", this.question()) !== this.#address) this.#read(PAGE_SIZE, null);
	}

	/** Reads again as many rows as are listed. */
	reload(): Promise<void> {
		return this.#read(Math.min(MAX_AT_ONCE, Math.max(PAGE_SIZE, this.items.length)), null);
	}

	more(): Promise<void> {
		if (this.#next === null || this.state === "loading") return Promise.resolve();
		return this.#read(PAGE_SIZE, this.#next);
	}

	async #read(size: number, after: string | null): Promise<void> {
		this.#abort.abort();
		const abort = new AbortController();
		this.#abort = abort;
		const query = this.question();
		this.#address = withQuery("/incidents", query);
		query.set("page_size", String(size));
		if (after !== null) query.set("after", after);
		this.#tell("loading", null);
		try {
			const page = await this.api.get<IncidentPage>(withQuery("/incidents", query), abort.signal);
			if (abort.signal.aborted) return;
			this.items = after === null ? page.items : [...this.items, ...page.items];
			this.total = page.total;
			this.#next = page.next;
			this.#tell("ready", null);
		} catch (error) {
			if (!abort.signal.aborted) this.#tell("failed", error as Error);
		}
	}

	#tell(state: State, error: Error | null): void {
		this.state = state;
		this.error = error;
		this.changed();
	}
}
