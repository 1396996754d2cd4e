import { ApiError } from "../api";
import { type Draft, missingIn, reportBody } from "./draft";
import type { DraftStore } from "./draft-store";
import type { Photo } from "./photo";
import type { FieldError } from "./place";

/** Whether all is sent; whether trying again helps; how long the server asks to wait. */
export interface Drained {
	isDone: boolean;
	wait_ms: number | null;
}

/** A network that neither answers nor breaks off is taken for none; slow enough for a photo over a bad one. */
const PATIENCE_MS = 90_000;
const LOCK = "wangge-report-outbox";

/** No answer, or one that says that another time will do. */
class Postponed extends Error {
	constructor(
		readonly isGeneral: boolean,
		readonly wait_ms: number | null,
	) {
		super("postponed");
	}
}

/** Sends what waits, one after the other. Runs in pages and in the service worker; one of them at a time. */
export class Outbox {
	#csrf: string | null = null;

	constructor(
		private readonly store: DraftStore,
		private readonly root: string,
		private readonly onProgress: () => void = () => undefined,
	) {}

	async drain(): Promise<Drained> {
		const nothing = { isDone: true, wait_ms: null };
		return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => (lock ? this.#drain() : nothing));
	}

	async #drain(): Promise<Drained> {
		let result: Drained = { isDone: true, wait_ms: null };
		const waiting = (await this.store.all()).filter((draft) => draft.state === "waiting" && !missingIn(draft).length);
		if (!waiting.length) return result;
		try {
			this.#csrf = (await this.#ask<{ csrf: string | null }>("/session")).csrf;
			// The oldest first: what was seen first is known first.
			for (const { id } of waiting.reverse()) {
				const isDone = await this.#sendOne(id);
				result = { ...result, isDone: result.isDone && isDone };
				this.onProgress();
			}
		} catch (error) {
			if (!(error instanceof Postponed)) throw error;
			result = { isDone: false, wait_ms: error.wait_ms };
		}
		return result;
	}

	/** False when this one has to be tried again; raises Postponed when none can be sent now. */
	async #sendOne(id: string): Promise<boolean> {
		const draft = await this.store.get(id); // it may have been taken back meanwhile
		if (draft?.state !== "waiting") return true;
		try {
			if (!draft.is_taken) await this.#sendReport(draft);
			await this.#sendPhotos(draft);
			await this.store.put({ ...draft, state: "sent", errors: [], contact: { name: "", phone: "", email: "" } });
			await this.store.forgetPhotos(draft.id);
			return true;
		} catch (error) {
			if (error instanceof ApiError) {
				await this.store.put({ ...draft, state: "refused", errors: reasons(error) });
				return true;
			}
			if (error instanceof Postponed && !error.isGeneral) return false;
			throw error;
		}
	}

	async #sendReport(draft: Draft): Promise<void> {
		if (draft.joins) {
			const email = draft.contact.email.trim();
			const body = { id: draft.follower_id, locale: draft.locale, ...(email ? { email } : {}) };
			await this.#ask(`/incidents/${draft.joins.id}/followers`, jsonOf(body));
			draft.number = draft.joins.number;
		} else {
			const { number } = await this.#ask<{ number: number }>("/incidents", jsonOf(reportBody(draft)));
			draft.number = number;
		}
		draft.is_taken = true;
		await this.store.put(draft);
	}

	async #sendPhotos(draft: Draft): Promise<void> {
		for (const photo of await this.store.photosOf(draft.id)) {
			if (photo.is_sent) continue;
			await this.#ask("/attachments", { body: formOf(photo, draft.joins?.id ?? draft.id) });
			await this.store.putPhoto({ ...photo, is_sent: true });
		}
	}

	async #ask<T>(path: string, sent?: { body: BodyInit; type?: string }): Promise<T> {
		const headers: Record<string, string> = { Accept: "application/json" };
		if (sent?.type) headers["Content-Type"] = sent.type;
		if (sent && this.#csrf) headers["X-CSRFToken"] = this.#csrf;
		let response: Response;
		try {
			const signal = AbortSignal.timeout(PATIENCE_MS);
			const asked = sent ? { method: "POST", headers, body: sent.body, signal } : { headers, signal };
			response = await fetch(this.root + path, asked);
		} catch {
			throw new Postponed(true, null);
		}
		if (response.ok) return (await response.json().catch(lost)) as T;
		const { status } = response;
		if (status === 429 || status === 503) throw new Postponed(true, Number(response.headers.get("Retry-After")) * 1000);
		if (status >= 500 || status === 408 || status === 425) throw new Postponed(false, null);
		throw new ApiError(status, await response.json().catch(() => ({ title: response.statusText })));
	}
}

/** The answer broke off on its way: the same keys make it safe to ask again. */
function lost(): never {
	throw new Postponed(true, null);
}

function jsonOf(body: unknown): { body: string; type: string } {
	return { body: JSON.stringify(body), type: "application/json" };
}

function formOf(photo: Photo, incident_id: string): FormData {
	const form = new FormData();
	form.set("id", photo.id);
	form.set("incident_id", incident_id);
	form.set("kind", "report");
	if (photo.taken_at) form.set("taken_at", photo.taken_at);
	if (photo.lon !== null && photo.lat !== null) {
		form.set("lon", String(photo.lon));
		form.set("lat", String(photo.lat));
	}
	form.set("file", photo.blob, "photo.jpg");
	return form;
}

function reasons(error: ApiError): FieldError[] {
	return error.errors.length ? error.errors : [{ field: "", detail: error.message }];
}
