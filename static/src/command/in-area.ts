import { nameOf } from "../lib/language";
import type { Page } from "../lib/page";
import { boxOf, type Polygonal, type Position, polygonContains } from "../lib/polygon";

function middleOf(geometry: Polygonal): Position {
	const [west, south, east, north] = boxOf(geometry);
	return [(west + east) / 2, (south + north) / 2];
}

/** Whether the middle of a zone lies in the area drilled into; a city-wide result is then listed for it alone. */
export function isInArea({ feeds, store }: Page, geometry: Polygonal): boolean {
	const area = store.view.area === null ? null : feeds.area.state.data;
	return !area || polygonContains(area.geometry, middleOf(geometry));
}

/** The name of the drawn area around the middle of a zone. */
export function nameAround({ feeds }: Page, geometry: Polygonal): string | null {
	const middle = middleOf(geometry);
	const around = feeds.areas.state.data?.features.find((area) => polygonContains(area.geometry, middle));
	return around ? nameOf(around.properties) : null;
}
