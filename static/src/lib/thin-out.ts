import type { Drawing } from "./canvas-overlay";

export interface Heap<T> {
	x: number;
	y: number;
	items: T[];
}

/** Puts what would be drawn on top of each other into one heap: so many pixels wide, in the middle of what it holds. */
export function thinOut<T extends { lon: number | null; lat: number | null }>(
	items: T[],
	{ project, bounds }: Pick<Drawing, "project" | "bounds">,
	width_px: number,
): Heap<T>[] {
	const heaps = new Map<string, Heap<T>>();
	for (const item of items) {
		if (item.lon === null || item.lat === null || !bounds.contains([item.lat, item.lon])) continue;
		const [x, y] = project([item.lon, item.lat]);
		const key = `${Math.floor(x / width_px)}:${Math.floor(y / width_px)}`;
		const heap = heaps.get(key);
		if (!heap) {
			heaps.set(key, { x, y, items: [item] });
			continue;
		}
		heap.items.push(item);
		heap.x += (x - heap.x) / heap.items.length;
		heap.y += (y - heap.y) / heap.items.length;
	}
	return [...heaps.values()];
}

/** The heap under a point of the map, if one is that near. */
export function heapAt<T>(heaps: Heap<T>[], x: number, y: number, reach_px: number): Heap<T> | null {
	return heaps.find((heap) => Math.hypot(heap.x - x, heap.y - y) <= reach_px) ?? null;
}
