import { en, type MessageKey } from "../messages/en";
import { zh } from "../messages/zh";

export type Locale = "zh" | "en";
export type { MessageKey };

let locale: Locale = "en";
let messages: Record<MessageKey, string> = en;

export function setLocale(next: Locale): void {
	locale = next;
	messages = next === "zh" ? zh : en;
}

export function currentLocale(): Locale {
	return locale;
}

/** The BCP 47 tag that dates and numbers are written by. */
export function languageTag(): string {
	return locale === "zh" ? "zh-CN" : "en-US";
}

/** A message with its `{named}` gaps filled in. `one|other` forms are chosen by `{count}`. */
export function t(key: MessageKey, values: Values = {}): string {
	return filled(messages[key], values);
}

type Values = Record<string, string | number>;

/** The texts that only one page has: call the answer as `t` is called. */
export function texts<K extends string>(own: { en: Record<K, string>; zh: Record<K, string> }) {
	return (key: K, values: Values = {}): string => filled(own[locale][key], values);
}

function filled(message: string, values: Values): string {
	const forms = message.split("|");
	const form = forms.length > 1 && values.count !== 1 && values.count !== "1" ? forms[1] : forms[0];
	return form.replace(/\{(\w+)\}/g, (gap, name: string) => {
		const value = values[name];
		if (value === undefined) return gap;
		return typeof value === "number" ? formatCount(value) : value;
	});
}

export interface Named {
	name: string | null;
	name_zh?: string | null;
}

/** The name in the reader's language, or the only one there is. */
export function nameOf(thing: Named): string {
	return (locale === "zh" ? thing.name_zh || thing.name : thing.name || thing.name_zh) ?? "";
}

export function formatCount(value: number): string {
	return new Intl.NumberFormat(languageTag()).format(value);
}

export function formatDecimal(value: number, digits: number): string {
	return new Intl.NumberFormat(languageTag(), { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(
		value,
	);
}

export function formatShare(share: number): string {
	return new Intl.NumberFormat(languageTag(), { style: "percent", maximumFractionDigits: 1 }).format(share);
}

/** Square metres below a hectare, square kilometres above. */
export function formatArea(area_m2: number): string {
	if (area_m2 < 10_000) return `${formatDecimal(area_m2, area_m2 < 10 ? 1 : 0)} m²`;
	return `${formatDecimal(area_m2 / 1e6, area_m2 < 1e6 ? 3 : 2)} km²`;
}

/** p and q as statisticians write them: never a false zero. */
export function formatProbability(value: number): string {
	if (value < 0.001) return "< 0.001";
	return formatDecimal(value, 3);
}
