import type { ZoneFeature } from "../types";
import { nameOf, t } from "./language";
import type { Page } from "./page";
import { boxOf, type Position, polygonContains } from "./polygon";

/** A zone of a hotspot run is a cell of a lattice or an area of a tier. */
export function zoneId({ properties }: ZoneFeature): string {
	return properties.code ?? properties.zone;
}

/** An area's own name; for a cell, the name of the drawn area that its middle lies in. */
export function zoneName({ feeds }: Pick<Page, "feeds">, zone: ZoneFeature): string {
	const { name, name_zh } = zone.properties;
	if (name || name_zh) return nameOf({ name, name_zh });
	const [west, south, east, north] = boxOf(zone.geometry);
	const middle: Position = [(west + east) / 2, (south + north) / 2];
	const around = feeds.areas.state.data?.features.find(({ geometry }) => polygonContains(geometry, middle));
	const cell = t("cell_name", { cell: zoneId(zone) });
	return around ? `${nameOf(around.properties)} · ${cell}` : cell;
}
