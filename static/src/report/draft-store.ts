import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Draft } from "./draft";
import type { Photo } from "./photo";

interface Tables extends DBSchema {
	drafts: { key: string; value: Draft };
	photos: { key: string; value: Photo; indexes: { draft_id: string } };
}

const NAME = "wangge-report";

/** Drafts and their photos, kept in this browser until they are in. Pages and the service worker share them. */
export class DraftStore {
	#channel = new BroadcastChannel(NAME);

	private constructor(private readonly db: IDBPDatabase<Tables>) {}

	static async open(): Promise<DraftStore> {
		const db = await openDB<Tables>(NAME, 2, {
			upgrade(fresh, before) {
				if (before < 1) fresh.createObjectStore("drafts", { keyPath: "id" });
				fresh.createObjectStore("photos", { keyPath: "id" }).createIndex("draft_id", "draft_id");
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
		await this.forgetPhotos(id);
		await this.db.delete("drafts", id);
		this.#tell();
	}

	photosOf(draft_id: string): Promise<Photo[]> {
		return this.db.getAllFromIndex("photos", "draft_id", draft_id);
	}

	async putPhoto(photo: Photo): Promise<void> {
		await this.db.put("photos", photo);
		this.#tell();
	}

	async removePhoto(id: string): Promise<void> {
		await this.db.delete("photos", id);
		this.#tell();
	}

	/** Photos that are in need no room on the phone. */
	async forgetPhotos(draft_id: string): Promise<void> {
		const tx = this.db.transaction("photos", "readwrite");
		const keys = await tx.store.index("draft_id").getAllKeys(draft_id);
		await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
	}

	/** Called when another page or the service worker changed something. */
	onElsewhere(listener: () => void): void {
		this.#channel.addEventListener("message", listener);
	}

	#tell(): void {
		this.#channel.postMessage("changed");
	}
}
