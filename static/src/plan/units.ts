import type { Ring, UnitRow } from "./types";

/** The units of a plan: their shapes once, who touches whom, and which grid each is in. */
export class Units {
	readonly count: number;
	readonly index = new Map<string, number>();
	/** Longitude and latitude of a point near the middle of each unit. */
	readonly middles: [number, number][];
	readonly boxes: Float64Array;
	/** The grid of each unit now, and on the boundaries of today. */
	readonly grid: (string | null)[];
	readonly today: (string | null)[];
	readonly neighbours: number[][];
	/** Edges that two units share: both units, then the coordinates of its ends. */
	readonly edges: { first: number; second: number; line: [number, number, number, number] }[] = [];
	/** Edges of one unit alone: the rim of the plan. */
	readonly rim: [number, number, number, number][] = [];
	readonly #cells = new Map<number, number[]>();
	#cell = 1;
	#west = 0;
	#south = 0;

	constructor(readonly rows: UnitRow[]) {
		this.count = rows.length;
		this.boxes = new Float64Array(4 * rows.length);
		this.grid = rows.map((row) => row.grid);
		this.today = rows.map((row) => row.today);
		rows.forEach((row, at) => {
			this.index.set(row.code, at);
			this.#measure(at, row.polygons);
		});
		this.middles = rows.map((row, at) => middleOf(row.polygons, this.boxes.subarray(4 * at, 4 * at + 4)));
		this.neighbours = this.#link();
		this.#sort();
	}

	/** The unit under a place, or -1. */
	at(lon: number, lat: number): number {
		for (const unit of this.#cells.get(this.#cellOf(lon, lat)) ?? []) {
			if (this.#holds(unit, lon, lat)) return unit;
		}
		return -1;
	}

	/** The units whose middle lies in a box. */
	within(west: number, south: number, east: number, north: number): number[] {
		const found: number[] = [];
		this.middles.forEach(([lon, lat], unit) => {
			if (lon >= west && lon <= east && lat >= south && lat <= north) found.push(unit);
		});
		return found;
	}

	/** The units whose middle lies in a ring. */
	inside(ring: Ring): number[] {
		return this.middles.flatMap((middle, unit) => (isInside(ring, middle[0], middle[1]) ? [unit] : []));
	}

	unitsOf(grid: string | null): number[] {
		return this.grid.flatMap((code, unit) => (code === grid ? [unit] : []));
	}

	/** In how many parts some units hang together. */
	partCount(units: number[]): number {
		const left = new Set(units);
		let parts = 0;
		for (const start of units) {
			if (!left.delete(start)) continue;
			parts += 1;
			const reached = [start];
			for (let unit = reached.pop(); unit !== undefined; unit = reached.pop()) {
				for (const next of this.neighbours[unit]) if (left.delete(next)) reached.push(next);
			}
		}
		return parts;
	}

	#measure(at: number, polygons: Ring[][]): void {
		let [west, south, east, north] = [180, 90, -180, -90];
		for (const [outer] of polygons) {
			for (const [lon, lat] of outer) {
				west = Math.min(west, lon);
				east = Math.max(east, lon);
				south = Math.min(south, lat);
				north = Math.max(north, lat);
			}
		}
		this.boxes.set([west, south, east, north], 4 * at);
	}

	/** Neighbours share an edge, corner by corner: the server sends shared corners alike. */
	#link(): number[][] {
		const open = new Map<string, { unit: number; line: [number, number, number, number] }>();
		const sets = this.rows.map(() => new Set<number>());
		this.rows.forEach((row, unit) => {
			for (const ring of row.polygons.flat()) {
				for (let k = 1; k < ring.length; k++) {
					const [a, b] = [ring[k - 1], ring[k]];
					const key = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? `${a},${b}` : `${b},${a}`;
					const other = open.get(key);
					if (other === undefined) {
						open.set(key, { unit, line: [a[0], a[1], b[0], b[1]] });
					} else if (other.unit !== unit) {
						open.delete(key);
						sets[unit].add(other.unit);
						sets[other.unit].add(unit);
						this.edges.push({ first: other.unit, second: unit, line: other.line });
					}
				}
			}
		});
		for (const { line } of open.values()) this.rim.push(line);
		return sets.map((set) => [...set]);
	}

	/** Cells of about one unit each, to find what is under the pointer. */
	#sort(): void {
		let [west, south, east, north] = [180, 90, -180, -90];
		for (let k = 0; k < this.boxes.length; k += 4) {
			west = Math.min(west, this.boxes[k]);
			south = Math.min(south, this.boxes[k + 1]);
			east = Math.max(east, this.boxes[k + 2]);
			north = Math.max(north, this.boxes[k + 3]);
		}
		this.#west = west;
		this.#south = south;
		this.#cell = Math.max(1e-6, Math.sqrt(((east - west) * (north - south)) / Math.max(1, this.count)));
		for (let unit = 0; unit < this.count; unit++) {
			const [w, s, e, n] = this.boxes.subarray(4 * unit, 4 * unit + 4);
			for (let x = this.#step(w - west); x <= this.#step(e - west); x++) {
				for (let y = this.#step(s - south); y <= this.#step(n - south); y++) {
					const key = x * 100_003 + y;
					const held = this.#cells.get(key);
					if (held) held.push(unit);
					else this.#cells.set(key, [unit]);
				}
			}
		}
	}

	#step(degrees: number): number {
		return Math.floor(degrees / this.#cell);
	}

	#cellOf(lon: number, lat: number): number {
		return this.#step(lon - this.#west) * 100_003 + this.#step(lat - this.#south);
	}

	#holds(unit: number, lon: number, lat: number): boolean {
		const [west, south, east, north] = this.boxes.subarray(4 * unit, 4 * unit + 4);
		if (lon < west || lon > east || lat < south || lat > north) return false;
		return this.rows[unit].polygons.some(
			([outer, ...holes]) => isInside(outer, lon, lat) && !holes.some((hole) => isInside(hole, lon, lat)),
		);
	}
}

export function isInside(ring: Ring, lon: number, lat: number): boolean {
	let is = false;
	for (let k = 0, j = ring.length - 1; k < ring.length; j = k++) {
		const [x1, y1] = ring[k];
		const [x2, y2] = ring[j];
		if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) is = !is;
	}
	return is;
}

/** The middle of the box when it is inside, else the middle of the longest chord at that latitude. */
function middleOf(polygons: Ring[][], [west, south, east, north]: Float64Array): [number, number] {
	const lat = (south + north) / 2 + (north - south) * 1e-4;
	const middle = (west + east) / 2;
	let best: [number, number] = [middle, lat];
	let widest = -1;
	for (const [outer] of polygons) {
		const cuts: number[] = [];
		for (let k = 0, j = outer.length - 1; k < outer.length; j = k++) {
			const [x1, y1] = outer[k];
			const [x2, y2] = outer[j];
			if (y1 > lat !== y2 > lat) cuts.push(((x2 - x1) * (lat - y1)) / (y2 - y1) + x1);
		}
		cuts.sort((a, b) => a - b);
		for (let k = 1; k < cuts.length; k += 2) {
			if (cuts[k] - cuts[k - 1] > widest) {
				widest = cuts[k] - cuts[k - 1];
				best = [(cuts[k] + cuts[k - 1]) / 2, lat];
			}
		}
	}
	return best;
}
