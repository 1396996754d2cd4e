import { formatView, parseView, type View } from "./view";

type Listener = (view: View, before: View) => void;

/** Holds the view and keeps the address in step with it. */
export class ViewStore {
	#view: View;
	#listeners = new Set<Listener>();

	constructor() {
		this.#view = parseView(location.search);
		window.addEventListener("popstate", () => this.#publish(parseView(location.search)));
	}

	get view(): View {
		return this.#view;
	}

	/** A step that the reader may want to take back: a new entry in the history. */
	go(change: Partial<View>): void {
		this.#write(change, "pushState");
	}

	/** A movement, not a step: the current entry is rewritten. */
	adjust(change: Partial<View>): void {
		this.#write(change, "replaceState");
	}

	/** A whole view that was kept, instead of this one. */
	open(query: string): void {
		this.go(parseView(`?${query}`));
	}

	subscribe(listener: Listener): void {
		this.#listeners.add(listener);
	}

	#write(change: Partial<View>, method: "pushState" | "replaceState"): void {
		const next = { ...this.#view, ...change };
		const query = formatView(next, location.search);
		if (query === location.search.slice(1)) return;
		history[method](null, "", query ? `?${query}` : location.pathname);
		this.#publish(next);
	}

	#publish(next: View): void {
		const before = this.#view;
		this.#view = next;
		for (const listener of this.#listeners) listener(next, before);
	}
}
