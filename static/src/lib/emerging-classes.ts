/** The 17 classes of a cell's history, each told by a sign and not by its colour alone. */
import { texts } from "../lib/language";
import { analyses } from "../messages/analyses";

export const KINDS = [
	"new",
	"consecutive",
	"intensifying",
	"persistent",
	"diminishing",
	"sporadic",
	"oscillating",
	"historical",
] as const;
export type Kind = (typeof KINDS)[number];

export const SIGNS: Record<Kind, string> = {
	new: "+",
	consecutive: "»",
	intensifying: "↑",
	persistent: "=",
	diminishing: "↓",
	sporadic: "·",
	oscillating: "~",
	historical: "×",
};

/** PuOr as for hotspots: what is strong and now is dark, what fades or is gone is pale. */
const STRONG: readonly Kind[] = ["new", "consecutive", "intensifying", "persistent"];
const COLOURS = { hot: ["#f1a340", "#b35806"], cold: ["#998ec3", "#542788"] };

export interface EmergingClass {
	kind: Kind;
	heat: "hot" | "cold";
	colour: string;
	sign: string;
	/** The sign's colour on it. */
	ink: string;
}

/** What the server's words stand for; null for no pattern. */
export function readClass(words: string): EmergingClass | null {
	const [, kind, heat] = /^(\w+) (hot|cold) spot$/.exec(words) ?? [];
	if (!kind || !(kind in SIGNS)) return null;
	const known = kind as Kind;
	const isStrong = STRONG.includes(known);
	const colour = COLOURS[heat as "hot" | "cold"][isStrong ? 1 : 0];
	return {
		kind: known,
		heat: heat as "hot" | "cold",
		colour,
		sign: SIGNS[known],
		ink: isStrong ? "#ffffff" : "#1a1206",
	};
}

export function className(words: string): string {
	const t = texts(analyses);
	const found = readClass(words);
	if (!found) return t("no_pattern");
	return t(found.heat === "hot" ? "hot_of" : "cold_of", { name: t(found.kind) });
}
