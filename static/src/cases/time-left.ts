import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";
import { durationParts } from "../lib/time";
import type { ClockState } from "../types";
import { ct } from "./texts";

/** Beyond so many days hours do not matter. */
const LONG_DAYS = 10;

/** A span in its two largest units. */
export function spanText(from: string | number, to: string | number): string {
	const instant = (moment: string | number) => new Date(moment).toISOString();
	const { days, hours, minutes } = durationParts(instant(from), instant(to));
	if (days >= LONG_DAYS) return ct("days", { count: days });
	if (days) return t("days_hours", { days, hours });
	return hours ? t("hours_minutes", { hours, minutes }) : t("minutes", { minutes });
}

/** How much time is left, or gone beyond; null where no clock runs. */
export function timeLeft(due_at: string | null, state: ClockState | null, now = Date.now()): string | null {
	if (state === null) return null;
	if (state === "paused" || due_at === null) return ct("paused");
	const due = Date.parse(due_at);
	return due >= now ? ct("left", { time: spanText(now, due) }) : ct("over", { time: spanText(due, now) });
}

const BADGES: Record<ClockState, string> = {
	ok: "badge",
	near_due: "badge badge-resolved-late",
	overdue: "badge badge-late",
	paused: "badge",
};

export function clockBadge(due_at: string | null, state: ClockState | null): HTMLElement | null {
	const words = timeLeft(due_at, state);
	return words === null || state === null ? null : h("span", { class: BADGES[state] }, icon("clock"), words);
}
