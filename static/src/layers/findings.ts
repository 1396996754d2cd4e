import type L from "leaflet";
import { selectFinding } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { findingKind } from "../lib/finding-kinds";
import { nameOf, t } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { LABEL_FONT, tracePolygon } from "../lib/paint";
import { isPolygonal, type Polygonal } from "../lib/polygon";
import { token } from "../lib/theme";
import type { FindingFeature } from "../types";
import type { MapLayer } from "./layer";

const RADIUS_PX = 11;

/** Where the areas do not fit together: gaps, overlaps, borders that cross. */
export function findings(page: Page): MapLayer {
	const { feeds, map, store } = page;
	const overlay = new CanvasOverlay("findings", (drawing) => draw(drawing));
	const shown = (): FindingFeature[] => feeds.findings.state.data?.features ?? [];

	feeds.findings.subscribe((state) => state.status !== "loading" && overlay.redraw());

	function draw(drawing: Drawing): void {
		for (const feature of shown()) {
			const isChosen =
				store.view.selection?.kind === "finding" && store.view.selection.id === String(feature.properties.id);
			const extent = feature.properties.outline;
			if (isPolygonal(extent)) drawExtent(drawing, extent, feature.properties.repaired);
			drawMark(drawing, feature, isChosen);
		}
	}

	function drawExtent(drawing: Drawing, extent: Polygonal, isRepaired: boolean): void {
		const { context } = drawing;
		context.beginPath();
		tracePolygon(drawing, extent);
		context.fillStyle = token(isRepaired ? "--map-repaired-fill" : "--map-finding-fill");
		context.fill("evenodd");
		context.lineWidth = 2;
		context.strokeStyle = token(isRepaired ? "--map-finding-repaired" : "--map-finding");
		context.stroke();
	}

	function drawMark({ context, project }: Drawing, feature: FindingFeature, isChosen: boolean): void {
		const [x, y] = project(feature.geometry.coordinates);
		context.beginPath();
		const radius = marked(RADIUS_PX);
		context.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, marked(5));
		context.fillStyle = token(feature.properties.repaired ? "--map-finding-repaired" : "--map-finding");
		context.fill();
		context.lineWidth = isChosen ? 4 : 2;
		context.strokeStyle = token(isChosen ? "--accent" : "--map-cluster-ring");
		context.stroke();
		context.font = `700 ${marked(13)}px ${LABEL_FONT}`;
		context.textAlign = "center";
		context.textBaseline = "middle";
		context.fillStyle = "#fff";
		context.fillText(feature.properties.repaired ? "✓" : "!", x, y + 0.5);
	}

	return {
		key: "findings",
		label: "layer_findings",
		icon: "coverage",
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => overlay.addTo(map),
		hide: () => overlay.remove(),
		hit: (point: L.Point) => {
			for (const feature of shown()) {
				const [lon, lat] = feature.geometry.coordinates;
				if (map.latLngToContainerPoint([lat, lon]).distanceTo(point) > marked(RADIUS_PX + 4)) continue;
				const { id, kind, area_codes } = feature.properties;
				return {
					label: [
						findingKind(kind),
						...area_codes.slice(0, 3).map((code) => nameOf(page.tree.get(code) ?? { name: code })),
					].join(" · "),
					choose: () => selectFinding(page, String(id)),
				};
			}
			return null;
		},
		legend: () => h("p", { class: "hint" }, t("findings_hint")),
	};
}
