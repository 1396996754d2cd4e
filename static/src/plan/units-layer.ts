import type L from "leaflet";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { token } from "../lib/theme";
import type { Draft } from "./draft";

/** Eight hues that colour-blind people tell apart; neighbours of one hue are told by border and number. */
const HUES = [205, 35, 150, 285, 95, 330, 240, 60];
/** Numbers are drawn from this zoom on. */
const LABEL_ZOOM = 14;

/** Units filled by grid, borders of grids, their numbers and households; what changes is drawn alone. */
export class UnitsLayer {
	readonly overlay: CanvasOverlay;
	/** Left of this share of the view the boundaries of today are drawn; null: the plan alone. */
	swipe: number | null = null;
	highlight = new Set<number>();
	#drawing: Drawing | null = null;
	#origin: [number, number] = [0, 0];

	constructor(
		private readonly draft: Draft,
		private readonly map: L.Map,
	) {
		this.overlay = new CanvasOverlay("areas", (drawing) => this.#paint(drawing));
		this.overlay.addTo(map);
	}

	redraw(): void {
		this.overlay.redraw();
	}

	/** Draws some units again on what is there; the borders follow at rest. */
	touch(units: number[]): void {
		const drawing = this.#drawing;
		if (!drawing || this.swipe !== null) this.redraw();
		else for (const unit of units) this.#fill(drawing, unit, this.draft.units.grid[unit], true);
	}

	#paint(drawing: Drawing): void {
		this.#drawing = drawing;
		const margin = (drawing.size.x - this.map.getSize().x) / 2;
		this.#origin = [margin, margin];
		const { context, size } = drawing;
		if (this.swipe === null) {
			this.#side(drawing, this.draft.units.grid, true);
			return;
		}
		const cut = this.#origin[0] + this.swipe * this.map.getSize().x;
		for (const [from, to, grid] of [
			[0, cut, this.draft.units.today],
			[cut, size.x, this.draft.units.grid],
		] as const) {
			context.save();
			context.beginPath();
			context.rect(from, 0, to - from, size.y);
			context.clip();
			this.#side(drawing, grid, grid === this.draft.units.grid);
			context.restore();
		}
	}

	#side(drawing: Drawing, grid: (string | null)[], isPlan: boolean): void {
		const { units } = this.draft;
		const { bounds } = drawing;
		const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
		for (let unit = 0; unit < units.count; unit++) {
			const [w, s, e, n] = units.boxes.subarray(4 * unit, 4 * unit + 4);
			if (e < west || w > east || n < south || s > north) continue;
			this.#fill(drawing, unit, grid[unit], isPlan);
		}
		this.#borders(drawing, grid);
		if (drawing.zoom >= LABEL_ZOOM) this.#labels(drawing, grid);
	}

	#fill({ context, project }: Drawing, unit: number, grid: string | null, isPlan: boolean): void {
		context.beginPath();
		for (const ring of this.draft.units.rows[unit].polygons.flat()) {
			ring.forEach((place, at) => {
				const [x, y] = project(place);
				if (at) context.lineTo(x, y);
				else context.moveTo(x, y);
			});
			context.closePath();
		}
		context.globalCompositeOperation = "destination-out";
		context.globalAlpha = 1;
		context.fill("evenodd");
		context.globalCompositeOperation = "source-over";
		const isActive = isPlan && grid !== null && grid === this.draft.active;
		context.globalAlpha = isActive || this.highlight.has(unit) ? 0.85 : 0.5;
		context.fillStyle = colourOf(grid);
		context.fill("evenodd");
		context.globalAlpha = 0.6;
		context.lineWidth = 0.5;
		context.strokeStyle = token("--surface");
		context.stroke();
		if (this.highlight.has(unit)) {
			context.globalAlpha = 1;
			context.lineWidth = 2.5;
			context.strokeStyle = token("--accent");
			context.stroke();
		}
		context.globalAlpha = 1;
	}

	/** Borders of grids, and wider ones of communities, which no grid may cross. */
	#borders({ context, project, zoom }: Drawing, grid: (string | null)[]): void {
		const { units } = this.draft;
		const grids = new Path2D();
		const communities = new Path2D();
		const draw = (path: Path2D, [x1, y1, x2, y2]: [number, number, number, number]) => {
			const [ax, ay] = project([x1, y1]);
			const [bx, by] = project([x2, y2]);
			path.moveTo(ax, ay);
			path.lineTo(bx, by);
		};
		for (const { first, second, line } of units.edges) {
			if (units.rows[first].community !== units.rows[second].community) draw(communities, line);
			else if (grid[first] !== grid[second]) draw(grids, line);
		}
		for (const line of units.rim) draw(communities, line);
		const width = Math.min(2, Math.max(0.6, (zoom - 10) * 0.4));
		context.strokeStyle = token("--text");
		context.lineWidth = width;
		context.stroke(grids);
		context.lineWidth = 2 * width;
		context.stroke(communities);
	}

	#labels({ context, project, size }: Drawing, grid: (string | null)[]): void {
		const places = new Map<string, [number, number, number]>();
		this.draft.units.middles.forEach((middle, unit) => {
			const code = grid[unit];
			if (code === null) return;
			const [x, y] = project(middle);
			if (x < 0 || y < 0 || x > size.x || y > size.y) return;
			const sum = places.get(code) ?? [0, 0, 0];
			places.set(code, [sum[0] + x, sum[1] + y, sum[2] + 1]);
		});
		context.textAlign = "center";
		context.font = `600 13px ${token("--font")}`;
		context.lineWidth = 3.5;
		context.lineJoin = "round";
		context.strokeStyle = token("--surface");
		context.fillStyle = token("--text");
		for (const [code, [x, y, count]] of places) {
			const text = code.slice(12);
			context.strokeText(text, x / count, y / count);
			context.fillText(text, x / count, y / count);
		}
	}
}

/** A colour per grid that stays the same while its units change. */
export function colourOf(grid: string | null): string {
	if (grid === null) return token("--danger");
	let sum = 0;
	for (const letter of grid) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
	const hue = HUES[sum % HUES.length];
	return `hsl(${hue} 55% ${50 + (Math.floor(sum / 8) % 3) * 9}%)`;
}
