/** One case as its page needs it. */
import type { ClockState, IncidentDetails, IncidentEvent } from "../types";

export interface Clock {
	stage: string;
	limit_amount: number | null;
	limit_unit: string | null;
	started_at: string;
	due_at: string | null;
	paused_at: string | null;
	stopped_at: string | null;
	state: ClockState;
	left_s: number | null;
}
export interface Task {
	department_code: string;
	department_name: string;
	department_name_zh: string | null;
	state: string;
	note: string | null;
	result: string | null;
	asked_at: string;
}
export interface Photo {
	id: string;
	kind: "report" | "before" | "after" | "note";
	taken_at: string | null;
	url: string;
	thumbnail_url: string;
}
export interface Contact {
	name: string | null;
	phone: string | null;
	email: string | null;
}
export interface CaseEvent extends IncidentEvent {
	detail: Record<string, unknown>;
}
export interface CaseDetails extends IncidentDetails {
	version: number;
	owner: { kind: string | null; code: string | null; name: string | null; name_zh: string | null };
	clocks: Clock[];
	tasks: Task[];
	attachments: Photo[];
	contact: Contact | null;
	contact_is_masked?: boolean;
	followers_count: number;
	return_count: number;
	rework_count: number;
	level_tier: number | null;
	merged_into: string | null;
	parent_id: string | null;
	history: CaseEvent[];
}
export interface SimilarCase {
	id: string;
	number: number;
	status: string;
	reported_at: string;
	merged_into: string | null;
	lon: number;
	lat: number;
	distance_m: number;
}
