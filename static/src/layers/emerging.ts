import { h } from "../lib/dom";
import { className, KINDS, readClass } from "../lib/emerging-classes";
import { texts } from "../lib/language";
import { marked } from "../lib/mark-scale";
import type { Page } from "../lib/page";
import { LABEL_FONT } from "../lib/paint";
import { token } from "../lib/theme";
import { analyses } from "../messages/analyses";
import { classMark } from "../panels/class-mark";
import type { Emerging, EmergingProperties } from "../types";
import type { MapLayer } from "./layer";
import { zoneLayer } from "./zone-layer";

/** A sign is written where its cell is at least so wide. */
const SIGN_FROM_PX = 11;

/** Cells whose history makes them new, growing, lasting or fading hot or cold spots. */
export function emerging(page: Page): MapLayer {
	const t = texts(analyses);
	return zoneLayer<EmergingProperties, Emerging>(page, {
		key: "emerging",
		label: "layer_emerging",
		icon: "rise",
		panel: "emerging",
		feed: page.feeds.emerging,
		isDrawn: (properties) => readClass(properties.class) !== null,
		paint: ({ context }, properties, { x, y, width }) => {
			const { colour, ink, sign, heat } = readClass(properties.class)!;
			context.globalAlpha = heat === "hot" ? 0.85 : 0.55;
			context.fillStyle = colour;
			context.fill("evenodd");
			context.globalAlpha = 1;
			context.lineWidth = 0.75;
			context.strokeStyle = token("--map-zone-line");
			context.stroke();
			if (width < marked(SIGN_FROM_PX)) return;
			context.font = `700 ${Math.min(marked(18), width * 0.8)}px ${LABEL_FONT}`;
			context.textAlign = "center";
			context.textBaseline = "middle";
			context.fillStyle = ink;
			context.fillText(sign, x, y);
		},
		tell: (properties) => className(properties.class),
		legend: () =>
			h(
				"div",
				{},
				h("p", { class: "hint" }, t("emerging_hint")),
				h(
					"ul",
					{ class: "legend legend-classes" },
					...KINDS.map((kind) =>
						h("li", {}, classMark(`${kind} hot spot`), classMark(`${kind} cold spot`), h("span", {}, t(kind))),
					),
				),
			),
	});
}
