import { type LiveEvent, LiveEvents, type LiveState } from "../command/live-events";

const SETTLE_MS = 1500;

/** Tells when cases changed: soon after it happened, once for many, and only while somebody looks. */
export class LiveQueue {
	#timer = 0;
	#changed = new Set<string>();

	constructor(
		/** The keys of the cases; none where it is not known which. */
		private readonly tell: (ids: ReadonlySet<string>) => void,
		private readonly become: (state: LiveState) => void,
	) {}

	start(): void {
		const live = new LiveEvents(
			(event) => this.#hear(event),
			() => this.#wait(),
		);
		live.subscribe(this.become);
		live.start(document.body.dataset.events ?? "/events");
		document.addEventListener("visibilitychange", () => !document.hidden && this.#changed.size > 0 && this.#wait());
	}

	#hear({ ready, incident }: LiveEvent): void {
		if (ready || !incident) return;
		this.#changed.add(incident);
		this.#wait();
	}

	/** From the first event on, so that a steady stream is told of, too. */
	#wait(): void {
		if (this.#timer || document.hidden) return;
		this.#timer = window.setTimeout(() => {
			this.#timer = 0;
			const changed = this.#changed;
			this.#changed = new Set();
			this.tell(changed);
		}, SETTLE_MS);
	}
}
