import { type Draft, type Step, stepOf } from "./draft";
import type { DraftStore } from "./draft-store";
import { type Photo, preparePhoto } from "./photo";
import type { FieldError } from "./place";

/** Fields that a change may put right: their errors are told no longer. */
const PUT_RIGHT_BY: Partial<Record<keyof Draft, RegExp>> = {
	place: /^(lon|lat|geometry|point|place|accuracy_m|address|datum)/,
	category_code: /^category/,
	description: /^description/,
	contact: /^contact|^email/,
	seen_at: /^reported_at/,
};

/** The one draft that is being written. Every change is kept at once, so that a reload loses nothing. */
export class Desk {
	constructor(
		private readonly store: DraftStore,
		public draft: Draft,
		public photos: Photo[],
	) {}

	static async open(store: DraftStore, id: string): Promise<Desk | null> {
		const draft = await store.get(id);
		if (!draft) return null;
		const photos = await store.photosOf(id);
		return new Desk(
			store,
			draft,
			photos.sort((a, b) => a.added_at.localeCompare(b.added_at)),
		);
	}

	async change(part: Partial<Draft>): Promise<void> {
		const rights = Object.keys(part).map((name) => PUT_RIGHT_BY[name as keyof Draft]);
		const errors = this.draft.errors.filter(({ field }) => !rights.some((right) => right?.test(field)));
		this.draft = { ...this.draft, errors, ...part };
		await this.store.put(this.draft);
	}

	/** Raises NotAPhoto. */
	async addPhoto(file: File): Promise<void> {
		const photo = await preparePhoto(file, this.draft.id, new Date());
		await this.store.putPhoto(photo);
		this.photos = [...this.photos, photo];
	}

	async removePhoto(id: string): Promise<void> {
		await this.store.removePhoto(id);
		this.photos = this.photos.filter((photo) => photo.id !== id);
		await this.change({ errors: this.draft.errors.filter(({ field }) => stepOf(field) !== "photo") });
	}

	/** What the server refused on a step. */
	errorsOf(step: Step): FieldError[] {
		return this.draft.errors.filter(({ field }) => stepOf(field) === step);
	}

	/** Gives the draft to the outbox. */
	async makeReady(now: Date): Promise<void> {
		await this.change({ state: "waiting", ready_at: this.draft.ready_at ?? now.toISOString(), errors: [] });
	}
}
