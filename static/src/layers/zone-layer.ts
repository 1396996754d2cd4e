import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import type { Feed } from "../lib/feed";
import type { Page } from "../lib/page";
import { outlineChosen, tracePolygon } from "../lib/paint";
import { type Box, boxContains, boxOf, type Position, polygonContains } from "../lib/polygon";
import type { Panel } from "../lib/view";
import type { Feature, FeatureCollection } from "../types";
import type { MapLayer } from "./layer";

/** Where a zone lies on the canvas. */
export interface Place {
	x: number;
	y: number;
	width: number;
}

interface Look<P, C extends FeatureCollection<P>> extends Pick<MapLayer, "key" | "label" | "icon" | "legend"> {
	panel: Panel;
	feed: Feed<C>;
	isDrawn: (properties: P) => boolean;
	/** The outline is the context's path when it is called. */
	paint: (drawing: Drawing, properties: P, place: Place) => void;
	tell: (properties: P) => string;
}

/** Zones of a run: drawn by their look, chosen on the map as in their list. */
export function zoneLayer<P extends { zone: string }, C extends FeatureCollection<P>>(
	page: Page,
	look: Look<P, C>,
): MapLayer {
	const { map, store } = page;
	let zones: { feature: Feature<P>; box: Box }[] = [];
	const overlay = new CanvasOverlay("hotspots", draw);
	look.feed.subscribe((state) => {
		if (state.status === "loading") return;
		const found = state.status === "ready" ? state.data.features : [];
		zones = found
			.filter(({ properties }) => look.isDrawn(properties))
			.map((feature) => ({ feature, box: boxOf(feature.geometry) }));
		overlay.redraw();
	});

	function draw(drawing: Drawing): void {
		const { context, project } = drawing;
		for (const { feature, box } of zones) {
			const [left, top] = project([box[0], box[3]]);
			const [right, bottom] = project([box[2], box[1]]);
			context.beginPath();
			tracePolygon(drawing, feature.geometry);
			look.paint(drawing, feature.properties, { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left });
		}
		const { selection, panel } = store.view;
		if (selection?.kind !== "zone" || panel !== look.panel) return;
		const chosen = zones.find(({ feature }) => feature.properties.zone === selection.id);
		if (chosen) outlineChosen(drawing, chosen.feature.geometry);
	}

	return {
		key: look.key,
		label: look.label,
		icon: look.icon,
		legend: look.legend,
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => overlay.addTo(map),
		hide: () => overlay.remove(),
		hit: (_point, latlng) => {
			const position: Position = [latlng.lng, latlng.lat];
			const found = zones.find(
				({ feature, box }) => boxContains(box, position) && polygonContains(feature.geometry, position),
			);
			if (!found) return null;
			const { properties } = found.feature;
			const choose = () => store.go({ selection: { kind: "zone", id: properties.zone }, panel: look.panel });
			return { label: look.tell(properties), choose };
		},
	};
}
