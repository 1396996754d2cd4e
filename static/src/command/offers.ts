/** What the asker may do to a case now, and the way of a case to a department. */
import type { Api } from "../api";
import type { IncidentDetails } from "../types";

export interface Offer {
	action: string;
	name: string;
	name_zh: string;
	to_status: string;
	needs: string[];
	takes: string[];
}
export interface Offers {
	version: number;
	status: string;
	actions: Offer[];
}
export type Values = Record<string, string>;

const WAY = ["verify", "file", "dispatch"];
/** In which state the way begins with which step. */
const BEGINS: Record<string, number> = { reported: 0, verified: 1, filed: 2, returned: 2 };

/** The steps that still lie between a case and a department; none where it is there or past it. */
export function wayFrom({ status, actions }: Offers): string[] {
	const start = BEGINS[status];
	if (start === undefined) return [];
	const isOffered = actions.some(({ action }) => action === WAY[start]);
	return isOffered ? WAY.slice(start) : [];
}

/** The step that somebody else must take before the asker can go on; null where none is missing. */
export function missingStep({ status, actions }: Offers): string | null {
	const start = BEGINS[status];
	if (start === undefined || actions.some(({ action }) => action === WAY[start])) return null;
	return WAY[start];
}

export class CaseOrders {
	constructor(private readonly api: Api) {}

	offers(id: string, signal?: AbortSignal): Promise<Offers> {
		return this.api.get<Offers>(`${pathOf(id)}/actions`, signal);
	}

	act(id: string, action: string, version: number, values: Values = {}): Promise<IncidentDetails> {
		return this.api.post<IncidentDetails>(`${pathOf(id)}/actions`, { action, version, ...values });
	}

	/** Goes the whole way, one recorded step after the other; tells each before it is taken. */
	async send(id: string, department_code: string, taken: (offer: Offer) => void): Promise<void> {
		for (let step = 0; step < WAY.length; step++) {
			const now = await this.offers(id);
			const next = now.actions.find(({ action }) => action === wayFrom(now)[0]);
			if (!next) return;
			await this.act(id, next.action, now.version, next.action === "dispatch" ? { department_code } : {});
			taken(next);
			if (next.action === "dispatch") return;
		}
	}
}

function pathOf(id: string): string {
	return `/incidents/${encodeURIComponent(id)}`;
}
