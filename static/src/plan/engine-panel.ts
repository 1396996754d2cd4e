import { h, replace } from "../lib/dom";
import { formatCount, formatDecimal, formatShare } from "../lib/language";
import type { Items, Job } from "../types";
import type { Draft } from "./draft";
import { pt, when } from "./texts";

interface Proposal {
	id: number;
	variant: "fresh" | "balanced" | "minimal";
	version: number;
	at: string;
	moved_count: number;
	report: {
		zones_count: number;
		in_band_share: number;
		mean_polsby_popper: number;
		weight_kept_share: number | null;
		zones_untouched_share: number | null;
		barrier_share: number | null;
		changes: Record<string, string>;
		findings: { message: string }[];
	};
}
const VARIANTS = ["fresh", "balanced", "minimal"] as const;
const LOOK_MS = 700;

/** Hands the plan over to the engine, shows what it proposes side by side, and takes one over. */
export function enginePanel(draft: Draft, show: (units: number[]) => void): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const list = h("div", { class: "plan-proposals" });
	const alert = h("p", { role: "alert", class: "form-error" });
	const progress = h("progress", { max: 100, value: 0, hidden: true, "aria-label": pt("proposing") });
	const scope = h(
		"select",
		{ class: "select", "aria-label": pt("scope") },
		...(["scope_all", "scope_community", "scope_grid"] as const).map((key) => h("option", { value: key }, pt(key))),
	);
	const wanted = VARIANTS.map((variant) => ({
		variant,
		box: h("input", { type: "checkbox", set: { checked: true } }),
	}));
	let job: string | null = null;
	const stop = h(
		"button",
		{ type: "button", class: "button", hidden: true, on: { click: () => job && void draft.api.cancelJob(job) } },
		pt("cancel"),
	);
	const run = async () => {
		alert.textContent = "";
		await draft.settled();
		const variants = wanted.filter(({ box }) => box.checked).map(({ variant }) => variant);
		try {
			const started = await draft.api.post<Job>(`${draft.root}/proposals`, {
				variants,
				...scopeOf(draft, scope.value),
			});
			job = started.id;
			progress.hidden = stop.hidden = false;
			await done(draft, job, (percent) => {
				progress.value = percent;
			});
		} catch (error) {
			alert.textContent = (error as Error).message;
		}
		progress.hidden = stop.hidden = true;
		await load();
	};
	const load = async () => {
		const { items } = await draft.api.get<Items<Proposal>>(`${draft.root}/proposals`);
		replace(
			list,
			...(items.length
				? items.map((item) => card(draft, item, show))
				: [h("p", { class: "empty" }, pt("no_proposals"))]),
		);
	};
	replace(
		host,
		h("label", { class: "plan-row" }, pt("scope"), scope),
		h(
			"div",
			{ class: "plan-row" },
			...wanted.map(({ variant, box }) => h("label", { class: "plan-check" }, box, pt(`variant_${variant}`))),
		),
		h(
			"div",
			{ class: "plan-row" },
			h(
				"button",
				{ type: "button", class: "button primary", disabled: !draft.isEditable, on: { click: () => void run() } },
				pt("propose"),
			),
			stop,
		),
		progress,
		alert,
		list,
	);
	load().catch((error: Error) => {
		alert.textContent = error.message;
	});
	return host;
}

function scopeOf(draft: Draft, scope: string): { communities?: string[]; grids?: string[] } {
	const active = draft.active;
	if (active === null || scope === "scope_all") return {};
	if (scope === "scope_community") return { communities: [active.slice(0, 12)] };
	const grids = new Set([active]);
	for (const unit of draft.units.unitsOf(active)) {
		for (const next of draft.units.neighbours[unit]) {
			const code = draft.units.grid[next];
			if (code?.startsWith(active.slice(0, 12))) grids.add(code);
		}
	}
	return { grids: [...grids] };
}

async function done(draft: Draft, id: string, tell: (percent: number) => void): Promise<void> {
	for (;;) {
		await new Promise((wake) => setTimeout(wake, LOOK_MS));
		const job = await draft.api.job(id);
		tell(job.percent ?? 0);
		if (job.state === "failed") throw new Error(job.error ?? job.state);
		if (job.state !== "queued" && job.state !== "running") return;
	}
}

function card(draft: Draft, item: Proposal, show: (units: number[]) => void): HTMLElement {
	const { report } = item;
	const share = (value: number | null) => (value === null ? "–" : formatShare(value));
	const fact = (key: "in_band_share", text: string) => h("div", {}, h("dt", {}, pt(key)), h("dd", {}, text));
	const preview = async () => {
		const { moves } = await draft.api.get<{ moves: [string, string, string][] }>(`${draft.root}/proposals/${item.id}`);
		show(moves.flatMap(([code]) => draft.units.index.get(code) ?? []));
	};
	return h(
		"article",
		{ class: "plan-card" },
		h("h3", {}, `${pt(`variant_${item.variant}`)} · ${formatCount(report.zones_count)} ${pt("grids")}`),
		h("small", {}, `${when(item.at)} · ${pt("moved_units", { count: item.moved_count })}`),
		h(
			"dl",
			{},
			fact("in_band_share", share(report.in_band_share)),
			fact("mean_polsby_popper" as "in_band_share", formatDecimal(report.mean_polsby_popper, 3)),
			fact("weight_kept_share" as "in_band_share", share(report.weight_kept_share)),
			fact("zones_untouched_share" as "in_band_share", share(report.zones_untouched_share)),
			fact("barrier_share" as "in_band_share", share(report.barrier_share)),
		),
		h(
			"details",
			{},
			h("summary", {}, pt("why")),
			h(
				"ul",
				{},
				...report.findings.slice(0, 20).map(({ message }) => h("li", {}, message)),
				...Object.values(report.changes)
					.slice(0, 60)
					.map((text) => h("li", {}, text)),
			),
		),
		h(
			"div",
			{ class: "plan-row" },
			h("button", { type: "button", class: "button", on: { click: () => void preview() } }, pt("preview")),
			h(
				"button",
				{
					type: "button",
					class: "button primary",
					disabled: !draft.isEditable || item.moved_count === 0,
					on: { click: () => draft.accept(item.id) },
				},
				pt("accept"),
			),
		),
	);
}
