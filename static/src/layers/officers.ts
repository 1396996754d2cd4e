import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { Feed } from "../lib/feed";
import { texts } from "../lib/language";
import type { Page } from "../lib/page";
import { token } from "../lib/theme";
import { command } from "../messages/command";
import type { Items, Officer } from "../types";
import type { MapLayer } from "./layer";

const RADIUS_PX = 5;

/** Officers on duty, each inside a grid that they answer for: a head over shoulders, no circle like a case. */
export function officers(page: Page): MapLayer {
	const { map, store } = page;
	const t = texts(command);
	const feed = new Feed<Items<Officer>>(
		() => `/officers/on-duty${store.view.area ? `?area=${encodeURIComponent(store.view.area)}` : ""}`,
		(address, signal) => page.api.get(address, signal),
	);
	const overlay = new CanvasOverlay("labels", draw);
	const shown = () => feed.state.data?.items ?? [];
	feed.subscribe(() => overlay.redraw());
	store.subscribe(() => page.isShown("officers") && feed.refresh());

	function draw({ context, project, bounds }: Drawing): void {
		context.fillStyle = token("--map-officer");
		context.strokeStyle = token("--map-cluster-ring");
		context.lineWidth = 2;
		for (const { lon, lat } of shown()) {
			if (!bounds.contains([lat, lon])) continue;
			const [x, y] = project([lon, lat]);
			context.beginPath();
			context.arc(x, y + 6, RADIUS_PX, Math.PI, 0);
			context.closePath();
			context.moveTo(x + 3, y - 2);
			context.arc(x, y - 2, 3, 0, 2 * Math.PI);
			context.stroke();
			context.fill();
		}
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
			const found = shown().find(
				({ lon, lat }) => map.latLngToContainerPoint([lat, lon]).distanceTo(point) < RADIUS_PX + 5,
			);
			if (!found) return null;
			const label = `${found.name} · ${t("open_cases", { count: found.open_count })}`;
			return { label, choose: () => map.panTo([found.lat, found.lon]) };
		},
		legend: () => h("p", { class: "hint" }, t("officers_hint")),
	};
}
