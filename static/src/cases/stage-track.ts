import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { type CaseText, ct } from "./texts";
import { spanText, timeLeft } from "./time-left";
import type { CaseDetails, Clock } from "./types";

const STAGES = ["verify", "dispatch", "handle", "check"] as const;
/** Where a state stands on the way; as geodata/loop/transitions.py has it. */
const POSITION: Record<string, number> = {
	reported: 0,
	verified: 1,
	filed: 1,
	returned: 1,
	dispatched: 2,
	processing: 2,
	extended: 2,
	suspended: 2,
	rework: 2,
	feedback: 3,
	checking: 3,
	closed: 4,
	reviewed: 4,
	rejected: 4,
};

/** The way of a case: what is behind it, where it stands with how much time, what lies ahead. */
export function stageTrack(found: CaseDetails): HTMLElement {
	const at = POSITION[found.status] ?? 0;
	const steps = STAGES.map((stage, index) => {
		const clock = latest(found.clocks, stage);
		const state =
			index < at ? (clock || found.status !== "rejected" ? "passed" : "skipped") : index === at ? "now" : "ahead";
		return step(state, ct(`stage_${stage}`), under(state, clock));
	});
	const end = { rejected: "stage_rejected", reviewed: "stage_reviewed" }[found.status] ?? "stage_done";
	steps.push(step(at === 4 ? "now" : "ahead", ct(end as CaseText), at === 4 ? ct("passed") : ct("ahead")));
	return h("ol", { class: "stage-track", "aria-label": ct("stages"), "data-end": found.status }, ...steps);
}

function step(state: string, name: string, words: string): HTMLElement {
	return h(
		"li",
		{ class: "stage-step", "data-state": state, "aria-current": state === "now" && "step" },
		h("span", { class: "stage-dot" }, state === "passed" && icon("check")),
		h("span", { class: "stage-name" }, name),
		h("span", { class: "stage-time" }, words),
	);
}

function latest(clocks: Clock[], stage: string): Clock | undefined {
	return clocks.filter((clock) => clock.stage === stage).at(-1);
}

function under(state: string, clock: Clock | undefined): string {
	if (state === "ahead" || state === "skipped") return state === "ahead" ? ct("ahead") : "—";
	if (state === "passed")
		return clock?.stopped_at ? ct("took", { time: spanText(clock.started_at, clock.stopped_at) }) : ct("passed");
	return (clock && !clock.stopped_at && timeLeft(clock.due_at, clock.state)) || ct("now");
}
