import { selectIncident } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { texts } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { LABEL_FONT } from "../lib/paint";
import { token } from "../lib/theme";
import { type Heap, heapAt, thinOut } from "../lib/thin-out";
import { command } from "../messages/command";
import type { Incident, IncidentPage } from "../types";
import type { MapLayer } from "./layer";

const RADIUS_PX = 6;
const MOST = 500;
const HEAP_PX = 26;

/** Open cases past their time, as clocks: told by shape, not by colour alone. */
export function overdue(page: Page): MapLayer {
	const t = texts(command);
	const { map, store, city, catalog } = page;
	let heaps: Heap<Incident>[] = [];
	/** Where the map's own corner lies on the canvas, which is larger. */
	let corner: [number, number] = [0, 0];
	const feed = new Feed<IncidentPage>(
		() => {
			const query = filterQuery(store.view, city.time_zone);
			query.set("overdue", "true");
			query.set("sort", "due_at");
			query.set("page_size", String(MOST));
			return withQuery("/incidents", query);
		},
		(address, signal) => page.api.get(address, signal),
	);
	const overlay = new CanvasOverlay("findings", draw);
	const shown = () => feed.state.data?.items.filter(({ lon }) => lon !== null) ?? [];
	feed.subscribe(() => overlay.redraw());
	store.subscribe(() => page.isShown("overdue") && feed.refresh());

	function draw(drawing: Drawing): void {
		heaps = thinOut(shown(), drawing, marked(HEAP_PX));
		corner = drawing.project([map.getBounds().getWest(), map.getBounds().getNorth()]);
		for (const heap of heaps) drawClock(drawing.context, heap);
	}

	function drawClock(context: CanvasRenderingContext2D, { x, y, items }: Heap<Incident>): void {
		const radius = marked(items.length > 1 ? RADIUS_PX + 3 : RADIUS_PX);
		context.beginPath();
		context.arc(x, y, radius, 0, 2 * Math.PI);
		context.fillStyle = token("--surface");
		context.fill();
		context.lineWidth = marked(2);
		context.strokeStyle = token("--danger");
		context.stroke();
		if (items.length > 1) {
			context.font = `700 ${marked(10)}px ${LABEL_FONT}`;
			context.textAlign = "center";
			context.textBaseline = "middle";
			context.fillStyle = token("--danger");
			context.fillText(String(items.length), x, y + 0.5);
			return;
		}
		context.beginPath();
		context.moveTo(x, y - radius * 0.66);
		context.lineTo(x, y);
		context.lineTo(x + radius / 2, y);
		context.stroke();
	}

	return {
		key: "overdue",
		label: "layer_overdue",
		icon: "clock",
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => {
			overlay.addTo(map);
			feed.refresh();
		},
		hide: () => overlay.remove(),
		hit: (point) => {
			const found = heapAt(heaps, point.x + corner[0], point.y + corner[1], marked(RADIUS_PX + 3));
			if (!found) return null;
			const [first] = found.items;
			if (found.items.length === 1 || map.getZoom() >= map.getMaxZoom())
				return {
					label: catalog.categoryName(first.category_code),
					choose: () => selectIncident(page, first.id, first),
				};
			const nearer = () => map.setView([first.lat!, first.lon!], Math.min(map.getMaxZoom(), map.getZoom() + 2));
			return { label: t("overdue_count", { count: found.items.length }), choose: nearer };
		},
		legend: () => h("p", { class: "hint" }, t("overdue_hint")),
	};
}
