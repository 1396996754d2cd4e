import { h } from "../lib/dom";
import { formatDecimal, formatShare, texts } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { LABEL_FONT } from "../lib/paint";
import { token } from "../lib/theme";
import { analyses } from "../messages/analyses";
import type { Forecast, ForecastProperties } from "../types";
import type { MapLayer } from "./layer";
import { zoneLayer } from "./zone-layer";

export const SHARE = 0.01;
const RANK_FROM_PX = 15;

/** The few cells where the most cases are expected: hatched, with their rank. */
export function forecast(page: Page): MapLayer {
	const t = texts(analyses);
	return zoneLayer<ForecastProperties, Forecast>(page, {
		key: "forecast",
		label: "layer_forecast",
		icon: "forecast",
		panel: "forecast",
		feed: page.feeds.forecast,
		isDrawn: ({ selected }) => selected,
		paint: ({ context }, { rank }, { x, y, width }) => {
			context.globalAlpha = 0.55;
			context.fillStyle = token("--map-forecast");
			context.fill("evenodd");
			context.globalAlpha = 1;
			context.setLineDash([marked(4), marked(2)]);
			context.lineWidth = marked(1.5);
			context.strokeStyle = token("--map-forecast-line");
			context.stroke();
			context.setLineDash([]);
			if (width < marked(RANK_FROM_PX)) return;
			context.font = `700 ${Math.min(marked(14), width * 0.5)}px ${LABEL_FONT}`;
			context.textAlign = "center";
			context.textBaseline = "middle";
			context.fillStyle = token("--map-forecast-text");
			context.fillText(String(rank), x, y);
		},
		tell: ({ rank, rate }) => `${t("rank", { rank })} · ${t("expected_cases")} ${formatDecimal(rate, 1)}`,
		legend: () => h("p", { class: "hint" }, t("forecast_hint", { share: formatShare(SHARE) })),
	});
}
