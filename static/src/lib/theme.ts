export type Theme = "auto" | "light" | "dark";

const listeners = new Set<() => void>();
const device = window.matchMedia("(prefers-color-scheme: dark)");
let chosen: Theme = "auto";

/** Takes the theme the reader chose: in the address first, then as remembered, else as the device has it. */
export function startTheme(otherwise: Theme = "auto"): void {
	const given = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme");
	chosen = given === "light" || given === "dark" ? given : otherwise;
	apply();
	device.addEventListener("change", apply);
}

export function chosenTheme(): Theme {
	return chosen;
}

export function isDark(): boolean {
	return document.documentElement.dataset.theme === "dark";
}

export function chooseTheme(theme: Theme): void {
	chosen = theme;
	localStorage.setItem("theme", theme);
	const query = new URLSearchParams(location.search);
	if (theme === "auto") query.delete("theme");
	else query.set("theme", theme);
	history.replaceState(null, "", query.size ? `?${decodeURIComponent(query.toString())}` : location.pathname);
	apply();
}

export function onThemeChange(listener: () => void): void {
	listeners.add(listener);
}

/** The attribute always holds what is shown, light or dark, so that the style sheet writes each theme once. */
function apply(): void {
	const shown = chosen === "auto" ? (device.matches ? "dark" : "light") : chosen;
	document.documentElement.dataset.theme = shown;
	tokens.clear();
	for (const listener of listeners) listener();
}

const tokens = new Map<string, string>();

/** A design token's value, for what is drawn on a canvas. */
export function token(name: string): string {
	let value = tokens.get(name);
	if (value === undefined) {
		value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
		tokens.set(name, value);
	}
	return value;
}
