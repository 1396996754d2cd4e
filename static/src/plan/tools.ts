import type L from "leaflet";
import type { Draft } from "./draft";
import type { Ring } from "./types";
import type { UnitsLayer } from "./units-layer";

export type Tool = "look" | "brush" | "box" | "lasso" | "border" | "cut";
export const TOOLS: { tool: Tool; key: string }[] = [
	{ tool: "look", key: "v" },
	{ tool: "brush", key: "b" },
	{ tool: "box", key: "x" },
	{ tool: "lasso", key: "l" },
	{ tool: "border", key: "d" },
	{ tool: "cut", key: "k" },
];

interface Place {
	lon: number;
	lat: number;
	x: number;
	y: number;
}

/** What the pointer does on the map: looks, paints, frames units, drags a border, cuts a grid. */
export class Pointer {
	tool: Tool = "look";
	/** Radius of the brush in pixels; 0 is the unit under the pointer alone. */
	radius = 12;
	onPick: (unit: number) => void = () => undefined;
	onHover: (unit: number, place: Place) => void = () => undefined;
	#from: Place | null = null;
	#path: Place[] = [];
	#stroke = new Set<number>();
	#into: string | null = null;
	readonly #frame: SVGPathElement;

	constructor(
		private readonly map: L.Map,
		private readonly draft: Draft,
		private readonly layer: UnitsLayer,
		frame: SVGPathElement,
	) {
		this.#frame = frame;
		const box = map.getContainer();
		box.addEventListener("pointerdown", (event) => this.#down(event), { capture: true });
		box.addEventListener("pointermove", (event) => this.#move(event));
		window.addEventListener("pointerup", (event) => this.#up(event));
	}

	choose(tool: Tool): void {
		this.tool = tool;
		const container = this.map.getContainer();
		container.dataset.tool = tool;
		if (tool === "look") this.map.dragging.enable();
		else this.map.dragging.disable();
	}

	#place(event: PointerEvent): Place {
		const { lng, lat } = this.map.mouseEventToLatLng(event);
		const { x, y } = this.map.mouseEventToContainerPoint(event);
		return { lon: lng, lat, x, y };
	}

	#down(event: PointerEvent): void {
		if (event.button !== 0 || (event.target as Element).closest(".leaflet-control, .plan-float")) return;
		const place = this.#place(event);
		this.#from = place;
		this.#path = [place];
		if (this.tool === "look") return;
		event.preventDefault();
		this.#stroke.clear();
		this.#into = this.draft.active;
		if (this.tool === "border") {
			const unit = this.draft.units.at(place.lon, place.lat);
			this.#into = unit >= 0 ? this.draft.units.grid[unit] : null;
		}
		if (this.tool === "brush") this.#paint(place);
	}

	#move(event: PointerEvent): void {
		const place = this.#place(event);
		this.onHover(this.draft.units.at(place.lon, place.lat), place);
		if (!this.#from || this.tool === "look") return;
		const last = this.#path[this.#path.length - 1];
		this.#path.push(place);
		if (this.tool === "brush" || this.tool === "border") {
			// A quick hand skips pixels: what lies between is painted, too.
			const steps = Math.max(1, Math.ceil(Math.hypot(place.x - last.x, place.y - last.y) / 6));
			for (let k = 1; k <= steps; k++) this.#paint(between(last, place, k / steps));
		} else this.#draw(place);
	}

	#up(event: PointerEvent): void {
		const from = this.#from;
		if (!from) return;
		this.#from = null;
		this.#frame.setAttribute("d", "");
		const place = this.#place(event);
		const isClick = Math.hypot(place.x - from.x, place.y - from.y) < 4;
		if (this.tool === "look") {
			if (isClick) this.onPick(this.draft.units.at(place.lon, place.lat));
			return;
		}
		if (this.tool === "cut") {
			this.#cut(from, place);
			return;
		}
		const chosen = this.#chosen(from, place, isClick);
		this.layer.highlight.clear();
		if (chosen.length && this.#into !== null) this.draft.move(chosen, this.#into);
		else this.layer.redraw();
	}

	#chosen(from: Place, to: Place, isClick: boolean): number[] {
		const { units } = this.draft;
		if (this.tool === "box" && !isClick) {
			return units.within(
				Math.min(from.lon, to.lon),
				Math.min(from.lat, to.lat),
				Math.max(from.lon, to.lon),
				Math.max(from.lat, to.lat),
			);
		}
		if (this.tool === "lasso" && !isClick) return units.inside(ringOf(this.#path));
		if (isClick && this.tool !== "brush" && this.tool !== "border") {
			const unit = units.at(to.lon, to.lat);
			return unit >= 0 ? [unit] : [];
		}
		return [...this.#stroke];
	}

	#paint(place: Place): void {
		const { units } = this.draft;
		const under = units.at(place.lon, place.lat);
		const found = under >= 0 ? [under] : [];
		if (this.tool === "brush" && this.radius > 0) {
			const edge = this.map.containerPointToLatLng([place.x + this.radius, place.y - this.radius]);
			const [dx, dy] = [edge.lng - place.lon, edge.lat - place.lat];
			const near = units.within(place.lon - dx, place.lat - dy, place.lon + dx, place.lat + dy);
			for (const unit of near) {
				const [lon, lat] = units.middles[unit];
				if (((lon - place.lon) / dx) ** 2 + ((lat - place.lat) / dy) ** 2 <= 1) found.push(unit);
			}
		}
		const fresh = this.draft.movable(found, this.#into).filter((unit) => !this.#stroke.has(unit));
		if (this.#into === null || !fresh.length) return;
		for (const unit of fresh) {
			this.#stroke.add(unit);
			this.layer.highlight.add(unit);
		}
		this.layer.touch(fresh);
	}

	#draw(place: Place): void {
		const from = this.#path[0];
		if (this.tool === "box") {
			this.#frame.setAttribute("d", `M${from.x} ${from.y}H${place.x}V${place.y}H${from.x}Z`);
		} else if (this.tool === "cut") {
			this.#frame.setAttribute("d", `M${from.x} ${from.y}L${place.x} ${place.y}`);
		} else {
			this.#frame.setAttribute("d", `M${this.#path.map(({ x, y }) => `${x} ${y}`).join("L")}Z`);
		}
	}

	/** Splits the active grid along a line: what lies to the right of its way becomes a new grid. */
	#cut(from: Place, to: Place): void {
		const grid = this.draft.active;
		if (grid === null) return;
		const right = this.draft.units.unitsOf(grid).filter((unit) => {
			const [lon, lat] = this.draft.units.middles[unit];
			return (to.lon - from.lon) * (lat - from.lat) - (to.lat - from.lat) * (lon - from.lon) < 0;
		});
		const all = this.draft.totalOf(grid).unitCount;
		if (right.length && right.length < all) this.draft.move(right, "new:1");
	}
}

function between(a: Place, b: Place, share: number): Place {
	const mix = (x: number, y: number) => x + (y - x) * share;
	return { lon: mix(a.lon, b.lon), lat: mix(a.lat, b.lat), x: mix(a.x, b.x), y: mix(a.y, b.y) };
}

function ringOf(path: Place[]): Ring {
	return [...path, path[0]].map(({ lon, lat }) => [lon, lat]);
}
