import L from "leaflet";
import type { Api, ApiError } from "../api";
import { h, replace } from "../lib/dom";
import type { texts } from "../lib/language";
import type { publicFace } from "../messages/public";

type Texts = ReturnType<typeof texts<keyof typeof publicFace.en>>;

interface Subscribed {
	atom: string;
	calendar: string;
}

const LEAST_CORNERS = 3;

/** Follows a polygon that is drawn on the map, or the part of the city that the map shows. */
export class PlaceFeed {
	readonly element = h("div", { class: "place-feed" });
	#corners: L.LatLng[] = [];
	#shape: L.Polygon | null = null;
	#answer = h("div", { "aria-live": "polite" });

	constructor(
		private readonly api: Api,
		private readonly t: Texts,
		private readonly map: L.Map,
		private readonly onDrawing: (isDrawing: boolean) => void,
	) {
		this.#rest();
	}

	/** A corner that was tapped on the map. */
	corner(place: L.LatLng): void {
		this.#corners.push(place.wrap());
		this.#draw();
	}

	#rest(): void {
		this.#shape?.remove();
		this.#corners = [];
		this.onDrawing(false);
		const { t } = this;
		replace(
			this.element,
			h("p", {}, t("follow_lead")),
			button(t("draw"), () => this.#begin()),
			button(t("this_view"), () => this.#subscribe(boxOf(this.map.getBounds()))),
			this.#answer,
		);
	}

	#begin(): void {
		replace(this.#answer);
		this.onDrawing(true);
		this.#draw();
		this.map.getContainer().focus();
	}

	#draw(): void {
		const { t } = this;
		this.#shape?.remove();
		this.#shape = L.polygon(this.#corners, { className: "drawn-place" }).addTo(this.map);
		const done = button(t("finish"), () => this.#subscribe(this.#corners));
		done.disabled = this.#corners.length < LEAST_CORNERS;
		replace(
			this.element,
			h("p", { "aria-live": "polite" }, t("drawing", { count: this.#corners.length })),
			done,
			button(t("cancel"), () => this.#rest()),
		);
	}

	async #subscribe(corners: L.LatLng[]): Promise<void> {
		const ring = [...corners, corners[0]].map(({ lng, lat }) => [lng, lat]);
		try {
			const found = await this.api.post<Subscribed>("/public/subscriptions", {
				geometry: { type: "Polygon", coordinates: [ring] },
			});
			replace(this.#answer, h("p", {}, this.t("your_feeds")), feedLinks(found, this.t));
			this.#rest();
		} catch (error) {
			replace(this.#answer, h("p", { role: "alert" }, (error as ApiError).message));
			this.#rest();
		}
	}
}

export function feedLinks({ atom, calendar }: Subscribed, t: Texts): HTMLElement {
	const link = (href: string, words: string) => h("li", {}, h("a", { href }, words));
	return h("ul", { class: "links" }, link(atom, t("atom")), link(calendar, t("calendar")));
}

function boxOf(bounds: L.LatLngBounds): L.LatLng[] {
	return [bounds.getSouthWest(), bounds.getSouthEast(), bounds.getNorthEast(), bounds.getNorthWest()].map((corner) =>
		corner.wrap(),
	);
}

function button(words: string, click: () => void): HTMLButtonElement {
	return h("button", { type: "button", class: "button", on: { click } }, words);
}
