import type { Api } from "../api";
import { h, replace } from "../lib/dom";
import { addressList } from "./address-list";
import { type NearAddress, searchAddresses } from "./surroundings";
import { t } from "./texts";

const WAIT_MS = 300;

/** Finds an address by what is typed. */
export class AddressSearch {
	readonly element: HTMLElement;
	#input = h("input", {
		id: "address-search",
		class: "input",
		type: "search",
		autocomplete: "off",
		maxlength: 200,
		"aria-describedby": "address-said",
	});
	#found = h("div", {});
	#said = h("p", { id: "address-said", class: "hint", role: "status" });
	#asking: AbortController | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private readonly api: Api,
		private readonly onChosen: (one: NearAddress) => void,
	) {
		const submit = (event: Event) => {
			event.preventDefault();
			this.#search();
		};
		this.#input.addEventListener("input", () => {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#search(), WAIT_MS);
		});
		this.element = h(
			"form",
			{ class: "field", role: "search", on: { submit } },
			h("label", { for: "address-search" }, t("search_address")),
			this.#input,
			this.#said,
			this.#found,
		);
	}

	async #search(): Promise<void> {
		clearTimeout(this.#timer);
		this.#asking?.abort();
		this.#asking = new AbortController();
		const { signal } = this.#asking;
		const words = this.#input.value.trim();
		replace(this.#found);
		replace(this.#said);
		if (!words) return;
		try {
			const { items } = await searchAddresses(this.api, words, signal);
			replace(this.#said, items.length ? t("addresses_found", { count: items.length }) : t("no_address"));
			replace(this.#found, items.length ? addressList(t("search_address"), items, (one) => this.#choose(one)) : null);
		} catch {
			if (!signal.aborted) replace(this.#said, t("search_offline"));
		}
	}

	#choose(one: NearAddress): void {
		this.#input.value = one.text;
		replace(this.#found);
		replace(this.#said);
		this.onChosen(one);
	}
}
