/** What the server writes into the page before any script runs. */

export interface Bootstrap {
	locale: "zh" | "en";
	api: string;
	csrf?: string;
}

export function readBootstrap(): Bootstrap {
	const text = document.getElementById("bootstrap")?.textContent;
	const given = text ? (JSON.parse(text) as Partial<Bootstrap>) : {};
	return {
		locale: given.locale === "zh" ? "zh" : "en",
		api: given.api ?? "/api/v1",
		csrf: given.csrf,
	};
}
