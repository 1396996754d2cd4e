import { languageTag, texts } from "../lib/language";
import { report } from "../messages/report";

/** The report page's own words. */
export const t = texts(report);

export function moment(instant: string): string {
	return new Intl.DateTimeFormat(languageTag(), { dateStyle: "medium", timeStyle: "short" }).format(
		Date.parse(instant),
	);
}

/** Metres up to a kilometre, then kilometres with one decimal. */
export function distance(distance_m: number): string {
	const [value, unit] = distance_m < 1000 ? [Math.round(distance_m), "meter"] : [distance_m / 1000, "kilometer"];
	return new Intl.NumberFormat(languageTag(), { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
