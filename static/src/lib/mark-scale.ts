/** How much larger marks and letters on the map are than on a desk: a wall's type grows with the wall, its map must too. */
const DESK_FONT_PX = 16;
let scale = 0;

window.addEventListener("resize", () => {
	scale = 0;
});

/** The zoom at which things lie as far apart as their marks are wide: a step farther out where marks are twice as large. */
export function crowdedZoom(zoom: number): number {
	return zoom - Math.round(Math.log2(marked(1)));
}

/** Pixels of this screen for pixels of a desk's screen. */
export function marked(px: number): number {
	if (!scale)
		scale = Math.max(1, Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DESK_FONT_PX);
	return px * scale;
}
