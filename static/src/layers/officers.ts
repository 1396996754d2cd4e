import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { texts } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { haloText, LABEL_FONT } from "../lib/paint";
import { token } from "../lib/theme";
import { type Heap, heapAt, thinOut } from "../lib/thin-out";
import { command } from "../messages/command";
import type { Items, Officer } from "../types";
import type { MapLayer } from "./layer";

const RADIUS_PX = 5;
const HEAP_PX = 22;

/** Officers on duty, each inside a grid that they answer for: a head over shoulders, no circle like a case. */
export function officers(page: Page): MapLayer {
	const { map, store } = page;
	let heaps: Heap<Officer>[] = [];
	/** Where the map's own corner lies on the canvas, which is larger. */
	let corner: [number, number] = [0, 0];
	const t = texts(command);
	const feed = new Feed<Items<Officer>>(
		() => `/officers/on-duty${store.view.area ? `?area=${encodeURIComponent(store.view.area)}` : ""}`,
		(address, signal) => page.api.get(address, signal),
	);
	const overlay = new CanvasOverlay("labels", draw);
	const shown = () => feed.state.data?.items ?? [];
	feed.subscribe(() => overlay.redraw());
	store.subscribe(() => page.isShown("officers") && feed.refresh());

	function draw(drawing: Drawing): void {
		heaps = thinOut(shown(), drawing, marked(HEAP_PX));
		corner = drawing.project([map.getBounds().getWest(), map.getBounds().getNorth()]);
		for (const heap of heaps) drawOfficer(drawing.context, heap);
	}

	function drawOfficer(context: CanvasRenderingContext2D, { x, y, items }: Heap<Officer>): void {
		const unit = marked(1);
		context.fillStyle = token("--map-officer");
		context.strokeStyle = token("--map-cluster-ring");
		context.lineWidth = 2 * unit;
		context.beginPath();
		context.arc(x, y + 6 * unit, RADIUS_PX * unit, Math.PI, 0);
		context.closePath();
		context.moveTo(x + 3 * unit, y - 2 * unit);
		context.arc(x, y - 2 * unit, 3 * unit, 0, 2 * Math.PI);
		context.stroke();
		context.fill();
		if (items.length === 1) return;
		context.font = `700 ${10 * unit}px ${LABEL_FONT}`;
		context.textAlign = "left";
		context.textBaseline = "middle";
		haloText(context, String(items.length), x + 7 * unit, y + unit, token("--map-officer"), token("--map-label-halo"));
	}

	return {
		key: "officers",
		label: "layer_officers",
		icon: "user",
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => {
			overlay.addTo(map);
			feed.refresh();
		},
		hide: () => overlay.remove(),
		hit: (point) => {
			const found = heapAt(heaps, point.x + corner[0], point.y + corner[1], marked(RADIUS_PX + 5));
			if (!found) return null;
			const [first] = found.items;
			if (found.items.length > 1) {
				const nearer = () => map.setView([first.lat, first.lon], Math.min(map.getMaxZoom(), map.getZoom() + 2));
				return { label: t("officer_count", { count: found.items.length }), choose: nearer };
			}
			const label = `${first.name} · ${t("open_cases", { count: first.open_count })}`;
			return { label, choose: () => map.panTo([first.lat, first.lon]) };
		},
		legend: () => h("p", { class: "hint" }, t("officers_hint")),
	};
}
