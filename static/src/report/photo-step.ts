import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import type { City } from "../types";
import type { Desk } from "./desk";
import { NotAPhoto } from "./photo";
import { isInBox } from "./place";
import { errorList, heading, type StepView, stepBar } from "./step-view";
import { moment, t } from "./texts";

const MOST_PHOTOS = 6;

/** The first step: photos, and what they tell of place and time. */
export class PhotoStep implements StepView {
	readonly element: HTMLElement;
	#photos = h("ul", { class: "photo-list", "aria-label": t("photos") });
	#told = h("div", { class: "told" });
	#said = h("p", { class: "field-error", role: "alert" });
	#refused = h("div", {});
	#addresses: string[] = [];

	constructor(
		private readonly desk: Desk,
		private readonly city: City,
		onNext: () => void,
	) {
		this.element = h(
			"section",
			{ class: "step" },
			h(
				"div",
				{ class: "step-content" },
				heading(t("photo_title")),
				h("p", { class: "hint" }, t("photo_hint")),
				this.#refused,
				this.#photos,
				this.#said,
				this.#told,
				h("p", { class: "hint" }, t("photo_privacy")),
			),
			stepBar(
				h("span", { class: "bar-space" }),
				h(
					"button",
					{ type: "button", class: "button primary", on: { click: onNext } },
					t("next"),
					icon("chevronRight"),
				),
			),
		);
		this.#draw();
	}

	refresh(): void {
		this.#draw();
	}

	leave(): void {
		for (const address of this.#addresses) URL.revokeObjectURL(address);
	}

	#draw(): void {
		const { photos } = this.desk;
		const rows = photos.map(({ id, blob }, index) => {
			const src = URL.createObjectURL(blob);
			this.#addresses.push(src);
			const label = t("remove_photo", { number: index + 1 });
			return h(
				"li",
				{ class: "photo" },
				h("img", { src, alt: t("photo_number", { number: index + 1 }) }),
				h(
					"button",
					{
						type: "button",
						class: "icon-button photo-remove",
						"aria-label": label,
						on: { click: () => this.#remove(id) },
					},
					icon("close"),
				),
			);
		});
		replace(this.#photos, ...rows, photos.length < MOST_PHOTOS ? h("li", {}, this.#adder(photos.length)) : null);
		replace(this.#refused, errorList(this.desk.errorsOf("photo")));
		replace(this.#told, this.#suggestion());
	}

	#adder(count: number): HTMLElement {
		const change = async ({ target }: Event) => {
			const input = target as HTMLInputElement;
			await this.#add([...(input.files ?? [])].slice(0, MOST_PHOTOS - count));
		};
		const input = h("input", {
			id: "photo-file",
			class: "visually-hidden",
			type: "file",
			accept: "image/*",
			multiple: true,
			on: { change },
		});
		return h(
			"label",
			{ class: count ? "photo-add" : "photo-add first" },
			input,
			icon("camera"),
			t(count ? "more_photos" : "take_photo"),
		);
	}

	async #add(files: File[]): Promise<void> {
		replace(this.#said);
		for (const file of files) {
			try {
				await this.desk.addPhoto(file);
			} catch (error) {
				if (!(error instanceof NotAPhoto)) throw error;
				replace(this.#said, t("not_a_photo", { name: file.name }));
			}
		}
		this.#draw();
		this.element.querySelector<HTMLElement>("#photo-file")?.focus();
	}

	async #remove(id: string): Promise<void> {
		await this.desk.removePhoto(id);
		this.#draw();
		this.element.querySelector<HTMLElement>("#photo-file")?.focus();
	}

	/** Place and time out of a photo are offered, never taken unasked: it may be an old one, from elsewhere. */
	#suggestion(): HTMLElement | null {
		const placed = this.desk.photos.find(
			({ lon, lat }) => lon !== null && lat !== null && isInBox({ lon, lat }, this.city.bbox),
		);
		const taken_at = this.desk.photos.find((photo) => photo.taken_at)?.taken_at ?? null;
		const isPast = taken_at !== null && Date.parse(taken_at) <= Date.now();
		if (!placed && !isPast) return null;
		const { draft } = this.desk;
		const usePlace = () => {
			const { lon, lat } = placed as { lon: number; lat: number };
			const place = { lon, lat, accuracy_m: null, source: "photo", address: "" } as const;
			return this.#toggle({ place: draft.place?.source === "photo" ? null : place });
		};
		const useTime = () => this.#toggle({ seen_at: draft.seen_at === taken_at ? null : taken_at });
		return h(
			"div",
			{ class: "card", role: "group", "aria-label": t("photo_tells") },
			h("p", { class: "card-title" }, icon("info"), t("photo_tells")),
			h(
				"div",
				{ class: "chips" },
				placed ? chip(t("use_photo_place"), draft.place?.source === "photo", usePlace) : null,
				isPast ? chip(t("use_photo_time", { time: moment(taken_at) }), draft.seen_at === taken_at, useTime) : null,
			),
		);
	}

	async #toggle(part: Parameters<Desk["change"]>[0]): Promise<void> {
		const focused = document.activeElement?.textContent;
		await this.desk.change(part);
		replace(this.#told, this.#suggestion());
		const again = [...this.#told.querySelectorAll("button")].find(({ textContent }) => textContent === focused);
		again?.focus();
	}
}

function chip(words: string, isOn: boolean, click: () => void): HTMLElement {
	return h("button", { type: "button", class: "chip", "aria-pressed": String(isOn), on: { click } }, words);
}
