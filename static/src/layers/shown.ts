import type { Page } from "../lib/page";
import type { MapLayer } from "./layer";

/** The keys of the layers that are on: as the address says, else as each layer starts. */
export function shownLayers({ store }: Pick<Page, "store">, layers: Pick<MapLayer, "key" | "isOnAtStart">[]): string[] {
	return store.view.layers ?? layers.filter((layer) => layer.isOnAtStart).map((layer) => layer.key);
}

export function toggleLayer(page: Pick<Page, "store">, layers: MapLayer[], key: string): void {
	const shown = shownLayers(page, layers);
	const next = shown.includes(key) ? shown.filter((other) => other !== key) : [...shown, key];
	page.store.go({ layers: layers.map((layer) => layer.key).filter((other) => next.includes(other)) });
}
