import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { t } from "../lib/language";
import type { Page } from "../lib/page";
import { tracePolygon } from "../lib/paint";
import type { Polygonal } from "../lib/polygon";
import { token } from "../lib/theme";
import type { AreaDetails, Feature } from "../types";
import type { MapLayer } from "./layer";

/** Where the list of areas does not say which of them have an official outline, so many are asked one by one. */
const MOST_ASKED = 40;

/** The border that an authority published, dashed, where it differs from the one that the areas below add up to. */
export function outlines(page: Page): MapLayer {
	const { api, feeds, map, store } = page;
	const known = new Map<string, Polygonal | null>();
	let isShown = false;
	const overlay = new CanvasOverlay("outlines", (drawing) => draw(drawing));

	function draw(drawing: Drawing): void {
		const { context } = drawing;
		context.setLineDash([7, 5]);
		context.lineWidth = 2;
		context.strokeStyle = token("--map-official");
		for (const code of wanted()) {
			const outline = known.get(code);
			if (!outline) continue;
			context.beginPath();
			tracePolygon(drawing, outline);
			context.stroke();
		}
		context.setLineDash([]);
	}

	function wanted(): string[] {
		const features = feeds.areas.state.data?.features ?? [];
		const isAskable = features.length <= MOST_ASKED;
		const codes = features
			.filter(({ properties }) => properties.has_official_outline ?? isAskable)
			.map(({ properties }) => properties.code);
		return store.view.area ? [...codes, store.view.area] : codes;
	}

	async function load(): Promise<void> {
		if (!isShown) return;
		const missing = wanted().filter((code) => !known.has(code));
		await Promise.all(
			missing.map(async (code) => {
				known.set(code, null);
				const area = await api.get<Feature<AreaDetails>>(`/areas/${encodeURIComponent(code)}`).catch(() => null);
				known.set(code, area?.properties.official_outline ?? null);
			}),
		);
		overlay.redraw();
	}

	feeds.areas.subscribe((state) => state.status === "ready" && load());
	store.subscribe((view, before) => view.area !== before.area && load());

	return {
		key: "outlines",
		label: "layer_outlines",
		icon: "outline",
		isOnAtStart: false,
		redraw: () => overlay.redraw(),
		show: () => {
			isShown = true;
			overlay.addTo(map);
			load();
		},
		hide: () => {
			isShown = false;
			overlay.remove();
		},
		legend: () => {
			return h("p", { class: "hint" }, t("outlines_hint"));
		},
	};
}
