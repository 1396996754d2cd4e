import { differingLines } from "../lib/border-difference";
import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h } from "../lib/dom";
import { t } from "../lib/language";
import type { Page } from "../lib/page";
import type { Position } from "../lib/polygon";
import { token } from "../lib/theme";
import type { AreaDetails, Feature } from "../types";
import type { MapLayer } from "./layer";

/** Where the list of areas does not say which of them have an official outline, so many are asked one by one. */
const MOST_ASKED = 40;

/** The border that an authority published, dashed, where it differs from the one that the areas below add up to. */
export function outlines(page: Page): MapLayer {
	const { api, feeds, map, store } = page;
	const known = new Map<string, Position[][]>();
	let isShown = false;
	const overlay = new CanvasOverlay("outlines", (drawing) => draw(drawing));

	function draw({ context, project }: Drawing): void {
		context.beginPath();
		for (const line of wanted().flatMap((code) => known.get(code) ?? [])) {
			line.forEach((position, index) => {
				if (index === 0) context.moveTo(...project(position));
				else context.lineTo(...project(position));
			});
		}
		context.lineWidth = 4.5;
		context.strokeStyle = token("--map-cluster-ring");
		context.stroke();
		context.setLineDash([8, 5]);
		context.lineWidth = 2.5;
		context.strokeStyle = token("--map-official");
		context.stroke();
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
		for (const code of missing) known.set(code, []);
		await Promise.all(missing.map(ask));
		overlay.redraw();
	}

	async function ask(code: string): Promise<void> {
		const area = await api.get<Feature<AreaDetails>>(`/areas/${encodeURIComponent(code)}`).catch(() => null);
		const official = area?.properties.official_outline;
		if (area && official) known.set(code, differingLines(official, area.geometry));
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
		legend: () => h("p", { class: "hint" }, t("outlines_hint")),
	};
}
