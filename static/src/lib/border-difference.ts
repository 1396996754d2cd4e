import { type Polygonal, type Position, polygonsOf } from "./polygon";

/** Differences below this are rounding, not another border. */
const TOLERANCE_M = 8;
/** Longer stretches are looked at in pieces, so that a long side is not judged by its middle alone. */
const PIECE_M = 60;
const M_PER_DEGREE = 111_320;

type Plane = (position: Position) => Position;

/** The lines of one border that lie farther than the tolerance from another; only for drawing. */
export function differingLines(border: Polygonal, other: Polygonal): Position[][] {
	const metres = planeAround(border);
	const near = segmentIndex(other, metres);
	const lines: Position[][] = [];
	for (const ring of polygonsOf(border).flat()) {
		let line: Position[] = [];
		for (const [from, to] of piecesOf(ring, metres)) {
			const middle: Position = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
			if (near(metres(middle))) {
				if (line.length) lines.push(line);
				line = [];
			} else line = line.length ? [...line, to] : [from, to];
		}
		if (line.length) lines.push(line);
	}
	return lines;
}

/** Metres on a plane that touches the border's first point: good to a few parts in a thousand across a city. */
function planeAround(border: Polygonal): Plane {
	const [lon0, lat0] = polygonsOf(border)[0][0][0];
	const shrink = Math.cos((lat0 * Math.PI) / 180);
	return ([lon, lat]) => [(lon - lon0) * M_PER_DEGREE * shrink, (lat - lat0) * M_PER_DEGREE];
}

function* piecesOf(ring: Position[], metres: Plane): Generator<[Position, Position]> {
	for (let i = 0; i + 1 < ring.length; i++) {
		const [from, to] = [ring[i], ring[i + 1]];
		const [a, b] = [metres(from), metres(to)];
		const count = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / PIECE_M));
		const at = (share: number): Position => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
		for (let piece = 0; piece < count; piece++) yield [at(piece / count), at((piece + 1) / count)];
	}
}

/** Answers whether a place lies within the tolerance of a border, by squares of `PIECE_M` that hold its pieces. */
function segmentIndex(border: Polygonal, metres: Plane): (place: Position) => boolean {
	const squares = new Map<string, [Position, Position][]>();
	const square = (value: number) => Math.floor(value / PIECE_M);
	for (const ring of polygonsOf(border).flat()) {
		for (const [from, to] of piecesOf(ring, metres)) {
			const segment: [Position, Position] = [metres(from), metres(to)];
			const key = `${square((segment[0][0] + segment[1][0]) / 2)},${square((segment[0][1] + segment[1][1]) / 2)}`;
			squares.set(key, [...(squares.get(key) ?? []), segment]);
		}
	}
	// A piece is at most a square long, so its middle is in the place's square or in one beside it.
	const around = [-1, 0, 1];
	return (place) =>
		around.some((dx) =>
			around.some((dy) =>
				(squares.get(`${square(place[0]) + dx},${square(place[1]) + dy}`) ?? []).some(
					(segment) => distance(place, segment) <= TOLERANCE_M,
				),
			),
		);
}

function distance([x, y]: Position, [[ax, ay], [bx, by]]: [Position, Position]): number {
	const [dx, dy] = [bx - ax, by - ay];
	const length2 = dx * dx + dy * dy;
	const share = length2 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
	return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}
