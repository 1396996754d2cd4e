import { h } from "../lib/dom";
import { t } from "../lib/language";

const HEIGHTS = ["peek", "half", "full"] as const;
type Height = (typeof HEIGHTS)[number];

/** On a phone the side panel is a sheet over the map: a peek, half, or all of the screen. On a desktop it is just a box. */
export class Sheet {
	readonly element: HTMLElement;
	#grip: HTMLButtonElement;
	#isDragged = false;

	constructor(content: HTMLElement) {
		this.#grip = h("button", {
			type: "button",
			class: "sheet-grip phone-only",
			"aria-label": t("sheet_resize"),
			on: { click: () => this.#next(), pointerdown: (event) => this.#drag(event) },
		});
		this.element = h(
			"aside",
			{ class: "sheet", id: "side", "aria-label": t("details"), "data-height": "peek" },
			this.#grip,
			content,
		);
	}

	get height(): Height {
		return this.element.dataset.height as Height;
	}

	set height(height: Height) {
		this.element.dataset.height = height;
		this.#grip.setAttribute("aria-expanded", String(height !== "peek"));
	}

	/** Something was chosen: show at least half. */
	raise(): void {
		if (this.height === "peek") this.height = "half";
	}

	#next(): void {
		if (this.#isDragged) {
			this.#isDragged = false;
			return;
		}
		this.height = HEIGHTS[(HEIGHTS.indexOf(this.height) + 1) % HEIGHTS.length];
	}

	/** A drag of the grip steps by its direction; the click that the browser sends after it is swallowed. */
	#drag(event: PointerEvent): void {
		const startY = event.clientY;
		this.#grip.setPointerCapture(event.pointerId);
		const onUp = (up: PointerEvent) => {
			const moved = up.clientY - startY;
			if (Math.abs(moved) < 24) return;
			this.#isDragged = true;
			const index = HEIGHTS.indexOf(this.height) + (moved < 0 ? 1 : -1);
			this.height = HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, index))];
		};
		this.#grip.addEventListener("pointerup", onUp, { once: true });
	}
}
