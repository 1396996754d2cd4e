import { h } from "../lib/dom";
import { t } from "../lib/language";

/** Marks whatever was generated, not observed. */
export function synthetic(): HTMLElement {
	return h("span", { class: "badge badge-synthetic", title: t("synthetic_explained") }, t("synthetic"));
}
