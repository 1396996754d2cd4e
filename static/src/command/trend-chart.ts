import { h } from "../lib/dom";
import { languageTag, texts } from "../lib/language";
import { marked } from "../lib/mark-scale";
import { token } from "../lib/theme";
import { addDays, dayOf, formatDay } from "../lib/time";
import { command } from "../messages/command";
import type { Figures } from "./figures-panel";

/** Reported (solid) and resolved (dashed) by day. The table beside it says the same. */
export function trendChart(found: Figures, timeZone: string): HTMLElement {
	const box = h("div", { class: "trend", "aria-hidden": "true" });
	load().then(({ init }) => {
		if (!box.isConnected) return;
		const chart = init(box, null, { renderer: "canvas" });
		chart.setOption(option(found, timeZone));
		new ResizeObserver(() => box.isConnected && chart.resize()).observe(box);
	});
	return box;
}

async function load() {
	const [core, charts, components, renderers] = await Promise.all([
		import("echarts/core"),
		import("echarts/charts"),
		import("echarts/components"),
		import("echarts/renderers"),
	]);
	core.use([charts.LineChart, components.GridComponent, components.LegendComponent, renderers.CanvasRenderer]);
	return core;
}

function option({ days, period }: Figures, timeZone: string) {
	const t = texts(command);
	const known = new Map(days.map((row) => [row.day, row]));
	const wanted: string[] = [];
	const end = dayOf(period.end, timeZone);
	for (let day = dayOf(period.start, timeZone); day < end; day = addDays(day, 1)) wanted.push(day);
	const line = (name: "reported" | "resolved", colour: string, type: "solid" | "dashed") => ({
		name: t(name),
		type: "line" as const,
		symbolSize: marked(5),
		data: wanted.map((day) => known.get(day)?.[name] ?? 0),
		lineStyle: { width: marked(2), type, color: token(colour) },
		itemStyle: { color: token(colour) },
	});
	const label = { color: token("--text-2"), fontSize: marked(11) };
	return {
		animation: false,
		grid: { left: 4, right: 8, top: marked(28), bottom: 0, containLabel: true },
		legend: { textStyle: label, top: 0, left: 0, itemHeight: marked(8), itemWidth: marked(25) },
		xAxis: { type: "category" as const, data: wanted.map((day) => formatDay(day, languageTag())), axisLabel: label },
		yAxis: { type: "value" as const, axisLabel: label, splitLine: { lineStyle: { color: token("--line") } } },
		series: [line("reported", "--status-new", "solid"), line("resolved", "--status-active", "dashed")],
	};
}
