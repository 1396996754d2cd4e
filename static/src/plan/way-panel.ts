import { h, replace } from "../lib/dom";
import { currentLocale } from "../lib/language";
import type { Draft } from "./draft";
import { type PlanKey, pt, when } from "./texts";
import type { Status } from "./types";

const STEPS: Record<Status, readonly ("submit" | "approve" | "send_back" | "publish" | "withdraw")[]> = {
	draft: ["submit", "withdraw"],
	submitted: ["approve", "send_back", "withdraw"],
	approved: ["publish", "send_back", "withdraw"],
	published: ["withdraw"],
	withdrawn: [],
};
const RIGHT = {
	submit: "plan.edit",
	approve: "plan.approve",
	send_back: "plan.approve",
	publish: "plan.publish",
	withdraw: "plan.edit",
};

/** The way from a draft to boundaries that hold, and the files that go out. */
export function wayPanel(draft: Draft, rights: string[], root: string): HTMLElement {
	const host = h("div", { class: "plan-panel" });
	const alert = h("p", { class: "form-error", role: "alert" });
	const reason = h("input", { class: "input", maxlength: 1000 });
	const at = h("input", { class: "input", type: "datetime-local" });
	const take = async (step: keyof typeof RIGHT) => {
		alert.textContent = "";
		try {
			const moment = step === "publish" ? { at: at.value || new Date().toISOString() } : {};
			await draft.step(step, { ...(reason.value ? { reason: reason.value } : {}), ...moment });
			update();
		} catch (error) {
			alert.textContent = (error as Error).message;
		}
	};
	const file = (layer: string, format: string, key: PlanKey) =>
		h("a", { class: "button", href: `${root}${draft.root}/files/${layer}?format=${format}`, download: "" }, pt(key));
	const update = () => {
		const { plan } = draft;
		const steps = STEPS[draft.status].filter((step) => rights.includes(RIGHT[step]));
		replace(
			host,
			h("p", {}, h("span", { class: `plan-status is-${draft.status}` }, pt(`status_${draft.status}`))),
			plan.valid_from && h("p", {}, `${pt("from_when")}: ${when(plan.valid_from)}`),
			plan.approved_by && h("p", {}, `${pt("approve")}: ${plan.approved_by}`),
			h("p", {}, pt("way_text")),
			steps.length > 0 && h("label", {}, pt("reason"), reason),
			steps.includes("publish") && h("label", {}, pt("from_when"), at),
			h(
				"div",
				{ class: "plan-row" },
				...steps.map((step) =>
					h("button", { type: "button", class: "button primary", on: { click: () => void take(step) } }, pt(step)),
				),
			),
			alert,
			h(
				"div",
				{ class: "plan-row" },
				file("units", "csv", "export_units"),
				file("grids", "geojson", "export_grids"),
				file("register", "xlsx", "export_register"),
				h(
					"a",
					{ class: "button", href: `${root}${draft.root}/drawing?lang=${currentLocale()}`, target: "_blank" },
					pt("drawing"),
				),
			),
			draft.isEditable && importer(),
		);
	};
	const importer = () => {
		const input = h("input", { type: "file", accept: ".csv,.xlsx,.geojson,.gpkg,.zip", class: "input" });
		const send = async () => {
			const chosen = input.files?.[0];
			if (!chosen) return;
			alert.textContent = "";
			try {
				await draft.settled();
				const query = new URLSearchParams({ file_name: chosen.name, version: String(draft.version) });
				await draft.api.upload(`${draft.root}/files?${query}`, chosen);
				await draft.reload();
			} catch (error) {
				alert.textContent = (error as Error).message;
			}
		};
		input.addEventListener("change", () => void send());
		return h("label", {}, pt("import"), input);
	};
	draft.onChange((changed) => {
		if (changed === null) update();
	});
	update();
	return host;
}
