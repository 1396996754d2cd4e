import { h } from "../lib/dom";
import { formatCount, texts } from "../lib/language";
import { importTexts } from "../messages/import";
import { COUNTS, type Import, type RowFinding } from "./types";

const t = texts(importTexts);
const SHOWN = 200;

/** What a check would change or an import has changed, and what was found in which row. */
export function reportView(root: string, run: Import): HTMLElement {
	const { report } = run;
	const counts = COUNTS.filter((name) => report[name] !== undefined && (report[name] || name !== "kept"));
	const findings = report.findings ?? [];
	const file = (form: string, text: string) =>
		h("a", { class: "text-button", href: `${root}/imports/${run.id}/report?format=${form}`, download: "" }, text);
	return h(
		"section",
		{ class: "import-report" },
		h("h2", {}, run.state === "checked" ? t("would") : t("did")),
		h(
			"dl",
			{ class: "import-counts" },
			...counts.map((name) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, formatCount(report[name] ?? 0)))),
		),
		h("h3", {}, t("findings")),
		findings.length ? table(findings) : h("p", { class: "hint" }, t("no_findings")),
		findings.length > SHOWN && h("p", { class: "hint" }, t("shown", { count: SHOWN })),
		h("p", { class: "import-actions" }, file("csv", t("report_csv")), file("json", t("report_json"))),
	);
}

function table(findings: RowFinding[]): HTMLElement {
	const rows = findings
		.slice(0, SHOWN)
		.map(({ row, level, detail }) =>
			h(
				"tr",
				{},
				h("th", { scope: "row" }, row === null ? t("whole_file") : String(row)),
				h("td", {}, level === "warning" && h("em", {}, `${t("warning")}: `), detail),
			),
		);
	return h(
		"div",
		{ class: "import-scroll", tabindex: 0, role: "region", "aria-label": t("findings") },
		h(
			"table",
			{ class: "table import-findings" },
			h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("row")), h("th", { scope: "col" }, t("finding")))),
			h("tbody", {}, ...rows),
		),
	);
}
