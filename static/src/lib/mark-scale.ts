/** How much larger marks and letters on the map are than on a desk: a wall's type grows with the wall, its map must too. */
const DESK_FONT_PX = 16;
let scale = 0;

window.addEventListener("resize", () => {
	scale = 0;
});

/** Pixels of this screen for pixels of a desk's screen. */
export function marked(px: number): number {
	if (!scale)
		scale = Math.max(1, Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DESK_FONT_PX);
	return px * scale;
}
