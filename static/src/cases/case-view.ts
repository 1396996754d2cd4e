import { h, replace } from "../lib/dom";
import type { Feed, FeedState } from "../lib/feed";
import { nameOf, t } from "../lib/language";
import type { Page } from "../lib/page";
import { statusGroup } from "../lib/status-groups";
import { feedView } from "../panels/feed-status";
import { lateness } from "../panels/lateness";
import { statusMark } from "../panels/status-mark";
import { synthetic } from "../panels/synthetic";
import { caseContact } from "./case-contact";
import { caseFacts, clockTable, taskList } from "./case-facts";
import { caseHistory } from "./case-history";
import { casePhotos } from "./case-photos";
import { OrderBlock } from "./order-block";
import { similarList } from "./similar-cases";
import { stageTrack } from "./stage-track";
import { type CaseText, ct } from "./texts";
import type { CaseDetails } from "./types";

export type CaseFeed = Feed<CaseDetails>;
type Known = Pick<Page, "api" | "city" | "catalog">;

interface Options {
	/** The panel beside the list has a way to the page; the page has a map. */
	isPage: boolean;
	/** What stands first in the second column of the page. */
	beside?: HTMLElement;
	/** The case was changed. */
	changed?: () => void;
}

/** One case with everything that is known of it and everything that may be done to it. */
export class CaseView {
	readonly element: HTMLElement;
	readonly orders: OrderBlock;
	#shown: string | null = null;

	constructor(
		private readonly known: Known,
		private readonly feed: CaseFeed,
		private readonly options: Options,
	) {
		this.orders = new OrderBlock(
			known,
			() => this.#now(),
			() => this.#reload(),
		);
		this.element = h("div", { class: options.isPage ? "case-view is-page" : "case-view" });
		replace(
			this.element,
			feedView(feed, (found) => this.#draw(found), { placeholderRows: 8 }),
		);
		feed.subscribe((state) => {
			if (state.status !== "ready") return;
			this.orders.refresh(state.data.id !== this.#shown);
			this.#shown = state.data.id;
		});
	}

	#now(): CaseDetails | null {
		return this.feed.state.data ?? null;
	}

	#draw(found: CaseDetails): Node[] {
		const { known, options } = this;
		this.orders.keepFocus();
		const isStaff = found.clocks.length > 0 || found.history.some(({ actor }) => actor !== null);
		const main = [
			this.#head(found),
			stageTrack(found),
			ownerLine(found),
			this.orders.element,
			wordsOf(known, found),
			casePhotos(known, found.attachments),
			section("history", caseHistory(known, found)),
		];
		const side = [
			options.beside ?? null,
			isStaff ? section("clocks", clockTable(known, found.clocks)) : null,
			taskList(found),
			section("facts", caseFacts(known, found)),
			isStaff ? caseContact(known.api, found) : null,
			isStaff && found.lon !== null ? similarList(known, found.id) : null,
		];
		const column = (nodes: (Node | null)[], name: string) =>
			h("div", { class: name }, ...nodes.filter((node) => node !== null));
		return [column(main, "case-main"), column(side, "case-side")];
	}

	#head(found: CaseDetails): HTMLElement {
		const { catalog } = this.known;
		const title = catalog.categoryName(found.category_code);
		const number = ct("number", { number: String(found.number) });
		return h(
			"header",
			{ class: "case-head" },
			h(this.options.isPage ? "h1" : "h2", { class: "case-title", tabindex: "-1" }, title),
			h(
				"p",
				{ class: "meta" },
				h("span", { class: "case-number" }, number),
				h(
					"span",
					{ class: "badge badge-status" },
					statusMark(statusGroup(found.status)),
					catalog.statusName(found.status),
				),
				lateness(found),
				found.priority === "urgent" && h("span", { class: "badge badge-late" }, ct("urgent")),
				found.is_uncertain && h("span", { class: "badge", title: t("uncertain_explained") }, t("uncertain")),
				found.is_synthetic && synthetic(),
			),
			!this.options.isPage && h("a", { class: "link", href: `/cases/${found.id}` }, ct("open_page")),
		);
	}

	async #reload(): Promise<void> {
		await new Promise<void>((resolve) => {
			const stop = this.feed.subscribe((state: FeedState<CaseDetails>) => {
				if (state.status === "loading") return;
				stop();
				resolve();
			});
			this.feed.reload();
		});
		this.options.changed?.();
	}
}

function section(name: CaseText, content: HTMLElement): HTMLElement {
	return h("section", {}, h("h3", { class: "block-title" }, ct(name)), content);
}

function ownerLine({ owner }: CaseDetails): HTMLElement {
	if (!owner.kind) return h("p", { class: "case-owner" }, ct("owner_none"));
	const kind = ct(`kind_${owner.kind}` as CaseText);
	const name = nameOf(owner);
	return h(
		"p",
		{ class: "case-owner" },
		h("strong", {}, ct("owner_is", { name })),
		" ",
		h("span", { class: "badge" }, kind),
	);
}

function wordsOf({ catalog }: Known, { description, category_code }: CaseDetails): HTMLElement | null {
	if (!description || description === catalog.categoryName(category_code)) return null;
	return section("description", h("p", { class: "prose" }, description));
}
