import { selectZone } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { formatDecimal, t } from "../lib/language";
import type { Page } from "../lib/page";
import { outlineChosen, tracePolygon } from "../lib/paint";
import { type Box, boxContains, boxOf, type Position, polygonContains } from "../lib/polygon";
import { asBin, BIN_COLOURS } from "../lib/scale";
import { token } from "../lib/theme";
import { zoneId } from "../lib/zones";
import { hotspotLegend } from "../panels/hotspot-legend";
import type { ZoneFeature } from "../types";
import type { MapLayer } from "./layer";

/** Where more, or fewer, incidents lie than chance would put there: seven bins of significance. */
export function hotspots(page: Page): MapLayer {
	const { feeds, map, store } = page;
	let zones: { feature: ZoneFeature; box: Box }[] = [];
	const overlay = new CanvasOverlay("hotspots", (drawing) => draw(drawing));

	feeds.hotspots.subscribe((state) => {
		if (state.status === "loading") return;
		const found = state.status === "ready" ? state.data.features : [];
		zones = found.map((feature) => ({ feature, box: boxOf(feature.geometry) }));
		overlay.redraw();
	});

	function draw(drawing: Drawing): void {
		const { context } = drawing;
		for (const { feature } of zones) {
			const bin = asBin(feature.properties.bin);
			if (bin === 0) continue;
			context.beginPath();
			tracePolygon(drawing, feature.geometry);
			context.globalAlpha = Math.abs(bin) === 1 ? 0.7 : 0.8;
			context.fillStyle = BIN_COLOURS[bin];
			context.fill("evenodd");
			context.globalAlpha = 1;
			context.lineWidth = 0.75;
			context.strokeStyle = token("--map-zone-line");
			context.stroke();
		}
		drawSelected(drawing);
	}

	function drawSelected(drawing: Drawing): void {
		const { selection, panel } = store.view;
		const chosen =
			selection?.kind === "zone" &&
			panel === "hotspots" &&
			zones.find(({ feature }) => zoneId(feature) === selection.id);
		if (chosen) outlineChosen(drawing, chosen.feature.geometry);
	}

	return {
		key: "hotspots",
		label: "layer_hotspots",
		icon: "flame",
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => overlay.addTo(map),
		hide: () => overlay.remove(),
		hit: (_point, latlng) => {
			const position: Position = [latlng.lng, latlng.lat];
			const found = zones.find(
				({ feature, box }) =>
					feature.properties.bin !== 0 && boxContains(box, position) && polygonContains(feature.geometry, position),
			);
			if (!found) return null;
			const { count, expected } = found.feature.properties;
			return {
				label: t("zone_hover", { count, expected: formatDecimal(expected, 1) }),
				choose: () => selectZone(page, zoneId(found.feature)),
			};
		},
		legend: () => hotspotLegend(page),
	};
}
