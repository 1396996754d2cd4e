/** What the API answers, as far as the pages use it. */
import type { Polygonal } from "./lib/polygon";

export interface Named {
	name: string;
	name_zh: string | null;
}
export interface Tier extends Named {
	level: number;
}
export interface Basemap extends Named {
	key: string;
	url: string;
	datum: "wgs84" | "gcj02";
	attribution: string;
	max_zoom: number;
	review_no?: string | null;
}
export interface City extends Named {
	key: string;
	code: string;
	metric_epsg: number;
	time_zone: string;
	bbox: [number, number, number, number];
	attribution: string[];
	is_synthetic: boolean;
	tiers: Tier[];
	period: { start: string | null; end: string | null } | null;
	data_version: string | number;
	basemaps: Basemap[];
	pmtiles_url: string | null;
	incident_count: number;
	located_count: number;
}
export interface Officer {
	code: string;
	name: string;
	is_synthetic: boolean;
	grid_codes: string[];
	lon: number;
	lat: number;
	open_count: number;
	/** To the nearest of the grids, 0 inside it; null where no place was asked about. */
	distance_m: number | null;
}
export interface Items<T> {
	items: T[];
}
export interface Coded extends Named {
	code: string;
}
export interface Category extends Coded {
	parent_code: string | null;
	icon?: string | null;
}
export interface Status extends Coded {
	is_open: boolean;
}
export interface AreaNode extends Coded {
	tier: number;
	parent_code: string | null;
}
export interface AreaProperties extends AreaNode {
	local_id: string | null;
	grid_type: string | null;
	households: number | null;
	population: number | null;
	child_count: number;
	is_synthetic: boolean;
	/** Absent where the server does not say; then the area itself must be asked. */
	has_official_outline?: boolean;
}
export interface Feature<P, G = Polygonal> {
	type: "Feature";
	id?: string | number;
	geometry: G;
	properties: P;
}
export interface FeatureCollection<P, G = Polygonal> {
	type: "FeatureCollection";
	features: Feature<P, G>[];
}
export type AreaFeature = Feature<AreaProperties>;
export interface AreaDetails extends AreaProperties {
	breadcrumbs: (Coded & { tier: number })[];
	official_outline: Polygonal | null;
	valid_from: string | null;
	valid_to: string | null;
	officer: { code: string; name: string } | null;
}
export interface Incident {
	id: string;
	number: string | number | null;
	category_code: string;
	department_code: string | null;
	status: string;
	priority: string | null;
	reported_at: string;
	due_at: string | null;
	resolved_at: string | null;
	lon: number | null;
	lat: number | null;
	grid_code: string | null;
	grid_name: string | null;
	grid_name_zh?: string | null;
	address: string | null;
	is_late: boolean;
	is_overdue: boolean;
	is_uncertain: boolean;
	is_synthetic: boolean;
	owner_name: string | null;
	owner_name_zh: string | null;
	clock_stage: string | null;
	clock_due_at: string | null;
	clock_state: ClockState | null;
}
export type ClockState = "ok" | "near_due" | "overdue" | "paused";
export interface IncidentEvent {
	at: string;
	actor: string | null;
	action: string;
	from_status: string | null;
	to_status: string | null;
	reason: string | null;
}
export interface IncidentDetails extends Incident {
	description: string | null;
	source: string | null;
	source_id: string | null;
	datum: string | null;
	accuracy_m: number | null;
	history: IncidentEvent[];
	areas: (Coded & { tier: number })[];
}
export interface IncidentPage extends Items<Incident> {
	page: number;
	page_size: number;
	total: number;
	/** Where the next page begins; null behind the last one. */
	next: string | null;
}
export type ClusterMark = [lon: number, lat: number, count: number];
export type PointMark = [lon: number, lat: number, id: string, category_code: string, status: string];
export type IncidentMarks =
	| { mode: "clusters"; total: number; features: ClusterMark[] }
	| { mode: "points"; total: number; features: PointMark[] };
export interface Histogram {
	bins: { start: string; end: string; count: number }[];
	total: number;
}
export interface SummaryItem extends Named {
	code: string | null;
	count: number;
}
export interface Summary extends Items<SummaryItem> {
	total: number;
}
export interface Run {
	id: string | number;
	method: string;
	method_zh?: string | null;
	parameters: Record<string, unknown>;
	period: { start: string | null; end: string | null } | null;
	boundaries_at: string | null;
	computed_at: string;
	n: number;
}
export interface ZoneProperties {
	/** The cell's column and row, or the area's code. */
	zone: string;
	code: string | null;
	name: string | null;
	name_zh: string | null;
	count: number;
	expected: number;
	z: number | null;
	p: number;
	q: number;
	bin: number;
}
export type ZoneFeature = Feature<ZoneProperties>;
export interface Hotspots extends FeatureCollection<ZoneProperties> {
	/** Null where nobody asked this question yet. */
	run: Run | null;
}
export interface EmergingProperties extends Omit<ZoneProperties, "expected" | "z" | "p" | "q" | "bin"> {
	class: string;
	hot_share: number;
	cold_share: number;
	trend_z: number | null;
	trend_p: number | null;
	last_z: number | null;
	last_q: number | null;
}
export type EmergingFeature = Feature<EmergingProperties>;
export interface Emerging extends FeatureCollection<EmergingProperties> {
	run: (Run & { summary: { class_counts: Record<string, number>; step_count: number; is_short: boolean } }) | null;
}
export interface ForecastProperties {
	zone: string;
	rank: number;
	/** Incidents expected in the cell within the horizon. */
	rate: number;
	selected: boolean;
}
export type ForecastFeature = Feature<ForecastProperties>;
export interface ForecastRecord {
	pai: number | null;
	pei: number | null;
	hit_rate: number | null;
	naive_pai: number | null;
	naive_pei: number | null;
	naive_hit_rate: number | null;
	period_count: number;
	event_count: number;
}
export interface Forecast extends FeatureCollection<ForecastProperties> {
	run:
		| (Run & {
				summary: {
					forecast_from: string;
					forecast_to: string;
					half_life_days: number;
					expected_count: number;
					selected_count: number;
					record: ForecastRecord | null;
				};
		  })
		| null;
}
export interface DensityBand {
	band: number;
	low_per_km2: number;
	high_per_km2: number | null;
}
export interface Density extends FeatureCollection<DensityBand> {
	legend: DensityBand[];
	method: string;
	bandwidth_m: number;
	n: number;
	peak: { per_km2: number; lon: number; lat: number } | null;
}
export interface AlertProperties {
	id: number;
	state: "open" | "acknowledged" | "assigned" | "dismissed" | "resolved";
	version: number;
	kind: string;
	rule_name: string;
	rule_name_zh: string | null;
	title: string;
	title_zh: string | null;
	method: string;
	window_start: string | null;
	window_end: string | null;
	observed: number | null;
	expected: number | null;
	ratio: number | null;
	p: number | null;
	q: number | null;
	recurrence_days: number | null;
	raised_count: number;
	first_raised_at: string;
	last_raised_at: string;
	assigned_to: string | null;
	incident_count: number;
	area: Coded | null;
}
export interface AlertCase {
	id: string;
	number: string | number | null;
	status: string;
	category_code: string;
	reported_at: string;
	due_at: string | null;
	lon: number | null;
	lat: number | null;
}
export interface AlertAction {
	action: string;
	name: string;
	name_zh: string;
	needs: string[];
}
export interface AlertDetails extends AlertProperties {
	cases: AlertCase[];
	history: { at: string; actor: string | null; action: string; to_state: string | null; reason: string | null }[];
	actions: AlertAction[];
}
export type AlertGeometry = Polygonal | { type: "Point"; coordinates: [number, number] };
export type AlertFeature = Feature<AlertProperties, AlertGeometry | null>;
export interface Alerts {
	features: AlertFeature[];
	counts: Record<string, number>;
	total: number;
}
export interface TierCoverage {
	tier: number;
	area_count: number;
	gap_count: number;
	overlap_count: number;
	gap_m2: number;
	overlap_m2: number;
	straddle_count: number;
	finding_count: number;
}
export interface Coverage {
	/** Null where it was never computed. */
	run: Run | null;
	tiers: TierCoverage[];
	people: {
		population: number | null;
		population_outside: number | null;
		households: number | null;
		households_outside: number | null;
		addresses: number | null;
		addresses_outside: number | null;
		addresses_on_edge: number | null;
	};
}
export interface FindingProperties {
	id: string | number;
	kind: string;
	tier: number | null;
	area_codes: string[];
	area_m2: number | null;
	message: string;
	message_zh: string | null;
	status: string | null;
	repaired: boolean;
	/** The gap, the overlap, the part that strays; null where only a place is known. */
	outline: Polygonal | null;
}
export type FindingFeature = Feature<FindingProperties, { type: "Point"; coordinates: [number, number] }>;
export interface Findings {
	type: "FeatureCollection";
	features: FindingFeature[];
}
export interface Job {
	id: string;
	kind: string;
	state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
	percent: number | null;
	message: string | null;
	error: string | null;
}
