import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { texts } from "../lib/language";
import { importTexts } from "../messages/import";
import type { Items } from "../types";
import { labelled } from "./reading-form";
import { type Import, KINDS } from "./types";

const t = texts(importTexts);
const ENDINGS = ".geojson,.json,.gz,.csv,.gpkg,.zip,.parquet,.geoparquet,.fgb,.kml,.kmz,.xlsx";
const FORMATS = ["geojson", "gpkg", "shp", "csv", "xlsx", "kml", "parquet"];

/** Choose a file, say what it is and where it comes from; below, what came before. */
export function startForm(api: Api, opened: (run: Import) => void, open: (id: string) => void): HTMLElement {
	const file = h("input", { type: "file", id: "file", accept: ENDINGS, required: true });
	const kind = h(
		"select",
		{ class: "select", id: "kind" },
		...KINDS.map((one) => h("option", { value: one }, t(`kind_${one}`))),
	);
	const source = h("input", { class: "input", id: "source", required: true, maxlength: 100, autocomplete: "off" });
	const status = h("p", { class: "form-problem", role: "status" });
	const submit = h("button", { type: "submit", class: "button primary" }, t("look"));
	const send = async (event: Event) => {
		event.preventDefault();
		const chosen = file.files?.[0];
		if (!chosen) return;
		submit.disabled = true;
		status.textContent = t("looking");
		const query = new URLSearchParams({ kind: kind.value, source: source.value.trim(), file_name: chosen.name });
		try {
			opened(await api.upload<Import>(`/imports?${query}`, chosen));
		} catch (error) {
			status.textContent = (error as Error).message;
		} finally {
			submit.disabled = false;
		}
	};
	const earlier = h("div");
	api.get<Items<Import>>("/imports").then(
		({ items }) => replace(earlier, list(items, open)),
		(error: Error) => replace(earlier, h("p", { class: "form-problem" }, error.message)),
	);
	return h(
		"div",
		{ class: "import-start" },
		h(
			"form",
			{ class: "import-form", on: { submit: send } },
			h("h2", {}, t("new_import")),
			labelled("file", t("file"), file),
			h("p", { class: "hint" }, t("file_hint")),
			labelled("kind", t("kind"), kind),
			labelled("source", t("source"), source),
			h("p", { class: "hint" }, t("source_hint")),
			submit,
			status,
		),
		h("section", {}, h("h2", {}, t("earlier")), earlier),
	);
}

function list(items: Import[], open: (id: string) => void): HTMLElement {
	if (!items.length) return h("p", { class: "hint" }, t("no_earlier"));
	const row = (run: Import) =>
		h(
			"li",
			{},
			h(
				"button",
				{ type: "button", class: "import-earlier", on: { click: () => open(run.id) } },
				h("strong", {}, run.file_name),
				h("span", {}, `${t(`kind_${run.kind}`)} · ${run.source} · ${t(`state_${run.state}`)}`),
			),
		);
	return h("ul", { class: "import-list" }, ...items.map(row));
}

interface LayerRow {
	layer: "grids";
	is_allowed: boolean;
}

/** Any layer that the reader may have, in any format, as a plain download. */
export function exportForm(api: Api, root: string): HTMLElement {
	const layer = h("select", { class: "select", id: "export-layer" });
	const form = h(
		"select",
		{ class: "select", id: "export-format" },
		...FORMATS.map((one) => h("option", { value: one }, one)),
	);
	const link = h("a", { class: "button", download: "" }, t("download"));
	const aim = () => link.setAttribute("href", `${root}/exports/${layer.value}?format=${form.value}`);
	layer.addEventListener("change", aim);
	form.addEventListener("change", aim);
	api.get<Items<LayerRow>>("/exports").then(({ items }) => {
		const allowed = items.filter((row) => row.is_allowed);
		replace(layer, ...allowed.map((row) => h("option", { value: row.layer }, t(`layer_${row.layer}`))));
		aim();
	});
	return h(
		"section",
		{ class: "import-export" },
		h("h2", {}, t("export_title")),
		h(
			"div",
			{ class: "import-fields" },
			labelled("export-layer", t("layer_name"), layer),
			labelled("export-format", t("format"), form),
			link,
		),
	);
}
