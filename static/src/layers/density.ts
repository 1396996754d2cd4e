import { CanvasOverlay, type Drawing } from "../lib/canvas-overlay";
import { h, replace } from "../lib/dom";
import { formatCount, formatDecimal, texts } from "../lib/language";
import type { Page } from "../lib/page";
import { tracePolygon } from "../lib/paint";
import { type Position, polygonContains } from "../lib/polygon";
import { isDark } from "../lib/theme";
import { analyses } from "../messages/analyses";
import type { DensityBand } from "../types";
import type { MapLayer } from "./layer";

/** Viridis: even steps for every kind of colour vision; what stands out is bright on a dark map and dark on a light one. */
const VIRIDIS = [
	"#440154",
	"#482878",
	"#3e4a89",
	"#31688e",
	"#26828e",
	"#1f9e89",
	"#35b779",
	"#6ece58",
	"#b5de2b",
	"#fde725",
];

/** How densely cases lie, as bands of a surface on a scale that no zoom changes. */
export function density(page: Page): MapLayer {
	const t = texts(analyses);
	const { feeds, map } = page;
	const overlay = new CanvasOverlay("hotspots", draw);
	const legend = h("div", {});
	feeds.density.subscribe((state) => {
		if (state.status === "loading") return;
		overlay.redraw();
		tellScale();
	});

	const bandCount = () => feeds.density.state.data?.legend.length ?? 1;
	function colourOf(band: number): string {
		const step = Math.round((band / Math.max(1, bandCount() - 1)) * (VIRIDIS.length - 1));
		return VIRIDIS[isDark() ? step : VIRIDIS.length - 1 - step];
	}

	function draw(drawing: Drawing): void {
		const { context } = drawing;
		for (const { geometry, properties } of feeds.density.state.data?.features ?? []) {
			context.beginPath();
			tracePolygon(drawing, geometry);
			context.globalAlpha = 0.62;
			context.fillStyle = colourOf(properties.band);
			context.fill("evenodd");
			context.globalAlpha = 1;
			context.lineWidth = 0.6;
			context.strokeStyle = colourOf(properties.band);
			context.stroke();
		}
	}

	function tellScale(): void {
		const found = feeds.density.state.data;
		if (!found) return;
		const rows = found.legend.map((band) => {
			const swatch = h("span", { class: "bin-swatch" });
			swatch.style.background = colourOf(band.band);
			return h("li", {}, swatch, h("span", {}, range(band)));
		});
		replace(
			legend,
			h("p", { class: "hint" }, t("density_hint", { metres: formatCount(found.bandwidth_m) })),
			h("ul", { class: "legend legend-bands" }, ...rows),
		);
	}

	return {
		key: "density",
		label: "layer_density",
		icon: "density",
		isOnAtStart: false,
		redraw: () => {
			overlay.redraw();
			tellScale();
		},
		show: () => overlay.addTo(map),
		hide: () => overlay.remove(),
		hit: (_point, latlng) => {
			const position: Position = [latlng.lng, latlng.lat];
			const found = feeds.density.state.data?.features.find(({ geometry }) => polygonContains(geometry, position));
			return found ? { label: `${range(found.properties)} / km²`, choose: () => undefined } : null;
		},
		legend: () => legend,
	};
}

export function range({ low_per_km2, high_per_km2 }: DensityBand): string {
	const t = texts(analyses);
	const text = (value: number) => (Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 1));
	if (high_per_km2 === null) return t("density_above", { low: text(low_per_km2) });
	return t("density_range", { low: text(low_per_km2), high: text(high_per_km2) });
}
