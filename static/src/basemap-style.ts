import type { LabelRule, PaintRule } from "protomaps-leaflet";
import { marked } from "./lib/mark-scale";
import { LABEL_FONT } from "./lib/paint";
import { token } from "./lib/theme";

type Protomaps = typeof import("protomaps-leaflet");

const MAJOR = new Set(["motorway", "trunk", "primary", "S1100", "S1200"]);
const MIDDLE = new Set(["secondary", "tertiary", "arterial", "collector"]);

type Rank = "major" | "middle" | "minor";

function roadRank(roadClass: unknown): Rank {
	const text = String(roadClass ?? "");
	return MAJOR.has(text) ? "major" : MIDDLE.has(text) ? "middle" : "minor";
}

/** Widths in pixels at zooms 10, 13, 16 and 19. */
const WIDTHS_PX: Record<Rank, number[]> = {
	major: [1, 2.6, 7, 22],
	middle: [0.6, 1.6, 5, 17],
	minor: [0, 0.7, 3.2, 13],
};

/** A quiet base map: land, water, green, roads by rank. Colours are design tokens, so both themes come from the style sheet. */
export function basemapRules(p: Protomaps): {
	paintRules: PaintRule[];
	labelRules: LabelRule[];
	backgroundColor: string;
} {
	return {
		backgroundColor: token("--base-land"),
		paintRules: [
			{ dataLayer: "parks", symbolizer: new p.PolygonSymbolizer({ fill: token("--base-park") }) },
			{ dataLayer: "water", symbolizer: new p.PolygonSymbolizer({ fill: token("--base-water") }) },
			{ dataLayer: "bridges", minzoom: 14, symbolizer: new p.PolygonSymbolizer({ fill: token("--base-bridge") }) },
			...roads(p, "minor"),
			...roads(p, "middle"),
			...roads(p, "major"),
			{
				dataLayer: "rail",
				minzoom: 12,
				symbolizer: new p.LineSymbolizer({ color: token("--base-rail"), width: 1.2, dash: [5, 4] }),
			},
		],
		labelRules: [...roadLabels(p), waterLabels(p)],
	};
}

function roads(p: Protomaps, rank: Rank): PaintRule[] {
	const [z10, z13, z16, z19] = WIDTHS_PX[rank];
	const width = (extra: number) =>
		p.linear([
			[10, z10 + (z10 ? extra * 0.4 : 0)],
			[13, z13 + extra * 0.6],
			[16, z16 + extra],
			[19, z19 + extra],
		]);
	const rule = (color: string, extra: number): PaintRule => ({
		dataLayer: "roads",
		minzoom: rank === "minor" ? 12 : 9,
		filter: (_zoom, feature) => roadRank(feature.props.class) === rank,
		symbolizer: new p.LineSymbolizer({ color, width: width(extra), lineCap: "round", lineJoin: "round" }),
	});
	return [rule(token("--base-road-case"), 1.6), rule(token(`--base-road-${rank}`), 0)];
}

function roadLabels(p: Protomaps): LabelRule[] {
	const rule = (rank: Rank, minzoom: number, size: number): LabelRule => ({
		dataLayer: "roads",
		minzoom,
		filter: (_zoom, feature) => roadRank(feature.props.class) === rank && Boolean(feature.props.name),
		symbolizer: new p.LineLabelSymbolizer({
			labelProps: ["name"],
			fill: token("--base-text"),
			stroke: token("--base-text-halo"),
			width: 2.5,
			font: `500 ${marked(size)}px ${LABEL_FONT}`,
			repeatDistance: 320,
			position: 2,
		}),
	});
	return [rule("major", 14, 11), rule("middle", 15, 11), rule("minor", 16, 10.5)];
}

function waterLabels(p: Protomaps): LabelRule {
	return {
		dataLayer: "water",
		minzoom: 12,
		filter: (_zoom, feature) => Boolean(feature.props.name),
		symbolizer: new p.CenteredTextSymbolizer({
			labelProps: ["name"],
			fill: token("--base-water-text"),
			font: `italic 500 ${marked(11)}px ${LABEL_FONT}`,
		}),
	};
}
