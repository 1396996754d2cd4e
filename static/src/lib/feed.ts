/** What one address of the API says now. A feed knows the address that the view asks for, and loads it when it changes. */

export type FeedState<T> =
	| { status: "idle"; data?: undefined; error?: undefined }
	| { status: "loading"; data?: T; error?: undefined }
	| { status: "ready"; data: T; error?: undefined; loadedAt: Date }
	| { status: "error"; data?: T; error: Error };

export class Feed<T> {
	state: FeedState<T> = { status: "idle" };
	#address: string | null = null;
	#abort: AbortController | null = null;
	#listeners = new Set<(state: FeedState<T>) => void>();

	constructor(
		private readonly addressNow: () => string | null,
		private readonly load: (address: string, signal: AbortSignal) => Promise<T>,
	) {}

	/** Returns how to stop listening. */
	subscribe(listener: (state: FeedState<T>) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Loads if the view asks for another address than before. */
	refresh(): void {
		const address = this.addressNow();
		if (address !== this.#address) this.#start(address);
	}

	/** Loads again, whatever was known. */
	reload(): void {
		this.#start(this.addressNow());
	}

	#start(address: string | null): void {
		this.#abort?.abort();
		this.#address = address;
		if (address === null) {
			this.#publish({ status: "idle" });
			return;
		}
		const abort = new AbortController();
		this.#abort = abort;
		const data = this.state.data;
		this.#publish({ status: "loading", data });
		this.load(address, abort.signal).then(
			(loaded) => {
				if (!abort.signal.aborted) this.#publish({ status: "ready", data: loaded, loadedAt: new Date() });
			},
			(error: Error) => {
				if (!abort.signal.aborted) this.#publish({ status: "error", data, error });
			},
		);
	}

	#publish(state: FeedState<T>): void {
		this.state = state;
		for (const listener of this.#listeners) listener(state);
	}
}
