import L from "leaflet";
import type { Position } from "./polygon";

export interface Drawing {
	context: CanvasRenderingContext2D;
	/** Pixels of the canvas for a place. */
	project: (position: Position) => [number, number];
	bounds: L.LatLngBounds;
	zoom: number;
	size: L.Point;
}

/** Share of the view that is drawn beyond each edge, so that a drag shows no empty border. */
const PADDING_SHARE = 0.15;

interface ZoomEvent extends L.LeafletEvent {
	center: L.LatLng;
	zoom: number;
}

/** A canvas over the map that moves and zooms with it and takes no pointer events: the page asks layers what was hit. */
export class CanvasOverlay extends L.Layer {
	#canvas: HTMLCanvasElement | null = null;
	#center: L.LatLng | null = null;
	#zoom = 0;
	#frame = 0;

	constructor(
		private readonly pane: string,
		private readonly paint: (drawing: Drawing) => void,
	) {
		super();
	}

	override onAdd(map: L.Map): this {
		this.#canvas = L.DomUtil.create("canvas", "overlay-canvas leaflet-zoom-animated") as HTMLCanvasElement;
		this.#canvas.setAttribute("aria-hidden", "true");
		map.getPane(this.pane)!.append(this.#canvas);
		this.#settle();
		return this;
	}

	override onRemove(): this {
		cancelAnimationFrame(this.#frame);
		this.#canvas?.remove();
		this.#canvas = null;
		return this;
	}

	override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
		return {
			moveend: () => this.#settle(),
			resize: () => this.#settle(),
			zoomanim: (event) => this.#transform((event as ZoomEvent).center, (event as ZoomEvent).zoom),
			zoom: () => this.#transform(this._map.getCenter(), this._map.getZoom()),
		};
	}

	/** Draws again at the next frame. */
	redraw(): void {
		cancelAnimationFrame(this.#frame);
		this.#frame = requestAnimationFrame(() => this.#settle());
	}

	#transform(center: L.LatLng, zoom: number): void {
		if (!this.#canvas || !this.#center) return;
		const map = this._map as L.Map & { _getNewPixelOrigin(center: L.LatLng, zoom: number): L.Point };
		const scale = map.getZoomScale(zoom, this.#zoom);
		const half = map.getSize().multiplyBy(0.5 + PADDING_SHARE);
		const offset = half
			.multiplyBy(-scale)
			.add(map.project(this.#center, zoom))
			.subtract(map._getNewPixelOrigin(center, zoom));
		L.DomUtil.setTransform(this.#canvas, offset, scale);
	}

	#settle(): void {
		const map = this._map;
		const canvas = this.#canvas;
		if (!canvas || !map) return;
		const view = map.getSize();
		const size = view.multiplyBy(1 + 2 * PADDING_SHARE).round();
		const ratio = Math.min(2, window.devicePixelRatio || 1);
		const corner = map.containerPointToLayerPoint(view.multiplyBy(-PADDING_SHARE)).round();
		this.#center = map.getCenter();
		this.#zoom = map.getZoom();
		if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
			canvas.width = size.x * ratio;
			canvas.height = size.y * ratio;
			canvas.style.width = `${size.x}px`;
			canvas.style.height = `${size.y}px`;
		}
		L.DomUtil.setPosition(canvas, corner);
		const context = canvas.getContext("2d")!;
		context.setTransform(ratio, 0, 0, ratio, 0, 0);
		context.clearRect(0, 0, size.x, size.y);
		this.paint({
			context,
			project: this.#projector(corner),
			bounds: map.getBounds().pad(PADDING_SHARE),
			zoom: this.#zoom,
			size,
		});
	}

	/** Web Mercator written out: Leaflet's own call makes two objects a vertex. */
	#projector(corner: L.Point): Drawing["project"] {
		const scale = 256 * 2 ** this.#zoom;
		const origin = this._map.getPixelOrigin().add(corner);
		return ([lon, lat]) => {
			const sin = Math.sin((lat * Math.PI) / 180);
			const x = (lon / 360 + 0.5) * scale;
			const y = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale;
			return [x - origin.x, y - origin.y];
		};
	}
}
