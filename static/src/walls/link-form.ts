import { type Api, ApiError } from "../api";
import { h, replace } from "../lib/dom";
import { texts } from "../lib/language";
import { walls } from "../messages/walls";

const SECONDS = 30;

interface Made {
	name: string;
	path: string;
}

/** Makes a link and shows it the one time that it can be shown. */
export function linkForm(api: Api, view: string, made: () => void): HTMLElement {
	const t = texts(walls);
	const name = h("input", { class: "input", id: "wall-name", required: true, maxlength: 100 });
	const views = h("textarea", { class: "input", id: "wall-views", rows: 4, "aria-describedby": "wall-views-hint" });
	const seconds = h("input", {
		class: "input",
		id: "wall-seconds",
		type: "number",
		min: 5,
		max: 3600,
		required: true,
		set: { value: String(SECONDS) },
	});
	views.value = view;
	const said = h("div", { class: "wall-said", role: "status" });
	const submit = async (event: Event) => {
		event.preventDefault();
		const lines = views.value.split("\n").map((line) => line.trim().replace(/^.*\?/, ""));
		const body = { name: name.value, views: lines, seconds_per_view: Number(seconds.value) };
		try {
			const link = await api.post<Made>("/wall-links", body);
			replace(said, h("p", {}, t("made", { name: link.name })), address(link));
			name.value = "";
			made();
		} catch (error) {
			said.textContent = error instanceof ApiError ? error.message : String(error);
		}
	};
	const field = (label: string, input: HTMLElement, hint?: HTMLElement) =>
		h("div", { class: "field" }, h("label", { for: input.id }, label), input, hint);
	return h(
		"form",
		{ class: "wall-form", "aria-labelledby": "wall-make", on: { submit } },
		h("h2", { id: "wall-make" }, t("make")),
		field(t("name"), name),
		field(t("views"), views, h("p", { class: "hint", id: "wall-views-hint" }, t("views_hint"))),
		field(t("seconds"), seconds),
		h("button", { type: "submit", class: "button primary" }, t("create")),
		said,
	);
}

function address({ path }: Made): HTMLElement {
	const t = texts(walls);
	const url = new URL(path, location.href).href;
	const link = h("input", {
		class: "input",
		readonly: true,
		"aria-label": t("title"),
		id: "wall-link",
		set: { value: url },
	});
	const copy = async () => {
		link.select();
		await navigator.clipboard.writeText(url);
		button.textContent = t("copied");
	};
	const button = h("button", { type: "button", class: "button", on: { click: copy } }, t("copy"));
	return h("div", { class: "wall-address" }, link, button);
}
