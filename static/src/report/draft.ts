import type { Locale } from "../lib/language";
import type { FieldError, Place } from "./place";
import { newTrackingCode } from "./tracking-code";

/** open: being written; waiting: sends itself; refused: the server said what is wrong; sent: it is in. */
export type DraftState = "open" | "waiting" | "refused" | "sent";
export type Step = "photo" | "place" | "what";
export const STEPS: Step[] = ["photo", "place", "what"];

export interface Contact {
	name: string;
	phone: string;
	email: string;
}

/** A case that is known already, and is followed instead of reported again. */
export interface KnownCase {
	id: string;
	number: number;
}

/** A report on its way. Its keys are made here, so that sending again never makes a second one. */
export interface Draft {
	id: string;
	follower_id: string;
	tracking_code: string;
	/** The language that news of it are written in. */
	locale: Locale;
	created_at: string;
	state: DraftState;
	step: Step;
	place: Place | null;
	category_code: string | null;
	description: string;
	/** When it was seen: null means the moment that the reporter pressed send. */
	seen_at: string | null;
	ready_at: string | null;
	/** The clock of this device was refused: the server takes its own time. */
	is_clock_wrong: boolean;
	contact: Contact;
	joins: KnownCase | null;
	errors: FieldError[];
	/** The report itself is in; its photos may still be on the way. */
	is_taken: boolean;
	number: number | null;
}

export function newDraft(now: Date, locale: Locale): Draft {
	return {
		id: crypto.randomUUID(),
		follower_id: crypto.randomUUID(),
		tracking_code: newTrackingCode(),
		locale,
		created_at: now.toISOString(),
		state: "open",
		step: "photo",
		place: null,
		category_code: null,
		description: "",
		seen_at: null,
		ready_at: null,
		is_clock_wrong: false,
		contact: { name: "", phone: "", email: "" },
		joins: null,
		errors: [],
		is_taken: false,
		number: null,
	};
}

export type Missing = "place" | "category";

/** What keeps a draft from being sent. */
export function missingIn(draft: Draft): Missing[] {
	if (draft.joins) return [];
	const missing: Missing[] = [];
	if (!draft.place) missing.push("place");
	if (!draft.category_code) missing.push("category");
	return missing;
}

/** The body of POST /incidents. */
export function reportBody(draft: Draft): Record<string, unknown> {
	const { place, contact } = draft;
	if (!place || !draft.category_code) throw new Error("a report needs a place and a category");
	const given = Object.entries(contact).filter(([, value]) => value.trim());
	return {
		id: draft.id,
		lon: place.lon,
		lat: place.lat,
		...(place.accuracy_m === null ? {} : { accuracy_m: Math.round(place.accuracy_m) }),
		...(place.address ? { address: place.address } : {}),
		category_code: draft.category_code,
		tracking_code: draft.tracking_code,
		...(given.length ? { contact: Object.fromEntries(given) } : {}),
		description: draft.description,
		...(draft.is_clock_wrong ? {} : { reported_at: draft.seen_at ?? draft.ready_at ?? draft.created_at }),
	};
}

/** The step on which a field that the server refused is put right. */
export function stepOf(field: string): Step {
	if (/^(file|photo|id$|taken_at)/.test(field)) return "photo";
	if (/^(lon|lat|geometry|point|place|accuracy_m|address|datum)/.test(field)) return "place";
	return "what";
}
