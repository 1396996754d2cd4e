import { type Api, ApiError } from "../api";
import { h, replace } from "../lib/dom";
import { nameOf, texts } from "../lib/language";
import { notices } from "../messages/notices";

const WAYS = ["in_app", "email", "webhook"] as const;
type Way = (typeof WAYS)[number];

type Choice = { kind: string; name: string; name_zh: string; is_urgent: boolean } & Record<Way, boolean>;

interface Choices {
	choices: Choice[];
	digest_hour: number | null;
	quiet_from: string | null;
	quiet_to: string | null;
	has_email: boolean;
	can_email: boolean;
}

const t = texts(notices);

/** Which news by which way, quiet hours and the hour of the daily e-mail. */
export async function choicesForm(api: Api): Promise<HTMLElement> {
	const now = await api.get<Choices>("/notice-choices");
	const boxes = new Map<string, HTMLInputElement>();
	const quietFrom = clock("quiet-from", now.quiet_from);
	const quietTo = clock("quiet-to", now.quiet_to);
	const digest = digestSelect(now.digest_hour);
	const said = h("p", { role: "status", class: "settings-said" });
	const submit = async (event: Event) => {
		event.preventDefault();
		const chosen = now.choices.map(({ kind }) => ({ kind, ...ways(boxes, kind) }));
		const times = { quiet_from: quietFrom.value || null, quiet_to: quietTo.value || null };
		const hour = digest.value === "" ? null : Number(digest.value);
		try {
			await api.put("/notice-choices", { choices: chosen, ...times, digest_hour: hour });
			replace(said, t("saved"));
		} catch (error) {
			replace(said, error instanceof ApiError ? error.message : String(error));
		}
	};
	return h(
		"form",
		{ class: "settings-form", "aria-labelledby": "choices-title", on: { submit } },
		h("h2", { id: "choices-title" }, t("choices")),
		h("p", { class: "hint" }, t("choices_intro")),
		!now.can_email && h("p", { class: "hint" }, t("no_mail_server")),
		now.can_email && !now.has_email && h("p", { class: "hint" }, t("no_email")),
		table(now.choices, boxes),
		h("h3", {}, t("quiet")),
		h("div", { class: "settings-times" }, field(t("quiet_from"), quietFrom), field(t("quiet_to"), quietTo)),
		h("p", { class: "hint" }, t("quiet_hint")),
		field(t("digest"), digest),
		h("button", { type: "submit", class: "button primary" }, t("save")),
		said,
	);
}

function table(choices: Choice[], boxes: Map<string, HTMLInputElement>): HTMLElement {
	const head = WAYS.map((way) => h("th", { scope: "col" }, t(way)));
	const rows = choices.map((choice) => {
		const cells = WAYS.map((way) => {
			const box = h("input", {
				type: "checkbox",
				"aria-label": `${nameOf(choice)}: ${t(way)}`,
				set: { checked: choice[way] },
			});
			boxes.set(`${choice.kind} ${way}`, box);
			return h("td", {}, h("label", { class: "settings-box" }, box));
		});
		const name = h(
			"th",
			{ scope: "row" },
			nameOf(choice),
			choice.is_urgent && h("span", { class: "tag" }, t("urgent")),
		);
		return h("tr", {}, name, ...cells);
	});
	return h(
		"table",
		{ class: "settings-table" },
		h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("kind")), ...head)),
		h("tbody", {}, ...rows),
	);
}

function ways(boxes: Map<string, HTMLInputElement>, kind: string): Record<Way, boolean> {
	const at = (way: Way) => boxes.get(`${kind} ${way}`)?.checked ?? false;
	return { in_app: at("in_app"), email: at("email"), webhook: at("webhook") };
}

function clock(id: string, value: string | null): HTMLInputElement {
	return h("input", { class: "input", id, type: "time", set: { value: value ?? "" } });
}

function digestSelect(hour: number | null): HTMLSelectElement {
	const options = Array.from({ length: 24 }, (_, each) =>
		h("option", { value: each }, t("digest_at", { hour: `${String(each).padStart(2, "0")}:00` })),
	);
	const select = h(
		"select",
		{ class: "select", id: "digest" },
		h("option", { value: "" }, t("digest_now")),
		...options,
	);
	select.value = hour === null ? "" : String(hour);
	return select;
}

function field(label: string, input: HTMLElement): HTMLElement {
	return h("div", { class: "field" }, h("label", { for: input.id }, label), input);
}
