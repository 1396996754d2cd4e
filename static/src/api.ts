import type { Job } from "./types";

/** What the server says of an answer that says no (RFC 9457). */
interface Problem {
	title?: string;
	detail?: string;
	/** The one field or row that is wrong, where it is one. */
	field?: string;
	row?: number;
	errors?: { field: string; detail: string }[];
}

/** An answer that says no, with the server's own words. */
export class ApiError extends Error {
	readonly title: string;
	readonly detail: string;
	readonly field: string | null;
	readonly row: number | null;
	/** Every field that is wrong and why; one entry where the server names a single field. */
	readonly errors: { field: string; detail: string }[];

	constructor(
		readonly status: number,
		{ title = "", detail = "", field, row, errors }: Problem,
	) {
		super(detail || title);
		this.title = title;
		this.detail = detail;
		this.field = field ?? null;
		this.row = row ?? null;
		this.errors = errors ?? (field ? [{ field, detail }] : []);
	}
}

export class Api {
	constructor(
		private readonly root: string,
		private readonly csrf: string | undefined,
	) {}

	get isSignedIn(): boolean {
		return Boolean(this.csrf);
	}

	async get<T>(path: string, signal?: AbortSignal): Promise<T> {
		return read<T>(await fetch(this.root + path, { signal, headers: { Accept: "application/json" } }));
	}

	post<T>(path: string, body: unknown): Promise<T> {
		return this.#send<T>("POST", path, body);
	}

	put<T>(path: string, body: unknown): Promise<T> {
		return this.#send<T>("PUT", path, body);
	}

	async #send<T>(method: "POST" | "PUT", path: string, body: unknown): Promise<T> {
		const headers: Record<string, string> = { "Content-Type": "application/json", Accept: "application/json" };
		if (this.csrf) headers["X-CSRFToken"] = this.csrf;
		return read<T>(await fetch(this.root + path, { method, headers, body: JSON.stringify(body) }));
	}

	/** Sends a file as it is, not as a form, so that the server can write it down while it comes. */
	async upload<T>(path: string, file: Blob): Promise<T> {
		const headers: Record<string, string> = { "Content-Type": "application/octet-stream", Accept: "application/json" };
		if (this.csrf) headers["X-CSRFToken"] = this.csrf;
		return read<T>(await fetch(this.root + path, { method: "POST", headers, body: file }));
	}

	/** A form with a file in it. */
	async postForm<T>(path: string, form: FormData): Promise<T> {
		const headers: Record<string, string> = { Accept: "application/json" };
		if (this.csrf) headers["X-CSRFToken"] = this.csrf;
		return read<T>(await fetch(this.root + path, { method: "POST", headers, body: form }));
	}

	async delete(path: string): Promise<void> {
		const headers: Record<string, string> = this.csrf ? { "X-CSRFToken": this.csrf } : {};
		const response = await fetch(this.root + path, { method: "DELETE", headers });
		if (!response.ok) await read(response);
	}

	startJob(kind: string, parameters: Record<string, unknown>): Promise<Job> {
		return this.post<Job>("/jobs", { kind, parameters });
	}

	job(id: string): Promise<Job> {
		return this.get<Job>(`/jobs/${encodeURIComponent(id)}`);
	}

	cancelJob(id: string): Promise<Job> {
		return this.post<Job>(`/jobs/${encodeURIComponent(id)}/cancel`, {});
	}
}

async function read<T>(response: Response): Promise<T> {
	if (response.ok) return (await response.json()) as T;
	const problem = (await response.json().catch(() => ({}))) as Problem;
	throw new ApiError(response.status, { ...problem, title: problem.title ?? response.statusText });
}
