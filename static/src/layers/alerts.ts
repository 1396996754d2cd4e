import { fitBox } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { nameOf, texts } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { LABEL_FONT, outlineChosen, tracePolygon } from "../lib/paint";
import { type Box, boxOf, isPolygonal } from "../lib/polygon";
import { token } from "../lib/theme";
import { type Heap, heapAt, thinOut } from "../lib/thin-out";
import { alertTexts } from "../messages/alerts";
import type { AlertFeature } from "../types";
import type { MapLayer } from "./layer";

const RADIUS_PX = 10;
const HEAP_PX = 34;

type Mark = { lon: number; lat: number; feature: AlertFeature };

/** What the rules have raised and nobody has decided: a triangle at its place, the outline where it is an area. */
export function alerts(page: Page): MapLayer {
	const t = texts(alertTexts);
	const { map, store, feeds } = page;
	const overlay = new CanvasOverlay("findings", draw);
	let heaps: Heap<Mark>[] = [];
	/** Where the map's own corner lies on the canvas, which is larger. */
	let corner: [number, number] = [0, 0];
	feeds.alerts.subscribe((state) => state.status !== "loading" && overlay.redraw());

	const marks = (): Mark[] =>
		(feeds.alerts.state.data?.features ?? []).flatMap((feature) => {
			const place = placeOf(feature);
			return place ? [{ lon: place[0], lat: place[1], feature }] : [];
		});

	function draw(drawing: Drawing): void {
		const { selection } = store.view;
		const chosen = selection?.kind === "alert" ? selection.id : null;
		for (const { geometry, id } of feeds.alerts.state.data?.features ?? []) {
			if (!isPolygonal(geometry)) continue;
			if (String(id) === chosen) outlineChosen(drawing, geometry);
			else outline(drawing, geometry);
		}
		heaps = thinOut(marks(), drawing, marked(HEAP_PX));
		corner = drawing.project([map.getBounds().getWest(), map.getBounds().getNorth()]);
		for (const heap of heaps) drawHeap(drawing, heap, chosen);
	}

	function outline(drawing: Drawing, geometry: Parameters<typeof tracePolygon>[1]): void {
		const { context } = drawing;
		context.beginPath();
		tracePolygon(drawing, geometry);
		context.setLineDash([marked(6), marked(4)]);
		context.lineWidth = marked(2);
		context.strokeStyle = token("--map-alert");
		context.stroke();
		context.setLineDash([]);
	}

	function drawHeap({ context }: Drawing, { x, y, items }: Heap<Mark>, chosen: string | null): void {
		const isChosen = items.some(({ feature }) => String(feature.id) === chosen);
		const radius = marked(items.length > 1 ? RADIUS_PX + 3 : RADIUS_PX);
		context.beginPath();
		context.moveTo(x, y - radius);
		context.lineTo(x + radius, y + radius * 0.8);
		context.lineTo(x - radius, y + radius * 0.8);
		context.closePath();
		context.lineJoin = "round";
		context.lineWidth = marked(isChosen ? 5 : 2.5);
		context.strokeStyle = token(isChosen ? "--accent" : "--map-cluster-ring");
		context.stroke();
		context.fillStyle = token("--map-alert");
		context.fill();
		context.font = `700 ${marked(11)}px ${LABEL_FONT}`;
		context.textAlign = "center";
		context.textBaseline = "middle";
		context.fillStyle = "#fff";
		context.fillText(items.length > 1 ? String(items.length) : "!", x, y + radius * 0.25);
	}

	return {
		key: "alerts",
		label: "layer_alerts",
		icon: "bell",
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => overlay.addTo(map),
		hide: () => overlay.remove(),
		hit: (point) => {
			const found = heapAt(heaps, point.x + corner[0], point.y + corner[1], marked(RADIUS_PX + 4));
			if (!found) return null;
			const [{ feature }] = found.items;
			if (found.items.length > 1 && map.getZoom() < map.getMaxZoom()) {
				const zoomIn = () => fitBox(map, boxAround(found.items));
				return { label: t("several", { count: found.items.length }), choose: zoomIn };
			}
			const { title, title_zh, id } = feature.properties;
			const choose = () => store.go({ selection: { kind: "alert", id: String(id) }, panel: "alerts" });
			return { label: nameOf({ name: title, name_zh: title_zh }), choose };
		},
		legend: () => h("p", { class: "hint" }, t("hint")),
	};
}

function placeOf({ geometry }: AlertFeature): [number, number] | null {
	if (geometry === null) return null;
	if (!isPolygonal(geometry)) return geometry.coordinates;
	const [west, south, east, north] = boxOf(geometry);
	return [(west + east) / 2, (south + north) / 2];
}

function boxAround(marks: Mark[]): Box {
	const lons = marks.map(({ lon }) => lon);
	const lats = marks.map(({ lat }) => lat);
	return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
