import { h, replace } from "../lib/dom";
import { parseDegrees } from "./place";
import { t } from "./texts";

/** The place typed as two numbers, for who cannot use a map or has them from elsewhere. */
export function placeNumbers(onPlace: (place: { lon: number; lat: number }) => void): HTMLElement {
	const field = (id: string) =>
		h("input", { id, class: "input", inputmode: "decimal", autocomplete: "off", "aria-describedby": "numbers-said" });
	const lat = field("typed-lat");
	const lon = field("typed-lon");
	const said = h("p", { id: "numbers-said", class: "field-error", role: "alert" });
	const submit = (event: Event) => {
		event.preventDefault();
		const typed = { lat: parseDegrees(lat.value, 90), lon: parseDegrees(lon.value, 180) };
		const isWrong = typed.lat === null || typed.lon === null;
		replace(said, isWrong ? t("numbers_wrong") : null);
		if (typed.lat !== null && typed.lon !== null) onPlace({ lat: typed.lat, lon: typed.lon });
	};
	return h(
		"details",
		{ class: "fold" },
		h("summary", {}, t("numbers")),
		h(
			"form",
			{ class: "fold-body", on: { submit } },
			h(
				"div",
				{ class: "field-pair" },
				h("div", { class: "field" }, h("label", { for: "typed-lat" }, t("lat")), lat),
				h("div", { class: "field" }, h("label", { for: "typed-lon" }, t("lon")), lon),
			),
			said,
			h("button", { type: "submit", class: "button" }, t("numbers_set")),
		),
	);
}
