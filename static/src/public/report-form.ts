import L from "leaflet";
import type { Api, ApiError } from "../api";
import { h, replace } from "../lib/dom";
import { nameOf, type texts } from "../lib/language";
import type { publicFace } from "../messages/public";
import type { Category } from "../types";
import { ownReports } from "./own-reports";

type Texts = ReturnType<typeof texts<keyof typeof publicFace.en>>;

/** Takes a report: what, where, words. Its key is made here, so that sending twice is one report. */
export class ReportForm {
	readonly element: HTMLFormElement;
	#place: L.LatLng | null = null;
	#pin: L.CircleMarker | null = null;
	#key = crypto.randomUUID();
	#said = h("p", { class: "form-said", role: "status" });
	#where = h("p", { class: "hint", id: "where-said" });
	#category: HTMLSelectElement;
	#words = h("textarea", { id: "words", rows: 3, maxlength: 4000, "aria-describedby": "words-hint" });

	constructor(
		private readonly api: Api,
		private readonly t: Texts,
		private readonly map: L.Map,
		categories: Category[],
		private readonly onSent: (key: string) => void,
	) {
		this.#category = choiceOf(categories, t("choose"));
		replace(this.#where, t("where_hint"));
		this.element = h(
			"form",
			{ class: "public-form", on: { submit: (event) => this.#submit(event) } },
			h("label", { for: "category" }, t("what")),
			this.#category,
			h("p", { class: "label" }, t("where")),
			this.#where,
			h("button", { type: "button", class: "button", on: { click: () => this.#locate() } }, t("my_position")),
			h("label", { for: "words" }, t("words")),
			this.#words,
			h("p", { class: "hint", id: "words-hint" }, t("words_hint")),
			h("button", { type: "submit", class: "button primary" }, t("send")),
			this.#said,
		);
	}

	/** A place that was tapped on the map. */
	mark(place: L.LatLng): void {
		this.#place = place.wrap();
		this.#pin?.remove();
		this.#pin = L.circleMarker(place, { className: "report-pin", radius: 9 }).addTo(this.map);
		const { lat, lng } = this.#place;
		replace(this.#where, this.t("place_set", { lat: lat.toFixed(5), lon: lng.toFixed(5) }));
	}

	#locate(): void {
		const fail = () => replace(this.#where, this.t("no_position"));
		if (!navigator.geolocation) {
			fail();
			return;
		}
		navigator.geolocation.getCurrentPosition(({ coords }) => {
			const place = L.latLng(coords.latitude, coords.longitude);
			this.map.setView(place, 17);
			this.mark(place);
		}, fail);
	}

	async #submit(event: Event): Promise<void> {
		event.preventDefault();
		if (!this.#place) {
			replace(this.#said, this.t("place_missing"));
			return;
		}
		replace(this.#said, this.t("sending"));
		try {
			const { number } = await this.api.post<{ number: number }>("/incidents", {
				id: this.#key,
				lon: this.#place.lng,
				lat: this.#place.lat,
				category_code: this.#category.value,
				description: this.#words.value,
			});
			this.#done(String(number));
		} catch (error) {
			replace(this.#said, (error as ApiError).message);
		}
	}

	#done(number: string): void {
		ownReports.add(this.#key);
		replace(this.#said, this.t("sent", { number }), " ", this.t("keep_key"), " ", h("code", {}, this.#key));
		this.onSent(this.#key);
		this.#key = crypto.randomUUID();
		this.element.reset();
		this.#pin?.remove();
		this.#place = null;
		replace(this.#where, this.t("where_hint"));
	}
}

function choiceOf(categories: Category[], hint: string): HTMLSelectElement {
	const above = categories.filter(({ parent_code }) => parent_code === null);
	const groups = above.map((group) => {
		const below = categories.filter(({ parent_code }) => parent_code === group.code);
		const options = (below.length ? below : [group]).map((one) => h("option", { value: one.code }, nameOf(one)));
		return h("optgroup", { label: nameOf(group) }, ...options);
	});
	return h("select", { id: "category", required: true }, h("option", { value: "" }, hint), ...groups);
}
