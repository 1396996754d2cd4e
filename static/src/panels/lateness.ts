import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";
import type { Incident } from "../types";

/** Past its time and still open, or resolved after its time; nothing for one that kept it. */
export function lateness({ is_overdue, is_late }: Incident): HTMLElement | null {
	if (is_overdue) return h("span", { class: "badge badge-late" }, icon("clock"), t("overdue"));
	return is_late ? h("span", { class: "badge badge-resolved-late" }, icon("clock"), t("late")) : null;
}
