import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Draft } from "./draft";

interface Tables extends DBSchema {
	drafts: { key: string; value: Draft };
}

const NAME = "wangge-report";

/** Drafts, kept in this browser until they are in. Pages and the service worker share them. */
export class DraftStore {
	#channel = new BroadcastChannel(NAME);

	private constructor(private readonly db: IDBPDatabase<Tables>) {}

	static async open(): Promise<DraftStore> {
		const db = await openDB<Tables>(NAME, 1, {
			upgrade(fresh) {
				fresh.createObjectStore("drafts", { keyPath: "id" });
			},
		});
		return new DraftStore(db);
	}

	/** All drafts, the newest first. */
	async all(): Promise<Draft[]> {
		const drafts = await this.db.getAll("drafts");
		return drafts.sort((a, b) => b.created_at.localeCompare(a.created_at));
	}

	get(id: string): Promise<Draft | undefined> {
		return this.db.get("drafts", id);
	}

	async put(draft: Draft): Promise<void> {
		await this.db.put("drafts", draft);
		this.#tell();
	}

	async remove(id: string): Promise<void> {
		await this.db.delete("drafts", id);
		this.#tell();
	}

	/** Called when another page or the service worker changed something. */
	onElsewhere(listener: () => void): void {
		this.#channel.addEventListener("message", listener);
	}

	#tell(): void {
		this.#channel.postMessage("changed");
	}
}
