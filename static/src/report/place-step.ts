import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { nameOf } from "../lib/language";
import type { City } from "../types";
import { addressList } from "./address-list";
import { AddressSearch } from "./address-search";
import type { Desk } from "./desk";
import { formatPlace, isInBox, type Place } from "./place";
import type { PlaceMap } from "./place-map";
import { placeNumbers } from "./place-numbers";
import { errorList, heading, type StepView, stepBar } from "./step-view";
import { type NearAddress, type Surroundings, surroundingsOf } from "./surroundings";
import { distance, t } from "./texts";

const WAIT_MS = 350;
/** Nearer than this, an address is taken for that of the place. */
const AT_ADDRESS_M = 60;

/** The second step: where it is. */
export class PlaceStep implements StepView {
	readonly element: HTMLElement;
	#said = h("p", { class: "hint", role: "status" });
	#card = h("div", { class: "card place-card", "aria-live": "polite" });
	#near = h("div", {});
	#refused = h("div", {});
	#asking: AbortController | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private readonly api: Api,
		private readonly desk: Desk,
		private readonly map: PlaceMap,
		private readonly city: City,
		onBack: () => void,
		private readonly onNext: () => void,
	) {
		const search = new AddressSearch(api, (one) => this.#choose(one));
		const typed = placeNumbers(({ lon, lat }) =>
			this.#set({ lon, lat, accuracy_m: null, source: "typed", address: "" }),
		);
		this.element = h(
			"section",
			{ class: "step" },
			h(
				"div",
				{ class: "step-content" },
				heading(t("place_title")),
				this.#refused,
				h(
					"button",
					{ type: "button", class: "button wide-button", on: { click: () => this.#locate() } },
					icon("locate"),
					t("my_position"),
				),
				this.#said,
				this.#card,
				search.element,
				this.#near,
				typed,
			),
			stepBar(
				h("button", { type: "button", class: "button", on: { click: onBack } }, icon("chevronLeft"), t("back")),
				h("span", { class: "bar-space" }),
				h(
					"button",
					{ type: "button", class: "button primary", on: { click: () => this.onNext() } },
					t("next"),
					icon("chevronRight"),
				),
			),
		);
		this.#start();
	}

	refresh(): void {
		this.#ask();
	}

	leave(): void {
		clearTimeout(this.#timer);
		this.#asking?.abort();
		this.map.onMoved(() => undefined);
		this.map.showPin(false);
	}

	#start(): void {
		this.map.showPin(true);
		this.map.forgetFix();
		this.map.onMoved((place, isCloseEnough) => {
			if (isCloseEnough) this.#set({ ...place, accuracy_m: null, source: "map", address: "" }, false);
			else replace(this.#said, t("zoom_closer"));
		});
		const { place } = this.desk.draft;
		if (place) this.map.show(place);
		this.#draw();
		this.#ask();
	}

	#locate(): void {
		const fail = () => replace(this.#said, t("no_position"));
		if (!navigator.geolocation) {
			fail();
			return;
		}
		replace(this.#said, t("locating"));
		navigator.geolocation.getCurrentPosition(
			({ coords: { longitude: lon, latitude: lat, accuracy: accuracy_m } }) => {
				this.#set({ lon, lat, accuracy_m, source: "device", address: "" });
				this.map.showFix(lon, lat, accuracy_m);
				replace(this.#said, t("located", { distance: distance(accuracy_m) }));
			},
			fail,
			{ enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
		);
	}

	#choose({ lon, lat, text }: NearAddress): void {
		this.#set({ lon, lat, accuracy_m: null, source: "address", address: text });
	}

	async #set(place: Place, isShown = true): Promise<void> {
		if (!isInBox(place, this.city.bbox)) {
			replace(this.#said, t("outside_city", { city: nameOf(this.city) }));
			return;
		}
		replace(this.#said);
		if (isShown) this.map.show(place);
		// Whoever joined a case did so for the place of before.
		await this.desk.change({ place, joins: null });
		this.#draw();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#ask(), WAIT_MS);
	}

	/** Asks what lies here; without a network the server finds it when the report is sent. */
	async #ask(): Promise<void> {
		const { place } = this.desk.draft;
		this.#asking?.abort();
		if (!place) return;
		this.#asking = new AbortController();
		const { signal } = this.#asking;
		try {
			const found = await surroundingsOf(this.api, place.lon, place.lat, signal);
			if (!signal.aborted) await this.#found(place, found);
		} catch {
			if (!signal.aborted) this.#draw(t("grid_later"));
		}
	}

	async #found(place: Place, found: Surroundings): Promise<void> {
		const [nearest] = found.addresses;
		if (!place.address && nearest && nearest.distance_m <= AT_ADDRESS_M) {
			await this.desk.change({ place: { ...place, address: nearest.text } });
		}
		this.#draw(found.grid ? gridWords(found) : t("no_grid"));
		const list = found.addresses.length
			? addressList(t("near_addresses"), found.addresses, (one) => this.#choose(one))
			: null;
		replace(this.#near, list ? h("h2", { class: "card-title" }, t("near_addresses")) : null, list);
	}

	#draw(grid = ""): void {
		const { place } = this.desk.draft;
		replace(this.#refused, errorList(this.desk.errorsOf("place")));
		if (!place) {
			replace(this.#card, h("p", { class: "hint" }, t("place_none")));
			return;
		}
		replace(
			this.#card,
			h("p", { class: "place-name" }, icon("pin"), place.address || formatPlace(place)),
			place.address ? h("p", { class: "hint" }, formatPlace(place)) : null,
			grid ? h("p", { class: "hint" }, grid) : null,
		);
	}
}

function gridWords({ grid, areas, officer }: Surroundings): string {
	const community = areas.length > 1 ? nameOf(areas[areas.length - 2]) : "";
	const name = [community, grid ? nameOf(grid) : ""].filter(Boolean).join(" · ");
	return officer ? t("grid_officer", { grid: name, officer: officer.name }) : t("grid_only", { grid: name });
}
