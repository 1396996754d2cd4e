import { h, replace } from "../lib/dom";
import { icon } from "../lib/icons";
import { t } from "../lib/language";

/** In place of a page that could not start: why, and a way to try again. */
export function startProblem(app: HTMLElement, error: Error, retry: () => void): void {
	const why = error instanceof TypeError ? t("no_connection") : error.message;
	const again = () => {
		replace(app);
		retry();
	};
	replace(
		app,
		h(
			"main",
			{ class: "start-problem", role: "alert" },
			icon("warning"),
			h("h1", {}, t("start_failed")),
			h("p", {}, why),
			h("button", { type: "button", class: "button", on: { click: again } }, icon("refresh"), t("retry")),
		),
	);
}
