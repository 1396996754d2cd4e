import type { Drawing } from "./canvas-overlay";
import { marked } from "./mark-scale";
import { type Polygonal, polygonsOf } from "./polygon";
import { token } from "./theme";

/** Lays the rings of a polygon down as the context's current path. */
export function tracePolygon({ context, project }: Drawing, geometry: Polygonal): void {
	for (const polygon of polygonsOf(geometry)) {
		for (const ring of polygon) {
			ring.forEach((position, index) => {
				const [x, y] = project(position);
				if (index === 0) context.moveTo(x, y);
				else context.lineTo(x, y);
			});
			context.closePath();
		}
	}
}

/** The outline of what is chosen, readable on any fill. */
export function outlineChosen(drawing: Drawing, geometry: Polygonal): void {
	const { context } = drawing;
	context.beginPath();
	tracePolygon(drawing, geometry);
	context.lineWidth = marked(5);
	context.strokeStyle = token("--map-cluster-ring");
	context.stroke();
	context.lineWidth = marked(2.5);
	context.strokeStyle = token("--accent");
	context.stroke();
}

/** Text with a halo, readable on any base map. */
export function haloText(
	context: CanvasRenderingContext2D,
	text: string,
	x: number,
	y: number,
	fill: string,
	halo: string,
): void {
	context.lineJoin = "round";
	context.lineWidth = marked(3.5);
	context.strokeStyle = halo;
	context.strokeText(text, x, y);
	context.fillStyle = fill;
	context.fillText(text, x, y);
}

export const LABEL_FONT =
	'system-ui, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif';

/** Boxes already taken by labels of one drawing. */
export class LabelSpace {
	#taken: [number, number, number, number][] = [];

	/** Claims a box around (x, y) if it is free. */
	claim(x: number, y: number, width: number, height: number): boolean {
		const box: [number, number, number, number] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
		for (const other of this.#taken) {
			if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
		}
		this.#taken.push(box);
		return true;
	}
}
