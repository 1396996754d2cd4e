/** Polygons in lon and lat, as GeoJSON writes them. Only for finding what was pointed at: the server does the counting. */

export type Position = [number, number];
export type Box = [west: number, south: number, east: number, north: number];
export interface Polygonal {
	type: "Polygon" | "MultiPolygon";
	coordinates: Position[][] | Position[][][];
}

export function isPolygonal(geometry: { type: string } | null | undefined): geometry is Polygonal {
	return geometry?.type === "Polygon" || geometry?.type === "MultiPolygon";
}

export function polygonsOf(geometry: Polygonal): Position[][][] {
	return geometry.type === "Polygon"
		? [geometry.coordinates as Position[][]]
		: (geometry.coordinates as Position[][][]);
}

export function boxOf(geometry: Polygonal): Box {
	const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
	for (const [outer] of polygonsOf(geometry)) for (const point of outer) extend(box, point);
	return box;
}

function extend(box: Box, [lon, lat]: Position): void {
	box[0] = Math.min(box[0], lon);
	box[1] = Math.min(box[1], lat);
	box[2] = Math.max(box[2], lon);
	box[3] = Math.max(box[3], lat);
}

export function joinBoxes(boxes: Iterable<Box>): Box | null {
	const joined: Box = [Infinity, Infinity, -Infinity, -Infinity];
	for (const [west, south, east, north] of boxes) {
		extend(joined, [west, south]);
		extend(joined, [east, north]);
	}
	return Number.isFinite(joined[0]) ? joined : null;
}

export function boxContains([west, south, east, north]: Box, [lon, lat]: Position): boolean {
	return lon >= west && lon <= east && lat >= south && lat <= north;
}

export function boxesMeet(a: Box, b: Box): boolean {
	return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Even-odd rule over all rings, so holes count themselves out. */
export function polygonContains(geometry: Polygonal, point: Position): boolean {
	let isInside = false;
	for (const polygon of polygonsOf(geometry)) {
		for (const ring of polygon) if (ringCrossings(ring, point) % 2 === 1) isInside = !isInside;
	}
	return isInside;
}

function ringCrossings(ring: Position[], [lon, lat]: Position): number {
	let crossings = 0;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [lonA, latA] = ring[i];
		const [lonB, latB] = ring[j];
		if (latA > lat !== latB > lat && lon < ((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA) crossings++;
	}
	return crossings;
}

const LEVEL_SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
const STRETCH_SHARES = [0.5, 0.35, 0.65];

/** Places well inside for a label, the best first: along the widest stretches of level lines through the largest polygon. */
export function labelPositions(geometry: Polygonal): Position[] {
	const polygon = largestPolygon(geometry);
	const [west, south, east, north] = boxOf({ type: "Polygon", coordinates: polygon });
	const ranked = LEVEL_SHARES.flatMap((levelShare, level) => {
		const lat = south + (north - south) * levelShare;
		const [left, right] = widestStretch(polygon, lat);
		return STRETCH_SHARES.map((share) => ({
			position: [left + (right - left) * share, lat] as Position,
			// A place off the middle must be clearly roomier to be preferred.
			rank: (right - left) * (1 - 0.06 * Math.ceil(level / 2)) * (1 - 2 * Math.abs(share - 0.5)),
		}));
	}).filter(({ rank }) => rank > 0);
	if (!ranked.length) return [[(west + east) / 2, (south + north) / 2]];
	return ranked.sort((a, b) => b.rank - a.rank).map(({ position }) => position);
}

function widestStretch(polygon: Position[][], lat: number): [left: number, right: number] {
	const crossings = levelCrossings(polygon, lat);
	let best: [number, number] = [0, 0];
	for (let i = 0; i + 1 < crossings.length; i += 2) {
		if (crossings[i + 1] - crossings[i] > best[1] - best[0]) best = [crossings[i], crossings[i + 1]];
	}
	return best;
}

function largestPolygon(geometry: Polygonal): Position[][] {
	const size = (polygon: Position[][]) => {
		const [west, south, east, north] = boxOf({ type: "Polygon", coordinates: polygon });
		return (east - west) * (north - south);
	};
	return polygonsOf(geometry).reduce((a, b) => (size(b) > size(a) ? b : a));
}

function levelCrossings(polygon: Position[][], lat: number): number[] {
	const crossings: number[] = [];
	for (const ring of polygon) {
		for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
			const [lonA, latA] = ring[i];
			const [lonB, latB] = ring[j];
			if (latA > lat !== latB > lat) crossings.push(((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA);
		}
	}
	return crossings.sort((a, b) => a - b);
}
