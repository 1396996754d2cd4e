import type { ZoneFeature } from "../types";
import { nameOf, t } from "./language";

/** A zone of a hotspot run is a cell of a lattice or an area of a tier. */
export function zoneId({ properties }: ZoneFeature): string {
	return properties.code ?? properties.cell ?? "";
}

export function zoneName(zone: ZoneFeature): string {
	const name = zone.properties.name || zone.properties.name_zh ? nameOf({ name: zone.properties.name ?? "", name_zh: zone.properties.name_zh }) : "";
	return name || t("cell_name", { cell: zoneId(zone) });
}
