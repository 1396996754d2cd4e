/** Days of the city's own calendar. A day is written `2016-07-08`; an instant is an ISO string in UTC. */

const MS_PER_DAY = 86_400_000;

/** Whether the text is a day that exists: not the 30th of February. */
export function isDay(text: string): boolean {
	const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

export function addDays(day: string, count: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);
}

/** How far the zone is ahead of UTC at that instant. */
function offsetMs(instantMs: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	}).formatToParts(instantMs);
	const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
	const wall = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
	return wall - Math.floor(instantMs / 1000) * 1000;
}

/** The instant at which a day begins in the city. Asked twice because the first guess may lie across a clock change. */
export function startOfDay(day: string, timeZone: string): string {
	const wall = Date.parse(`${day}T00:00:00Z`);
	const guess = wall - offsetMs(wall, timeZone);
	return new Date(wall - offsetMs(guess, timeZone)).toISOString();
}

/** The city's day that an instant belongs to. */
export function dayOf(instant: string, timeZone: string): string {
	const ms = Date.parse(instant);
	return new Date(ms + offsetMs(ms, timeZone)).toISOString().slice(0, 10);
}

/** The days that a half-open period [start, end) touches, as a half-open pair of days. */
export function daysOfPeriod(start: string, end: string, timeZone: string): { from: string; to: string } {
	const from = dayOf(start, timeZone);
	const last = dayOf(new Date(Math.max(Date.parse(start), Date.parse(end) - 1)).toISOString(), timeZone);
	return { from, to: addDays(last, 1) };
}

export function formatDay(day: string, languageTag: string, style: "short" | "long" = "short"): string {
	return new Intl.DateTimeFormat(languageTag, {
		timeZone: "UTC",
		month: "short",
		day: "numeric",
		...(style === "long" ? { year: "numeric", weekday: "short" } : {}),
	}).format(Date.parse(`${day}T00:00:00Z`));
}

export function formatInstant(instant: string, languageTag: string, timeZone: string): string {
	return new Intl.DateTimeFormat(languageTag, {
		timeZone,
		year: "numeric",
		month: "short",
		day: "numeric",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	}).format(Date.parse(instant));
}

/** How long something took, in its two largest units. */
export function durationParts(from: string, to: string): { days: number; hours: number; minutes: number } {
	const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
	return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}
