import { h } from "../lib/dom";
import { languageTag } from "../lib/language";
import type { Page } from "../lib/page";
import { formatInstant } from "../lib/time";
import { ct } from "./texts";
import type { Photo } from "./types";

/** The photos of a case, each opening in full. */
export function casePhotos({ city }: Pick<Page, "city">, photos: Photo[]): HTMLElement | null {
	if (!photos.length) return null;
	const shown = photos.map((photo) => {
		const kind = ct(`photo_kind_${photo.kind}`);
		const taken = photo.taken_at && formatInstant(photo.taken_at, languageTag(), city.time_zone);
		return h(
			"figure",
			{ class: "case-photo" },
			h(
				"a",
				{ href: photo.url, target: "_blank", rel: "noopener" },
				h("img", { src: photo.thumbnail_url, alt: ct("photo_alt", { kind }), loading: "lazy" }),
			),
			h("figcaption", {}, [kind, taken].filter(Boolean).join(" · ")),
		);
	});
	return h(
		"section",
		{},
		h("h3", { class: "block-title" }, ct("photos")),
		h("div", { class: "case-photos" }, ...shown),
	);
}
