import { selectIncident } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { filterQuery, withQuery } from "../lib/filters";
import { texts } from "../lib/language";
import type { Page } from "../lib/page";
import { token } from "../lib/theme";
import { command } from "../messages/command";
import type { Incident, IncidentPage } from "../types";
import type { MapLayer } from "./layer";

const RADIUS_PX = 6;
const MOST = 500;

/** Open cases past their time, as clocks: told by shape, not by colour alone. */
export function overdue(page: Page): MapLayer {
	const { map, store, city, catalog } = page;
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

	function draw({ context, project, bounds }: Drawing): void {
		for (const { lon, lat } of shown()) {
			if (!bounds.contains([lat!, lon!])) continue;
			const [x, y] = project([lon!, lat!]);
			context.beginPath();
			context.arc(x, y, RADIUS_PX, 0, 2 * Math.PI);
			context.fillStyle = token("--surface");
			context.fill();
			context.lineWidth = 2;
			context.strokeStyle = token("--danger");
			context.stroke();
			context.beginPath();
			context.moveTo(x, y - 4);
			context.lineTo(x, y);
			context.lineTo(x + 3, y);
			context.stroke();
		}
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
			const distance = ({ lon, lat }: Incident) => map.latLngToContainerPoint([lat!, lon!]).distanceTo(point);
			const found = shown().find((one) => distance(one) < RADIUS_PX + 3);
			return (
				(found && {
					label: catalog.categoryName(found.category_code),
					choose: () => selectIncident(page, found.id, found),
				}) ??
				null
			);
		},
		legend: () => h("p", { class: "hint" }, texts(command)("overdue_hint")),
	};
}
