import { enterArea } from "../actions";
import { h, replace } from "../lib/dom";
import { nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";

/** From the city down to the area drilled into; each step is a way back. */
export function breadcrumbs(page: Page): HTMLElement {
	const { city, store, tree } = page;
	const list = h("ol", {});
	const draw = () => {
		const chain = tree.chain(store.view.area).filter((node) => node.code !== city.code && node.tier > 1);
		const steps = [
			{ code: city.code, label: nameOf(city) },
			...chain.map((node) => ({ code: node.code, label: nameOf(node) })),
		];
		replace(list, ...steps.map((step, index) => h("li", {}, crumb(step, index === steps.length - 1))));
	};
	const crumb = ({ code, label }: { code: string; label: string }, isLast: boolean) =>
		h(
			"button",
			{
				type: "button",
				class: "crumb",
				"aria-current": isLast ? "location" : undefined,
				on: { click: () => enterArea(page, code) },
			},
			label,
		);
	store.subscribe((view, before) => view.area !== before.area && draw());
	draw();
	return h("nav", { class: "breadcrumbs", "aria-label": t("breadcrumbs") }, list);
}
