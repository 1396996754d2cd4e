import { type Api, ApiError } from "../api";
import type { Assignment, Edited, GridChange, GridRow, Move, PlanDetail, Status } from "./types";
import { Units } from "./units";

export interface Totals {
	households: number;
	population: number;
	unitCount: number;
}
export type SaveState = "saved" | "saving" | "failed";
type Listener = (changed: number[] | null) => void;

const LOOK_MS = 10_000;

/** A draft as this planner sees it: changed here at once, saved one edit after the other. */
export class Draft {
	version: number;
	status: Status;
	readonly grids = new Map<string, GridRow>();
	readonly totals = new Map<string | null, Totals>();
	/** The grid that tools paint into. */
	active: string | null = null;
	message = "";
	#save: SaveState = "saved";
	readonly #listeners: Listener[] = [];
	#queue: Promise<void> = Promise.resolve();
	#waiting = 0;

	constructor(
		readonly api: Api,
		readonly plan: PlanDetail,
		readonly units: Units,
	) {
		this.version = plan.version;
		this.status = plan.status;
		for (const row of plan.grids) this.grids.set(row.code, row);
		this.#count();
	}

	get root(): string {
		return `/plans/${this.plan.id}`;
	}
	get isEditable(): boolean {
		return this.status === "draft";
	}
	get save(): SaveState {
		return this.#save;
	}

	/** Called with the units that changed, or with null when all may have. */
	onChange(listener: Listener): void {
		this.#listeners.push(listener);
	}

	watch(): void {
		setInterval(() => {
			if (this.#waiting === 0 && !document.hidden) this.#look().catch(() => undefined);
		}, LOOK_MS);
	}

	totalOf(grid: string | null): Totals {
		return this.totals.get(grid) ?? { households: 0, population: 0, unitCount: 0 };
	}

	problemsOf(code: string): string[] {
		const { households, unitCount } = this.totalOf(code);
		const found: string[] = [];
		if (unitCount === 0) return found;
		if (households > this.plan.most_households) found.push("over");
		if (households < this.plan.least_households) found.push("under");
		if (this.units.partCount(this.units.unitsOf(code)) > 1) found.push("broken");
		return found;
	}

	/** Which of some units may go to a grid: those of its community, in no locked grid, elsewhere now. */
	movable(units: number[], to: string | null): number[] {
		if (to !== null && this.grids.get(to)?.is_locked) return [];
		return units.filter((unit) => {
			const from = this.units.grid[unit];
			if (from === to || (from !== null && this.grids.get(from)?.is_locked)) return false;
			return to === null || to.startsWith("new:") || to.startsWith(this.units.rows[unit].community);
		});
	}

	/** Moves units here at once and saves it; the answer of a new grid brings its code. */
	move(units: number[], to: string | null, properties: Omit<GridChange, "code"> = {}): void {
		const moving = this.movable(units, to);
		if (!moving.length || !this.isEditable) return;
		const moves = moving.map((unit) => ({ unit: this.units.rows[unit].code, from: this.units.grid[unit], to }));
		if (to !== null && !to.startsWith("new:")) this.#place(moving, to);
		else if (to === null) this.#place(moving, null);
		const grids = Object.keys(properties).length || to?.startsWith("new:") ? [{ code: to ?? "", ...properties }] : [];
		this.#send("edits", { moves, grids });
	}

	change(code: string, properties: Omit<GridChange, "code">): void {
		const row = this.grids.get(code);
		if (!row || !this.isEditable) return;
		Object.assign(row, properties);
		this.#tell([]);
		this.#send("edits", { grids: [{ code, ...properties }] });
	}

	undo(): void {
		this.#send("undo", {});
	}
	redo(): void {
		this.#send("redo", {});
	}
	restore(version: number): void {
		this.#send("restore", { to_version: version });
	}
	halve(grid: string): void {
		this.#send("halve", { grid });
	}
	accept(proposal: number): void {
		this.#send(`proposals/${proposal}/accept`, {});
	}

	/** Takes a step; resolves when it is done, rejects with the server's words. */
	async step(step: string, values: { reason?: string; at?: string }): Promise<void> {
		await this.#queue;
		const body = { step, version: this.version, ...values };
		const detail = await this.api.post<PlanDetail>(`${this.root}/steps`, body);
		this.status = detail.status;
		this.version = detail.version;
		Object.assign(this.plan, detail);
		this.#tell(null);
	}

	/** Waits until all that was done is saved. */
	settled(): Promise<void> {
		return this.#queue;
	}

	/** Reads from the server who is where, and says so to the page. */
	async reload(): Promise<void> {
		const found = await this.api.get<Assignment>(`${this.root}/assignment`);
		this.version = found.version;
		this.status = found.status;
		this.grids.clear();
		for (const row of found.grids) this.grids.set(row.code, row);
		for (const [code, grid] of Object.entries(found.units)) {
			const unit = this.units.index.get(code);
			if (unit !== undefined) this.units.grid[unit] = grid;
		}
		if (this.active !== null && !this.grids.has(this.active)) this.active = null;
		this.#count();
		this.#tell(null);
	}

	#send(path: string, body: { moves?: Move[]; grids?: GridChange[]; [name: string]: unknown }): void {
		this.#waiting += 1;
		this.#mark("saving");
		this.#queue = this.#queue.then(async () => {
			try {
				const done = await this.api.post<Edited>(`${this.root}/${path}`, { version: this.version, ...body });
				this.version = done.version;
				const isPlain = path === "edits" && !done.is_merged && !Object.keys(done.codes).length;
				if (!isPlain) await this.reload();
				const made = Object.values(done.codes);
				if (made.length) this.active = made[0];
				this.message = done.is_merged ? "merged" : "";
				this.#mark("saved");
			} catch (error) {
				this.message = error instanceof ApiError ? error.message : String(error);
				await this.reload().catch(() => undefined);
				this.#mark("failed");
			} finally {
				this.#waiting -= 1;
			}
		});
	}

	async #look(): Promise<void> {
		const found = await this.api.get<{ version: number; status: Status }>(`${this.root}/version`);
		if (this.#waiting > 0 || (found.version === this.version && found.status === this.status)) return;
		await this.reload();
		this.message = "others";
		this.#tell([]);
	}

	#place(units: number[], to: string | null): void {
		for (const unit of units) {
			const row = this.units.rows[unit];
			this.#add(this.units.grid[unit], -1, row.households, row.population);
			this.#add(to, 1, row.households, row.population);
			this.units.grid[unit] = to;
		}
		this.#tell(units);
	}

	#count(): void {
		this.totals.clear();
		this.units.rows.forEach((row, unit) => {
			this.#add(this.units.grid[unit], 1, row.households, row.population);
		});
	}

	#add(grid: string | null, sign: 1 | -1, households: number, population: number): void {
		const total = this.totals.get(grid) ?? { households: 0, population: 0, unitCount: 0 };
		total.households += sign * households;
		total.population += sign * population;
		total.unitCount += sign;
		this.totals.set(grid, total);
	}

	#mark(state: SaveState): void {
		this.#save = state;
		this.#tell([]);
	}

	#tell(changed: number[] | null): void {
		for (const listener of this.#listeners) listener(changed);
	}
}

export async function openDraft(api: Api, id: number): Promise<Draft> {
	const [plan, units] = await Promise.all([
		api.get<PlanDetail>(`/plans/${id}`),
		api.get<{ units: ConstructorParameters<typeof Units>[0] }>(`/plans/${id}/units`),
	]);
	return new Draft(api, plan, new Units(units.units));
}
