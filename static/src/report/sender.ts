import { waitMs } from "./backoff";
import { askForSync } from "./offline";
import type { Outbox } from "./outbox";

/** Tries at the right moments: when the network returns, when the page is looked at again, and after a growing wait. */
export class Sender {
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isRunning = false;
	#isWanted = false;

	constructor(
		private readonly outbox: Outbox,
		private readonly onChange: () => void,
	) {}

	start(): void {
		window.addEventListener("online", () => this.now());
		window.addEventListener("offline", () => this.onChange());
		document.addEventListener("visibilitychange", () => {
			if (document.visibilityState === "visible") this.now();
		});
		this.now();
	}

	/** The network may be back, or something new waits: wait no longer. */
	async now(): Promise<void> {
		clearTimeout(this.#timer);
		this.#failures = 0;
		await this.#try();
	}

	async #try(): Promise<void> {
		if (this.#isRunning) {
			this.#isWanted = true;
			return;
		}
		this.#isRunning = true;
		try {
			const { isDone, wait_ms } = await this.outbox.drain();
			if (isDone) this.#failures = 0;
			else this.#again(wait_ms);
		} finally {
			this.#isRunning = false;
			this.onChange();
		}
		if (this.#isWanted) {
			this.#isWanted = false;
			await this.#try();
		}
	}

	#again(wait_ms: number | null): void {
		this.#failures += 1;
		askForSync();
		this.#timer = setTimeout(() => this.#try(), wait_ms || waitMs(this.#failures));
	}
}
