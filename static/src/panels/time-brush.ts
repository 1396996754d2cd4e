import { dayAtShare } from "../feeds";
import { h, replace, svg } from "../lib/dom";
import { icon } from "../lib/icons";
import { formatCount, languageTag, t } from "../lib/language";
import type { Page } from "../lib/page";
import { addDays, dayOf, daysBetween, formatDay } from "../lib/time";
import type { Histogram } from "../types";

const STEP_MS = 900;
const SPEEDS = [0.5, 1, 2, 4];

interface Days {
	from: string;
	to: string;
}

/** Counts per day with a window over them. The window is the time range of every layer and number on the page. */
export function timeBrush(page: Page): HTMLElement {
	const { feeds, store, city } = page;
	const whole = feeds.wholePeriod;
	if (!whole) return h("div", { class: "brush", hidden: true });
	const dayCount = daysBetween(whole.from, whole.to);
	let draft: Days | null = null;
	const range = (): Days => draft ?? { from: store.view.from ?? whole.from, to: store.view.to ?? whole.to };
	const isWhole = () => range().from === whole.from && range().to === whole.to;
	const share = (day: string) => daysBetween(whole.from, day) / dayCount;

	const chart = svg("svg", { class: "brush-chart", preserveAspectRatio: "none", "aria-hidden": "true" });
	const frame = h("div", { class: "brush-window" });
	const start = handle("from", t("brush_from"));
	const end = handle("to", t("brush_to"));
	const track = h("div", { class: "brush-track" }, frame, start, end);
	track.prepend(chart);
	const text = h("output", { class: "brush-range" });
	const total = h("span", { class: "brush-total", "aria-live": "polite" });
	const reset = h(
		"button",
		{ type: "button", class: "link", on: { click: () => store.go({ from: null, to: null }) } },
		t("whole_period"),
	);
	const playButton = h("button", { type: "button", class: "icon-button", on: { click: () => play() } });

	const speed = h(
		"select",
		{
			class: "select brush-speed",
			id: "brush-speed",
			"aria-label": t("speed"),
			on: { change: () => restart() },
		},
		...SPEEDS.map((times) => h("option", { value: times }, `${times}×`)),
	);
	speed.value = "1";

	function handle(edge: keyof Days, label: string): HTMLElement {
		return h("div", {
			class: `brush-handle brush-${edge}`,
			role: "slider",
			tabindex: "0",
			"aria-label": label,
			"aria-valuemin": "0",
			"aria-valuemax": String(dayCount),
			on: { keydown: (event) => nudge(event, edge), pointerdown: (event) => drag(event, edge) },
		});
	}

	/** Keeps the window at least a day wide and inside the period. */
	function move(edge: keyof Days | "both", day: string): Days {
		const now = range();
		if (edge === "from") return { from: clamp(day, whole!.from, addDays(now.to, -1)), to: now.to };
		if (edge === "to") return { from: now.from, to: clamp(day, addDays(now.from, 1), whole!.to) };
		const width = daysBetween(now.from, now.to);
		const from = clamp(day, whole!.from, addDays(whole!.to, -width));
		return { from, to: addDays(from, width) };
	}

	function commit(days: Days, isStep = true): void {
		draft = null;
		const change = { from: days.from === whole!.from ? null : days.from, to: days.to === whole!.to ? null : days.to };
		if (isStep) store.go(change);
		else store.adjust(change);
		update();
	}

	function nudge(event: KeyboardEvent, edge: keyof Days): void {
		const now = range()[edge];
		const steps: Record<string, string> = {
			ArrowLeft: addDays(now, -1),
			ArrowDown: addDays(now, -1),
			ArrowRight: addDays(now, 1),
			ArrowUp: addDays(now, 1),
			PageUp: addDays(now, 7),
			PageDown: addDays(now, -7),
			Home: whole!.from,
			End: whole!.to,
		};
		if (!(event.key in steps)) return;
		event.preventDefault();
		commit(move(edge, steps[event.key]));
	}

	function drag(event: PointerEvent, edge: keyof Days | "both"): void {
		event.preventDefault();
		event.stopPropagation();
		const box = track.getBoundingClientRect();
		const at = (x: number) => dayAtShare(whole!, Math.max(0, Math.min(1, (x - box.left) / box.width)));
		const grip = daysBetween(range().from, at(event.clientX));
		const onMove = (moved: PointerEvent) => {
			const day = at(moved.clientX);
			draft = move(edge, edge === "both" ? addDays(day, -grip) : day);
			update();
		};
		const onUp = () => {
			track.removeEventListener("pointermove", onMove);
			commit(range());
		};
		track.setPointerCapture(event.pointerId);
		track.addEventListener("pointermove", onMove);
		track.addEventListener("pointerup", onUp, { once: true });
		track.addEventListener("pointercancel", onUp, { once: true });
	}

	// Where the window is the whole period there is nothing to move: a press draws a new window, as it does beside one.
	frame.addEventListener("pointerdown", (event) => {
		if (!isWhole()) drag(event, "both");
	});
	track.addEventListener("pointerdown", (event) => {
		const box = track.getBoundingClientRect();
		const day = dayAtShare(whole, Math.max(0, Math.min(0.999, (event.clientX - box.left) / box.width)));
		draft = { from: day, to: addDays(day, 1) };
		drag(event, "to");
		update();
	});

	let timer = 0;
	function play(): void {
		if (timer) {
			clearInterval(timer);
			timer = 0;
		} else {
			if (isWhole()) commit({ from: whole!.from, to: addDays(whole!.from, 7) });
			timer = window.setInterval(() => {
				if (range().to >= whole!.to) play();
				else commit(move("both", addDays(range().from, 1)), false);
			}, STEP_MS / Number(speed.value));
		}
		update();
	}

	/** A new speed while it plays. */
	function restart(): void {
		if (!timer) return;
		play();
		play();
	}

	function update(): void {
		const { from, to } = range();
		const [left, right] = [share(from) * 100, share(to) * 100];
		frame.style.left = start.style.left = `${left}%`;
		frame.style.width = `${right - left}%`;
		end.style.left = `${right}%`;
		const last = addDays(to, -1);
		describe(start, from, from);
		describe(end, to, last);
		text.textContent = `${formatDay(from, languageTag(), "long")} – ${formatDay(last, languageTag(), "long")}`;
		reset.hidden = isWhole();
		track.classList.toggle("is-whole", isWhole());
		playButton.setAttribute("aria-label", t(timer ? "pause" : "play"));
		playButton.title = t(timer ? "pause" : "play");
		replace(playButton, icon(timer ? "pause" : "play"));
		for (const one of chart.children) {
			const day = one.getAttribute("data-day") ?? "";
			one.classList.toggle("is-out", day < from || day >= to);
		}
	}

	function describe(slider: HTMLElement, day: string, spoken: string): void {
		slider.setAttribute("aria-valuenow", String(daysBetween(whole!.from, day)));
		slider.setAttribute("aria-valuetext", formatDay(spoken, languageTag(), "long"));
	}

	function drawBars({ bins }: Histogram): void {
		const largest = Math.max(1, ...bins.map((bin) => bin.count));
		chart.setAttribute("viewBox", `0 0 ${bins.length} 100`);
		const bars = bins.map(({ start: at, count }, index) => {
			const height = (count / largest) * 100;
			return svg("rect", {
				x: index + 0.08,
				width: 0.84,
				y: 100 - height,
				height,
				"data-day": dayOf(at, city.time_zone),
			});
		});
		chart.replaceChildren(...bars);
		update();
	}

	const rows = h("tbody", {});
	const heads = [t("day_from"), t("count")].map((text) => h("th", { scope: "col" }, text));
	const table = h(
		"details",
		{ class: "brush-table" },
		h("summary", {}, t("as_table")),
		h("div", { tabindex: "0" }, h("table", { class: "table" }, h("thead", {}, h("tr", {}, ...heads)), rows)),
	);

	function drawRows({ bins }: Histogram): void {
		const lines = bins.map(({ start: at, count }) => {
			const day = formatDay(dayOf(at, city.time_zone), languageTag(), "long");
			return h("tr", {}, h("th", { scope: "row" }, day), h("td", {}, formatCount(count)));
		});
		replace(rows, ...lines);
	}

	feeds.histogram.subscribe((state) => {
		track.setAttribute("aria-busy", String(state.status === "loading"));
		if (state.status !== "ready") return;
		drawBars(state.data);
		drawRows(state.data);
	});
	feeds.byStatus.subscribe((state) => {
		if (state.status === "ready") total.textContent = t("incident_count", { count: formatCount(state.data.total) });
	});
	store.subscribe(() => update());
	update();
	return h(
		"section",
		{ class: "brush", "aria-label": t("time_range") },
		h("div", { class: "brush-head" }, playButton, speed, text, total, h("span", { class: "top-space" }), table, reset),
		track,
		h("div", { class: "brush-ends", "aria-hidden": "true" }, ...ticks(whole, dayCount)),
	);
}

function ticks(whole: Days, dayCount: number): HTMLElement[] {
	const every = [1, 2, 5, 7, 14, 30, 90, 365].find((step) => dayCount / step <= 7) ?? 365;
	const marks: HTMLElement[] = [];
	for (let day = 0; day < dayCount; day += every) {
		const mark = h("span", {}, formatDay(addDays(whole.from, day), languageTag()));
		mark.style.left = `${(day / dayCount) * 100}%`;
		marks.push(mark);
	}
	return marks;
}

function clamp(day: string, least: string, most: string): string {
	return day < least ? least : day > most ? most : day;
}
