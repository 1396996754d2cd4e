import type { LatLng, Point } from "leaflet";
import type { IconName } from "../lib/icons";
import type { MessageKey } from "../lib/language";
import type { Page } from "../lib/page";

/** What a click or a hover found. */
export interface Hit {
	/** Shown while the pointer rests on it. */
	label: string;
	choose: () => void;
}

/** One thing drawn on the map. A new layer is one file in this folder and one line in the page's entry. */
export interface MapLayer {
	/** Its name in the address. */
	key: string;
	label: MessageKey;
	icon: IconName;
	isOnAtStart: boolean;
	show(): void;
	hide(): void;
	redraw(): void;
	/** What lies under the pointer, if this layer has something there. */
	hit?(point: Point, latlng: LatLng): Hit | null;
	/** Key and options, shown beneath its switch. */
	legend?(): HTMLElement;
}

export type MakeLayer = (page: Page) => MapLayer;
