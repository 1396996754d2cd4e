import bell from "lucide-static/icons/bell.svg?raw";
import forecast from "lucide-static/icons/calendar-clock.svg?raw";
import camera from "lucide-static/icons/camera.svg?raw";
import density from "lucide-static/icons/chart-spline.svg?raw";
import check from "lucide-static/icons/check.svg?raw";
import chevronDown from "lucide-static/icons/chevron-down.svg?raw";
import chevronLeft from "lucide-static/icons/chevron-left.svg?raw";
import chevronRight from "lucide-static/icons/chevron-right.svg?raw";
import warning from "lucide-static/icons/circle-alert.svg?raw";
import refused from "lucide-static/icons/circle-slash.svg?raw";
import clock from "lucide-static/icons/clock.svg?raw";
import offline from "lucide-static/icons/cloud-off.svg?raw";
import up from "lucide-static/icons/corner-left-up.svg?raw";
import flame from "lucide-static/icons/flame.svg?raw";
import grid from "lucide-static/icons/grid-3x3.svg?raw";
import info from "lucide-static/icons/info.svg?raw";
import keyboard from "lucide-static/icons/keyboard.svg?raw";
import layers from "lucide-static/icons/layers.svg?raw";
import list from "lucide-static/icons/list.svg?raw";
import locate from "lucide-static/icons/locate-fixed.svg?raw";
import pin from "lucide-static/icons/map-pin.svg?raw";
import fit from "lucide-static/icons/maximize.svg?raw";
import minus from "lucide-static/icons/minus.svg?raw";
import monitor from "lucide-static/icons/monitor.svg?raw";
import moon from "lucide-static/icons/moon.svg?raw";
import pause from "lucide-static/icons/pause.svg?raw";
import pen from "lucide-static/icons/pen-line.svg?raw";
import play from "lucide-static/icons/play.svg?raw";
import plus from "lucide-static/icons/plus.svg?raw";
import live from "lucide-static/icons/radio.svg?raw";
import refresh from "lucide-static/icons/refresh-cw.svg?raw";
import coverage from "lucide-static/icons/scan-search.svg?raw";
import search from "lucide-static/icons/search.svg?raw";
import send from "lucide-static/icons/send.svg?raw";
import filter from "lucide-static/icons/sliders-horizontal.svg?raw";
import outline from "lucide-static/icons/square-dashed.svg?raw";
import sun from "lucide-static/icons/sun.svg?raw";
import contrast from "lucide-static/icons/sun-moon.svg?raw";
import fall from "lucide-static/icons/trending-down.svg?raw";
import rise from "lucide-static/icons/trending-up.svg?raw";
import user from "lucide-static/icons/user-round.svg?raw";
import close from "lucide-static/icons/x.svg?raw";

const SOURCES = {
	send,
	pen,
	camera,
	bell,
	density,
	forecast,
	monitor,
	check,
	chevronDown,
	chevronLeft,
	chevronRight,
	clock,
	close,
	contrast,
	coverage,
	fall,
	filter,
	fit,
	flame,
	grid,
	info,
	keyboard,
	layers,
	list,
	live,
	locate,
	minus,
	moon,
	offline,
	outline,
	pause,
	pin,
	play,
	plus,
	refresh,
	refused,
	rise,
	search,
	sun,
	up,
	user,
	warning,
};

export type IconName = keyof typeof SOURCES;

const parsed = new Map<IconName, SVGElement>();

/** A decorative icon; what it means must also stand in text or in a label. */
export function icon(name: IconName, className = "icon"): SVGElement {
	let source = parsed.get(name);
	if (!source) {
		const document_ = new DOMParser().parseFromString(SOURCES[name], "image/svg+xml");
		source = document.importNode(document_.documentElement, true) as unknown as SVGElement;
		source.removeAttribute("width");
		source.removeAttribute("height");
		source.setAttribute("aria-hidden", "true");
		parsed.set(name, source);
	}
	const copy = source.cloneNode(true) as SVGElement;
	copy.setAttribute("class", className);
	return copy;
}
