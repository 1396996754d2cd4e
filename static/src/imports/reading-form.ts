import { h, replace } from "../lib/dom";
import { formatCount, texts } from "../lib/language";
import { importTexts } from "../messages/import";
import { DATUMS, type DatumShift, type Import, type Reading } from "./types";

const t = texts(importTexts);

interface Actions {
	look: (reading: Partial<Reading>) => void;
	check: (reading: Partial<Reading>) => void;
}

/** How the file is to be read: column of each field, datum, and when boundaries begin. */
export function readingForm(run: Import, actions: Actions): HTMLElement {
	const { preview, settings } = run;
	const columns = new Map<string, HTMLSelectElement>();
	const constants = new Map<string, HTMLInputElement>();
	const datum = h(
		"select",
		{ class: "select", id: "datum" },
		...DATUMS.map((one) => h("option", { value: one }, t(`datum_${one}`))),
	);
	datum.value = settings.datum;
	const crs = h("input", { class: "input", id: "crs", inputmode: "numeric", value: settings.crs ?? "", maxlength: 12 });
	const layer = h("input", { class: "input", id: "layer", value: settings.layer ?? "", maxlength: 100 });
	const since = h("input", {
		class: "input",
		id: "valid-from",
		type: "date",
		value: (settings.valid_from ?? "").slice(0, 10),
	});
	const retire = h("input", { type: "checkbox", id: "retire", set: { checked: Boolean(settings.retire_missing) } });

	const reading = (): Partial<Reading> => ({
		columns: Object.fromEntries([...columns].map(([field, select]) => [field, select.value])),
		constants: Object.fromEntries(
			[...constants].filter(([, input]) => input.value).map(([f, input]) => [f, input.value]),
		),
		datum: datum.value as Reading["datum"],
		crs: crs.value || null,
		layer: layer.value || null,
		...(run.kind === "areas" ? { retire_missing: retire.checked } : {}),
		...(run.kind === "areas" && since.value ? { valid_from: since.value } : {}),
	});

	const rows = (preview.fields ?? []).map((field) => {
		const select = h(
			"select",
			{ class: "select", id: `column-${field}` },
			h("option", { value: "" }, t("no_column")),
			...preview.columns.map((column) => h("option", { value: column }, column)),
		);
		select.value = settings.columns[field] ?? preview.guessed[field] ?? "";
		const value = h("input", {
			class: "input",
			id: `value-${field}`,
			value: settings.constants[field] ?? "",
			maxlength: 100,
			"aria-label": `${field}: ${t("one_value")}`,
		});
		columns.set(field, select);
		constants.set(field, value);
		const mark = preview.required.includes(field) && h("span", { class: "import-required" }, t("required"));
		return h(
			"tr",
			{},
			h("th", { scope: "row" }, h("label", { for: `column-${field}` }, field), mark),
			h("td", {}, select),
			h("td", {}, value),
		);
	});

	const take = (looks: Reading["datum"]) => {
		datum.value = looks;
		actions.look(reading());
	};
	const button = (text: string, className: string, act: () => void) =>
		h("button", { type: "button", class: `button ${className}`, on: { click: act } }, text);
	return h(
		"section",
		{ class: "import-reading" },
		h("h2", {}, t("step_reading")),
		preview.is_deferred
			? h("p", { class: "hint" }, t("deferred"))
			: h("p", { class: "hint" }, t("rows_read", { count: preview.row_count })),
		shiftNote(preview.datum_shift ?? null, take),
		h(
			"div",
			{ class: "import-scroll", tabindex: 0, role: "region", "aria-label": t("columns") },
			h(
				"table",
				{ class: "table import-columns" },
				h(
					"thead",
					{},
					h(
						"tr",
						{},
						h("th", { scope: "col" }, t("columns")),
						h("th", { scope: "col" }),
						h("th", { scope: "col" }, t("one_value")),
					),
				),
				h("tbody", {}, ...rows),
			),
		),
		h(
			"div",
			{ class: "import-fields" },
			labelled("datum", t("datum"), datum),
			labelled("crs", t("crs"), crs),
			labelled("layer", t("layer"), layer),
			run.kind === "areas" && labelled("valid-from", t("valid_from"), since),
			run.kind === "areas" && h("label", { class: "import-tick", for: "retire" }, retire, t("retire")),
		),
		h(
			"p",
			{ class: "import-actions" },
			button(t("look_again"), "quiet", () => actions.look(reading())),
			button(t("check"), "primary", () => actions.check(reading())),
		),
		firstRows(run),
	);
}

export function labelled(id: string, text: string, field: HTMLElement): HTMLElement {
	return h("label", { for: id }, h("span", {}, text), field);
}

/** The verdict of the shift test, with a button that takes its advice. */
export function shiftNote(shift: DatumShift | null, take?: (looks: Reading["datum"]) => void): HTMLElement | null {
	if (!shift) return null;
	const declared = t(`datum_${shift.declared}`);
	if (!shift.looks_like) return h("p", { class: "hint" }, t("shift_unknown"));
	if (!shift.is_suspect) return h("p", { class: "import-good" }, t("shift_right", { declared }));
	const looks = t(`datum_${shift.looks_like}`);
	const note = h("div", { class: "import-warning", role: "alert" });
	replace(
		note,
		h("p", {}, t("shift_suspect", { looks, declared, metres: formatCount(Math.round(shift.shift_m)) })),
		take &&
			h(
				"button",
				{ type: "button", class: "button", on: { click: () => take(shift.looks_like!) } },
				t("shift_take", { looks }),
			),
	);
	return note;
}

function firstRows({ preview }: Import): HTMLElement | null {
	if (!preview.rows?.length) return null;
	return h(
		"div",
		{ class: "import-scroll", tabindex: 0, role: "region", "aria-label": t("first_rows") },
		h(
			"table",
			{ class: "table import-rows" },
			h("caption", {}, t("first_rows")),
			h("thead", {}, h("tr", {}, ...preview.columns.map((name) => h("th", { scope: "col" }, name)))),
			h("tbody", {}, ...preview.rows.slice(0, 8).map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))),
		),
	);
}
