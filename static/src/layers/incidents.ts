import { selectIncident } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { formatCount, t } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { LABEL_FONT } from "../lib/paint";
import { clusterRadiusPx, shortCount } from "../lib/scale";
import { GROUP_SHAPES, groupLabel, STATUS_GROUPS, type StatusGroup, statusGroup } from "../lib/status-groups";
import { token } from "../lib/theme";
import { statusMark } from "../panels/status-mark";
import type { ClusterMark, IncidentMarks, PointMark } from "../types";
import type { Hit, MapLayer } from "./layer";

const POINT_RADIUS_PX = 6;
const TOUCH_RADIUS_PX = 14;

const radiusOf = (count: number) => marked(clusterRadiusPx(count));

/** Incidents: circles with a count from afar, one mark each from near, by colour and shape of their state. */
export function incidents(page: Page): MapLayer {
	const { feeds, map, store } = page;
	const overlay = new CanvasOverlay("incidents", (drawing) => draw(drawing));
	const shapes = Object.fromEntries(STATUS_GROUPS.map((group) => [group, new Path2D(GROUP_SHAPES[group])]));
	let hovered: string | null = null;

	feeds.marks.subscribe((state) => state.status !== "loading" && overlay.redraw());
	feeds.incident.subscribe(() => overlay.redraw());

	function draw(drawing: Drawing): void {
		const marks = feeds.marks.state.data;
		if (marks?.mode === "clusters") for (const mark of marks.features) drawCluster(drawing, mark);
		if (marks?.mode === "points") drawPoints(drawing, marks.features);
		drawSelected(drawing);
	}

	function drawCluster({ context, project }: Drawing, [lon, lat, count]: ClusterMark): void {
		const [x, y] = project([lon, lat]);
		const radius = radiusOf(count);
		context.beginPath();
		context.arc(x, y, radius, 0, 2 * Math.PI);
		context.fillStyle = token(count === 1 ? "--map-cluster-one" : "--map-cluster");
		context.fill();
		context.lineWidth = 2;
		context.strokeStyle = token("--map-cluster-ring");
		context.stroke();
		if (count === 1) return;
		context.font = `600 ${marked(count >= 1000 ? 12 : 11)}px ${LABEL_FONT}`;
		context.textAlign = "center";
		context.textBaseline = "middle";
		context.fillStyle = token("--map-cluster-text");
		context.fillText(shortCount(count), x, y + 0.5);
	}

	function drawPoints(drawing: Drawing, points: PointMark[]): void {
		const radius = marked(drawing.zoom >= 16 ? POINT_RADIUS_PX + 1 : POINT_RADIUS_PX - 0.5);
		for (const group of STATUS_GROUPS) {
			const colour = token(`--status-${group}`);
			for (const [lon, lat, id, , status] of points) {
				if (statusGroup(status) === group)
					drawMark(drawing, [lon, lat], group, colour, id === hovered ? radius + 2 : radius);
			}
		}
	}

	function drawMark(
		{ context, project }: Drawing,
		position: [number, number],
		group: StatusGroup,
		colour: string,
		radius: number,
	): void {
		const [x, y] = project(position);
		context.save();
		context.translate(x, y);
		context.scale(radius, radius);
		context.lineWidth = 3 / radius;
		context.strokeStyle = token("--map-cluster-ring");
		context.stroke(shapes[group]);
		context.fillStyle = colour;
		context.fill(shapes[group]);
		context.restore();
	}

	/** The selected incident is drawn even where clusters hide it. */
	function drawSelected(drawing: Drawing): void {
		const incident = store.view.selection?.kind === "incident" ? feeds.incident.state.data : undefined;
		if (!incident || incident.lon === null || incident.lat === null) return;
		if (incident.id !== store.view.selection?.id) return;
		const group = statusGroup(incident.status);
		const [x, y] = drawing.project([incident.lon, incident.lat]);
		drawing.context.beginPath();
		drawing.context.arc(x, y, marked(16), 0, 2 * Math.PI);
		drawing.context.lineWidth = marked(6);
		drawing.context.strokeStyle = token("--map-cluster-ring");
		drawing.context.stroke();
		drawing.context.lineWidth = marked(3);
		drawing.context.strokeStyle = token("--accent");
		drawing.context.stroke();
		drawMark(drawing, [incident.lon, incident.lat], group, token(`--status-${group}`), marked(POINT_RADIUS_PX + 3));
	}

	function hit(point: L.Point): Hit | null {
		const marks = feeds.marks.state.data;
		const found = marks ? nearest(marks, point) : null;
		const id = found && typeof found[2] === "string" ? found[2] : null;
		if (id !== hovered) {
			hovered = id;
			overlay.redraw();
		}
		if (!found) return null;
		if (id) return pointHit(found as PointMark);
		const [lon, lat, count] = found as ClusterMark;
		return {
			label: t("cluster_label", { count: formatCount(count) }),
			choose: () => map.flyTo([lat, lon], Math.min(map.getMaxZoom(), map.getZoom() + 2)),
		};
	}

	function pointHit([, , id, category, status]: PointMark): Hit {
		const { catalog } = page;
		return {
			label: `${catalog.categoryName(category)} · ${catalog.statusName(status)}`,
			choose: () => selectIncident(page, id),
		};
	}

	function nearest(marks: IncidentMarks, point: L.Point): ClusterMark | PointMark | null {
		let best: ClusterMark | PointMark | null = null;
		let bestDistance = Infinity;
		const isTouch = window.matchMedia("(pointer: coarse)").matches;
		for (const mark of marks.features) {
			const distance = map.latLngToContainerPoint([mark[1], mark[0]]).distanceTo(point);
			const reach =
				marks.mode === "clusters"
					? radiusOf(mark[2] as number)
					: isTouch
						? TOUCH_RADIUS_PX
						: marked(POINT_RADIUS_PX + 2);
			if (distance <= reach && distance < bestDistance) {
				best = mark;
				bestDistance = distance;
			}
		}
		return best;
	}

	return {
		key: "incidents",
		label: "layer_incidents",
		icon: "pin",
		isOnAtStart: true,
		redraw: () => overlay.redraw(),
		show: () => overlay.addTo(map),
		hide: () => overlay.remove(),
		hit,
		legend: () =>
			h(
				"ul",
				{ class: "legend legend-status" },
				...STATUS_GROUPS.map((group) => h("li", {}, statusMark(group), t(groupLabel(group)))),
			),
	};
}
