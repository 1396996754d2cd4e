import { languageTag, texts } from "../lib/language";
import { formatInstant } from "../lib/time";
import { planTexts } from "../messages/plan";

/** The texts of the bench, for all of its panels. */
export const pt = texts(planTexts);
export type PlanKey = keyof typeof planTexts.en;

let zone = "UTC";

/** The city's own time, in which all moments are told. */
export function setZone(timeZone: string): void {
	zone = timeZone;
}

export function when(instant: string): string {
	return formatInstant(instant, languageTag(), zone);
}
