import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";
import type { Page } from "../lib/page";
import type { Job } from "../types";

const POLL_MS = 1000;
const FINISHED = new Set(["succeeded", "failed", "cancelled"]);

/** Starts an analysis, shows how far it is, and can stop it. */
export function jobControl(
	page: Page,
	kind: string,
	parameters: () => Record<string, unknown>,
	onDone: (job: Job) => void,
): HTMLElement {
	const box = h("div", { class: "job" });
	const status = h("p", { class: "job-status", role: "status" });

	function idle(message = ""): void {
		status.textContent = message;
		const start = h(
			"button",
			{ type: "button", class: "button", on: { click: () => run() } },
			icon("refresh"),
			t("compute"),
		);
		replace(box, start, status);
	}

	async function run(): Promise<void> {
		try {
			await follow(await page.api.startJob(kind, parameters()));
		} catch (error) {
			idle(t("job_failed", { cause: (error as Error).message }));
		}
	}

	async function follow(started: Job): Promise<void> {
		let job = started;
		const meter = h("progress", { max: 100, "aria-label": t("job_progress") });
		const cancel = h(
			"button",
			{ type: "button", class: "button quiet", on: { click: () => page.api.cancelJob(job.id).catch(() => undefined) } },
			icon("close"),
			t("cancel"),
		);
		replace(box, meter, cancel, status);
		cancel.focus();
		while (!FINISHED.has(job.state)) {
			if (job.percent === null || job.state === "queued") meter.removeAttribute("value");
			else meter.value = job.percent;
			status.textContent = job.state === "queued" ? t("job_queued") : t("job_running", { percent: job.percent ?? 0 });
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
			job = await page.api.job(job.id);
		}
		finish(job);
	}

	function finish(job: Job): void {
		if (job.state === "succeeded") {
			idle(t("job_done"));
			onDone(job);
		} else if (job.state === "cancelled") idle(t("job_cancelled"));
		else idle(t("job_failed", { cause: job.error ?? job.message ?? "" }));
		box.querySelector("button")?.focus();
	}

	idle();
	return box;
}
