import type { Api } from "../api";
import type { AreaTree, Catalog } from "../lib/catalog";
import { h, replace } from "../lib/dom";
import { nameOf } from "../lib/language";
import { token } from "../lib/theme";
import { accountLink, brand, languageButton, themeButton } from "../panels/brand";
import { mapSources } from "../panels/map-sources";
import { synthetic } from "../panels/synthetic";
import type { AreaFeature, City, FeatureCollection, Items } from "../types";
import { LeadMap } from "./lead-map";
import { ruleForm } from "./rule-form";
import { type Rule, rt, type Win } from "./types";

interface Known {
	api: Api;
	city: City;
	catalog: Catalog;
	tree: AreaTree;
	mayEdit: boolean;
}

const COLOUR_COUNT = 12;

/** One category at a time: who leads in each area, which rule says so, and the rules themselves. */
export class LeadPage {
	readonly #map: LeadMap;
	readonly #side = h("div", { class: "lead-side", id: "side" });
	readonly #area = h("section", { class: "lead-area", "aria-live": "polite" });
	readonly #said = h("p", { role: "status", class: "lead-said" });
	#category: string;
	#tier: number;
	#chosen: string | null = null;
	#wins = new Map<string, Win>();
	#rules: Rule[] = [];

	constructor(
		private readonly app: HTMLElement,
		private readonly known: Known,
	) {
		const query = new URLSearchParams(location.search);
		const { catalog, city } = known;
		const asked = query.get("category") ?? "";
		const first = catalog.categories.find(({ parent_code }) => parent_code !== null) ?? catalog.categories[0];
		this.#category = catalog.category.has(asked) ? asked : (first?.code ?? "");
		const tiers = city.tiers.map(({ level }) => level);
		const tier = Number(query.get("tier"));
		this.#tier = tiers.includes(tier) ? tier : Math.max(...tiers) - 1;
		this.#map = new LeadMap(city, (code) => this.#choose(code));
	}

	async start(): Promise<void> {
		document.title = `${rt("title")} · ${nameOf(this.known.city)}`;
		const frame = h("div", { class: "map-frame" }, this.#map.element, mapSources(this.known.city));
		const head = h("header", { class: "lead-head" }, h("h1", {}, rt("title")), h("p", { class: "hint" }, rt("intro")));
		this.app.className = "leads";
		replace(this.app, this.#top(), h("main", { class: "lead-main" }, head, this.#choices(), frame, this.#side));
		await this.#map.start();
		await this.#load();
	}

	#top(): HTMLElement {
		return h(
			"header",
			{ class: "top-bar" },
			brand(),
			this.known.city.is_synthetic && synthetic(),
			h("div", { class: "top-space" }),
			h("a", { class: "text-button", href: "/cases" }, rt("to_cases")),
			h("div", { class: "top-actions" }, accountLink(), languageButton(), themeButton()),
		);
	}

	#choices(): HTMLElement {
		const { catalog, city } = this.known;
		const groups = catalog.categories
			.filter(({ parent_code }) => parent_code === null)
			.map((root) =>
				h(
					"optgroup",
					{ label: nameOf(root) },
					...[root, ...catalog.childrenOf(root.code)].map((one) => h("option", { value: one.code }, nameOf(one))),
				),
			);
		const category = h(
			"select",
			{ class: "select", id: "lead-category", on: { change: () => this.#ask(category.value, this.#tier) } },
			...groups,
		);
		category.value = this.#category;
		const tier = h(
			"select",
			{ class: "select", id: "lead-tier", on: { change: () => this.#ask(this.#category, Number(tier.value)) } },
			...city.tiers.map((one) => h("option", { value: one.level }, nameOf(one))),
		);
		tier.value = String(this.#tier);
		const field = (id: string, label: string, input: HTMLElement) =>
			h("div", { class: "field" }, h("label", { for: id }, label), input);
		return h(
			"div",
			{ class: "lead-choices" },
			field(category.id, rt("category"), category),
			field(tier.id, rt("tier"), tier),
		);
	}

	#ask(category: string, tier: number): void {
		if (tier !== this.#tier) this.#chosen = null;
		this.#category = category;
		this.#tier = tier;
		const query = new URLSearchParams(location.search);
		query.set("category", category);
		query.set("tier", String(tier));
		history.replaceState(null, "", `?${query}`);
		replace(this.#said);
		this.#load().catch((error: Error) =>
			replace(this.#side, h("p", { class: "notice", role: "alert" }, error.message)),
		);
	}

	async #load(): Promise<void> {
		const { api } = this.known;
		const [wins, rules, shapes] = await Promise.all([
			api.get<Items<Win>>(
				`/responsibilities/by-area?category=${encodeURIComponent(this.#category)}&tier=${this.#tier}`,
			),
			api.get<Items<Rule>>("/responsibilities"),
			api.get<FeatureCollection<AreaFeature["properties"]>>(`/areas?tier=${this.#tier}&zoom=11`),
		]);
		this.#wins = new Map(wins.items.map((win) => [win.area_code, win]));
		this.#rules = rules.items;
		this.#map.draw(shapes, (code) => {
			const win = this.#wins.get(code);
			return win ? this.#colour(win.department_code) : null;
		});
		this.#map.mark(this.#chosen);
		replace(this.#side, this.#said, this.#area, this.#legend(), this.#ruleList());
		this.#drawArea();
	}

	#colour(department_code: string): string {
		const index = this.known.catalog.departments.findIndex(({ code }) => code === department_code);
		return token(`--lead-${(Math.max(0, index) % COLOUR_COUNT) + 1}`);
	}

	#legend(): HTMLElement {
		const counts = new Map<string, number>();
		for (const { department_code } of this.#wins.values())
			counts.set(department_code, (counts.get(department_code) ?? 0) + 1);
		const nobody = this.known.tree.items.filter(({ tier }) => tier === this.#tier).length - this.#wins.size;
		const rows = [...counts]
			.sort(([, a], [, b]) => b - a)
			.map(([code, count]) => {
				const swatch = h("span", { class: "lead-swatch", "aria-hidden": "true" });
				swatch.style.background = this.#colour(code);
				return h("li", {}, swatch, h("span", {}, this.known.catalog.departmentName(code)), rt("areas", { count }));
			});
		if (nobody > 0)
			rows.push(
				h("li", {}, h("span", { class: "lead-swatch" }), h("span", {}, rt("nobody")), rt("areas", { count: nobody })),
			);
		return h(
			"section",
			{},
			h("h2", { class: "block-title" }, rt("legend")),
			h("ul", { class: "lead-legend" }, ...rows),
		);
	}

	/** The rules of the category and of the one above it, where they hold. */
	#ruleList(): HTMLElement {
		const { catalog } = this.known;
		const rules = this.#rules.filter(({ category_code }) => this.#categories().includes(category_code));
		const rows = rules.map((rule) =>
			h(
				"li",
				{},
				h(
					"button",
					{ type: "button", class: "link", on: { click: () => this.#choose(rule.area_code) } },
					this.#name(rule.area_code),
				),
				h("strong", {}, catalog.departmentName(rule.department_code)),
				rule.category_code !== this.#category &&
					h("small", {}, rt("rule_above", { name: catalog.categoryName(rule.category_code) })),
				rule.assist_codes.length > 0 && h("small", {}, this.#assists(rule.assist_codes)),
			),
		);
		const list = rows.length
			? h("ul", { class: "lead-rules", tabindex: "0", role: "list", "aria-label": rt("rules") }, ...rows)
			: h("p", { class: "empty" }, rt("no_rule"));
		return h("section", {}, h("h2", { class: "block-title" }, rt("rules")), list);
	}

	#categories(): string[] {
		const above = this.known.catalog.category.get(this.#category)?.parent_code;
		return above ? [this.#category, above] : [this.#category];
	}

	#assists(codes: string[]): string {
		return rt("assists", { names: codes.map((code) => this.known.catalog.departmentName(code)).join(", ") });
	}

	#name(code: string): string {
		return nameOf(this.known.tree.get(code) ?? { name: code });
	}

	#choose(code: string): void {
		this.#chosen = code;
		replace(this.#said);
		this.#map.mark(code);
		this.#drawArea();
	}

	#drawArea(): void {
		const { catalog, tree, mayEdit } = this.known;
		const find = this.#finder();
		const code = this.#chosen;
		if (code === null || !tree.get(code)) {
			replace(this.#area, find, h("p", { class: "hint" }, rt("choose_area")));
			return;
		}
		const area_name = this.#name(code);
		// A rule above the drawn tier is chosen from the list: the nearest drawn area below tells the same.
		const win = this.#wins.get(code) ?? [...this.#wins.values()].find((one) => one.from_area_code === code);
		const place = { area_code: code, area_name, category_codes: this.#categories() };
		const changed = async (words: string) => {
			await this.#load();
			this.#said.textContent = words;
		};
		replace(
			this.#area,
			find,
			h("h2", { class: "panel-title" }, area_name),
			win
				? h("p", {}, rt("leads"), h("strong", {}, catalog.departmentName(win.department_code)))
				: h("p", {}, rt("nobody")),
			win && win.assist_codes.length > 0 && h("p", {}, this.#assists(win.assist_codes)),
			win &&
				h(
					"p",
					{ class: "hint" },
					rt("says", {
						category: catalog.categoryName(win.from_category_code),
						area: this.#name(win.from_area_code),
					}),
				),
			mayEdit && ruleForm(this.known, place, this.#rules, changed),
		);
	}

	/** The way to an area without a mouse. */
	#finder(): HTMLElement {
		const areas = this.known.tree.items.filter(({ tier }) => tier === this.#tier);
		const select = h(
			"select",
			{ class: "select", id: "lead-area", on: { change: () => select.value && this.#choose(select.value) } },
			h("option", { value: "" }, "—"),
			...areas.map((one) => h("option", { value: one.code }, nameOf(one))),
		);
		select.value = areas.some(({ code }) => code === this.#chosen) ? (this.#chosen ?? "") : "";
		return h("div", { class: "field" }, h("label", { for: select.id }, rt("find")), select);
	}
}
