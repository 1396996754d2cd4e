import { enterArea } from "../actions";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h, replace } from "../lib/dom";
import { nameOf, t } from "../lib/language";
import { marked } from "../lib/mark-scale";
import { drawnTier, type Page, tierOf } from "../lib/page";
import { haloText, LABEL_FONT, LabelSpace, tracePolygon } from "../lib/paint";
import {
	type Box,
	boxContains,
	boxesMeet,
	boxOf,
	labelPositions,
	type Position,
	polygonContains,
} from "../lib/polygon";
import { clusterRadiusPx } from "../lib/scale";
import { token } from "../lib/theme";
import { synthetic } from "../panels/synthetic";
import { tierSwitch } from "../panels/tier-switch";
import type { AreaFeature } from "../types";
import type { MapLayer } from "./layer";

interface Placed {
	feature: AreaFeature;
	box: Box;
	/** Where its name may stand, the best place first. */
	places: Position[];
}

/** The areas of one tier, named, with everything outside the area drilled into dimmed. */
export function areas(page: Page): MapLayer {
	const { feeds, map, store, tree, isShown } = page;
	let placed: Placed[] = [];
	let hovered: string | null = null;
	const overlay = new CanvasOverlay("areas", (drawing) => drawAreas(drawing, visible(drawing)));
	const labels = new CanvasOverlay("labels", (drawing) => drawLabels(drawing, visible(drawing)));

	feeds.areas.subscribe((state) => {
		if (state.status !== "ready") return;
		placed = state.data.features.map((feature) => ({
			feature,
			box: boxOf(feature.geometry),
			places: labelPositions(feature.geometry),
		}));
		redraw();
	});
	feeds.area.subscribe(() => redraw());
	feeds.marks.subscribe((state) => state.status === "ready" && labels.redraw());

	const redraw = () => {
		overlay.redraw();
		labels.redraw();
	};
	const isSynthetic = () => placed.some(({ feature }) => feature.properties.is_synthetic);
	const isInScope = (code: string) => tree.isWithin(code, store.view.area);
	const visible = ({ bounds }: Drawing) => {
		const box: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
		return placed.filter((item) => boxesMeet(item.box, box));
	};

	function drawAreas(drawing: Drawing, shown: Placed[]): void {
		const { context } = drawing;
		const weight = marked(drawnTier(page) <= 3 ? 1.4 : 1);
		context.lineJoin = "round";
		context.beginPath();
		for (const { feature } of shown) tracePolygon(drawing, feature.geometry);
		context.strokeStyle = token("--map-area-halo");
		context.lineWidth = weight + marked(2);
		context.stroke();
		context.strokeStyle = token("--map-area-line");
		context.lineWidth = weight;
		context.stroke();
		drawScope(drawing);
		const pointed = shown.find(({ feature }) => feature.properties.code === hovered);
		if (!pointed) return;
		context.beginPath();
		tracePolygon(drawing, pointed.feature.geometry);
		context.fillStyle = token("--map-area-hover");
		context.fill("evenodd");
		context.strokeStyle = token("--accent");
		context.lineWidth = marked(2);
		context.stroke();
	}

	/** Dims what is outside the area drilled into and draws its border. */
	function drawScope(drawing: Drawing): void {
		const scope = feeds.area.state.data;
		if (!store.view.area || scope?.properties.code !== store.view.area) return;
		const { context, size } = drawing;
		context.beginPath();
		context.rect(0, 0, size.x, size.y);
		tracePolygon(drawing, scope.geometry);
		context.fillStyle = token("--map-outside");
		context.fill("evenodd");
		context.beginPath();
		tracePolygon(drawing, scope.geometry);
		context.strokeStyle = token("--accent");
		context.lineWidth = marked(2.5);
		context.stroke();
	}

	function drawLabels(drawing: Drawing, shown: Placed[]): void {
		const { context, project } = drawing;
		const space = new LabelSpace();
		claimClusters(space, project);
		const size = marked(drawnTier(page) <= 2 ? 14 : 12);
		context.font = `600 ${size}px ${LABEL_FONT}`;
		context.textAlign = "center";
		context.textBaseline = "middle";
		const largestFirst = [...shown].sort((a, b) => boxSize(b.box) - boxSize(a.box));
		for (const { feature, box, places } of largestFirst) {
			if (!isInScope(feature.properties.code)) continue;
			const text = shortName(feature);
			const width = context.measureText(text).width;
			const [left] = project([box[0], box[1]]);
			const [right] = project([box[2], box[1]]);
			if (right - left < width * 0.9) continue;
			const free = places.map(project).find(([x, y]) => space.claim(x, y, width + 10, size + 8));
			if (free) haloText(context, text, ...free, token("--map-label"), token("--map-label-halo"));
		}
	}

	/** Names make way for the circles that stand for many incidents. */
	function claimClusters(space: LabelSpace, project: Drawing["project"]): void {
		const marks = feeds.marks.state.data;
		if (marks?.mode !== "clusters" || !isShown("incidents")) return;
		for (const [lon, lat, count] of marks.features) {
			const [x, y] = project([lon, lat]);
			const side = marked(clusterRadiusPx(count)) * 1.5;
			space.claim(x, y, side, side);
		}
	}

	/** A tier's own name is left out of a label where it only repeats: "SMD 2B07" -> "2B07". */
	function shortName(feature: AreaFeature): string {
		const name = nameOf(feature.properties);
		const tier = tierOf(page.city, feature.properties.tier);
		const prefix = tier ? `${tier.name} ` : "";
		return feature.properties.tier >= 4 && prefix && name.startsWith(prefix) ? name.slice(prefix.length) : name;
	}

	return {
		key: "areas",
		label: "layer_areas",
		icon: "grid",
		isOnAtStart: true,
		redraw,
		show: () => {
			overlay.addTo(map);
			labels.addTo(map);
		},
		hide: () => {
			overlay.remove();
			labels.remove();
		},
		hit: (_point, latlng) => {
			const position: Position = [latlng.lng, latlng.lat];
			const found = placed.find(
				({ feature, box }) => boxContains(box, position) && polygonContains(feature.geometry, position),
			);
			const code = found?.feature.properties.code ?? null;
			if (code !== hovered) {
				hovered = code;
				overlay.redraw();
			}
			if (!found || !code) return null;
			return { label: nameOf(found.feature.properties), choose: () => enterArea(page, code) };
		},
		legend: () => {
			const box = h("div", { class: "legend" });
			const draw = () =>
				replace(box, tierSwitch(page), h("p", { class: "hint" }, t("areas_hint")), isSynthetic() && synthetic());
			store.subscribe((next, before) => (next.area !== before.area || next.tier !== before.tier) && draw());
			feeds.areas.subscribe((state) => state.status === "ready" && draw());
			draw();
			return box;
		},
	};
}

function boxSize([west, south, east, north]: Box): number {
	return (east - west) * (north - south);
}
