/** The stream of what happens, and what takes its place when it breaks. */
import type { Incident } from "../types";

export interface LiveEvent {
	incident?: string;
	alert?: number;
	action?: string;
	/** What a list shows of it; absent for what was missed and is told again. */
	row?: Incident;
	ready?: boolean;
}
export type LiveState = "live" | "polling";

export const POLL_S = 15;

/** Listens; the browser sends the last id when it comes back. Without a stream `poll` is called now and then. */
export class LiveEvents {
	state: LiveState = "polling";
	#timer = 0;
	#listeners = new Set<(state: LiveState) => void>();

	constructor(
		private readonly heard: (event: LiveEvent) => void,
		private readonly poll: () => void,
	) {}

	start(address: string): void {
		const source = new EventSource(address);
		source.onopen = () => this.#become("live");
		source.onmessage = (message) => this.heard(JSON.parse(message.data) as LiveEvent);
		source.onerror = () => {
			this.#become("polling");
			// A refusal ends the source for good; it is opened anew.
			if (source.readyState === EventSource.CLOSED) setTimeout(() => this.start(address), POLL_S * 1000);
		};
		this.#become("polling");
	}

	subscribe(listener: (state: LiveState) => void): void {
		this.#listeners.add(listener);
	}

	#become(state: LiveState): void {
		this.state = state;
		clearInterval(this.#timer);
		if (state === "polling") this.#timer = window.setInterval(this.poll, POLL_S * 1000);
		for (const listener of this.#listeners) listener(state);
	}
}
