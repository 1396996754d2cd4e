import { isDay } from "./time";

/** Everything that decides what the page shows. All of it lives in the address, so that a view can be sent to a colleague. */
export interface View {
	/** Map position, or null to show the whole area. */
	position: { zoom: number; lat: number; lon: number } | null;
	/** The area drilled into; everything on the page is about it. */
	area: string | null;
	/** The tier whose areas are drawn; null means the tier below `area`. */
	tier: number | null;
	layers: string[] | null;
	basemap: string | null;
	/** Days of the city's calendar, half-open: `to` is the first day not included. */
	from: string | null;
	to: string | null;
	categories: string[];
	statuses: string[];
	department: string | null;
	/** Only those resolved after their time. */
	isLate: boolean;
	/** Only those past their time and still open. */
	isOverdue: boolean;
	/** What hotspots are counted by. */
	zones: "cell" | "tier";
	/** How far a forecast looks. */
	horizon_days: (typeof HORIZONS_DAYS)[number];
	panel: Panel;
	selection: Selection | null;
	/** Of the work queue: which queue, words or a number to find, who answers for it, and in which order. */
	queue: string | null;
	text: string | null;
	number: number | null;
	owner: string | null;
	sort: string | null;
}

export const PANELS = ["overview", "incidents", "hotspots", "coverage"] as const;
export type MapPanel = (typeof PANELS)[number];
/** The command centre has more of them. */
export const ALL_PANELS = [...PANELS, "alerts", "emerging", "forecast", "index"] as const;
export type Panel = (typeof ALL_PANELS)[number];
export const HORIZONS_DAYS = [7, 30] as const;
export interface Selection {
	kind: "incident" | "zone" | "finding" | "alert";
	id: string;
}

export const EMPTY_VIEW: View = {
	position: null,
	area: null,
	tier: null,
	layers: null,
	basemap: null,
	from: null,
	to: null,
	categories: [],
	statuses: [],
	department: null,
	isLate: false,
	isOverdue: false,
	zones: "cell",
	horizon_days: 7,
	panel: "overview",
	selection: null,
	queue: null,
	text: null,
	number: null,
	owner: null,
	sort: null,
};

export function parseView(search: string): View {
	const query = new URLSearchParams(search);
	const list = (name: string) => (query.get(name) ?? "").split(",").filter(Boolean);
	const day = (name: string) => {
		const value = query.get(name);
		return value && isDay(value) ? value : null;
	};
	const tier = Number(query.get("tier"));
	const panel = query.get("panel") as Panel;
	return {
		position: parsePosition(query.get("map")),
		area: query.get("area"),
		tier: Number.isInteger(tier) && tier >= 1 && tier <= 6 ? tier : null,
		layers: query.has("layers") ? list("layers") : null,
		basemap: query.get("basemap"),
		from: day("from"),
		to: day("to"),
		categories: list("category"),
		statuses: list("status"),
		department: query.get("department"),
		isLate: query.get("late") === "true",
		isOverdue: query.get("overdue") === "true",
		zones: query.get("zones") === "tier" ? "tier" : "cell",
		horizon_days: query.get("horizon") === "30" ? 30 : 7,
		panel: ALL_PANELS.includes(panel) ? panel : "overview",
		selection: parseSelection(query.get("select")),
		queue: query.get("queue"),
		text: query.get("q"),
		number: parseNumber(query.get("number")),
		owner: query.get("owner"),
		sort: query.get("sort"),
	};
}

function parsePosition(text: string | null): View["position"] {
	const [zoom, lat, lon] = (text ?? "").split("/").map(Number);
	const isSane = zoom >= 0 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
	return isSane ? { zoom, lat, lon } : null;
}

function parseNumber(text: string | null): number | null {
	return /^[1-9]\d{0,14}$/.test(text ?? "") ? Number(text) : null;
}

function parseSelection(text: string | null): Selection | null {
	const [, kind, id] = /^(incident|zone|finding|alert):(.+)$/.exec(text ?? "") ?? [];
	return kind ? { kind: kind as Selection["kind"], id } : null;
}

/** The query string of a view, always in the same order. Names that are not the view's own (lang, theme ...) are kept from `before`. */
export function formatView(view: View, before = ""): string {
	const query = new URLSearchParams(before);
	for (const name of OWN_NAMES) query.delete(name);
	const put = (name: (typeof OWN_NAMES)[number], value: string | null | false) => value && query.set(name, value);
	const { position, selection } = view;
	put("map", position && `${position.zoom}/${position.lat.toFixed(5)}/${position.lon.toFixed(5)}`);
	put("area", view.area);
	put("tier", view.tier === null ? null : String(view.tier));
	if (view.layers) query.set("layers", view.layers.join(","));
	put("basemap", view.basemap);
	put("from", view.from);
	put("to", view.to);
	put("category", view.categories.join(","));
	put("status", view.statuses.join(","));
	put("department", view.department);
	put("late", view.isLate && "true");
	put("overdue", view.isOverdue && "true");
	put("zones", view.zones === "tier" && "tier");
	put("horizon", view.horizon_days === 7 ? null : String(view.horizon_days));
	put("panel", view.panel === "overview" ? null : view.panel);
	put("queue", view.queue);
	put("q", view.text);
	put("number", view.number === null ? null : String(view.number));
	put("owner", view.owner);
	put("sort", view.sort);
	put("select", selection && `${selection.kind}:${selection.id}`);
	// Commas, colons and slashes are legal in a query and read better than %2C.
	return query.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/");
}

const OWN_NAMES = [
	"map",
	"area",
	"tier",
	"layers",
	"basemap",
	"from",
	"to",
	"category",
	"status",
	"department",
	"late",
	"overdue",
	"zones",
	"horizon",
	"panel",
	"queue",
	"q",
	"number",
	"owner",
	"sort",
	"select",
] as const;
