import { h, replace } from "../lib/dom";
import { formatCount, languageTag, t } from "../lib/language";
import type { Page } from "../lib/page";
import { addDays, formatDay } from "../lib/time";
import type { BasemapSwitch } from "../map";

/** Whose data this is and how old: always in sight, at the edge of the map. */
export function dataAge({ city, feeds, store }: Page, basemap: BasemapSwitch): HTMLElement {
	const line = h("p", { class: "data-age" });
	const draw = () => {
		const last = feeds.wholePeriod && formatDay(addDays(feeds.wholePeriod.to, -1), languageTag(), "long");
		const parts = [
			last && t("data_as_of", { day: last }),
			t("located", { located: formatCount(city.located_count), count: formatCount(city.incident_count) }),
			...city.attribution.map((owner) => `© ${owner.replace(/^(©|\(c\))\s*/i, "")}`),
			...basemap.attribution,
			"Leaflet",
		];
		replace(line, parts.filter(Boolean).join(" · "));
	};
	store.subscribe((view, before) => view.basemap !== before.basemap && draw());
	draw();
	return line;
}
