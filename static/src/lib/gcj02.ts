const SEMI_MAJOR_AXIS_M = 6378245;
const ECCENTRICITY_2 = 0.006693421622965943;

/** WGS-84 to GCJ-02 by the published approximation; the same point outside China's box. Only map.ts uses it, to move tiles. */
export function toGcj02({ lat, lng }: { lat: number; lng: number }): { lat: number; lng: number } {
	if (lng < 72.004 || lng > 137.8347 || lat < 0.8293 || lat > 55.8271) return { lat, lng };
	const x = lng - 105;
	const y = lat - 35;
	const waves = (value: number) => 20 * Math.sin(6 * value * Math.PI) + 20 * Math.sin(2 * value * Math.PI);
	const wave = (value: number, a: number, b: number, c: number) =>
		a * Math.sin(value * Math.PI) + b * Math.sin((value / 3) * Math.PI) + c;
	const root = Math.sqrt(Math.abs(x));
	const north =
		-100 +
		2 * x +
		3 * y +
		0.2 * y * y +
		0.1 * x * y +
		0.2 * root +
		((waves(x) + wave(y, 20, 40, 0) + 160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y / 30) * Math.PI)) * 2) / 3;
	const east =
		300 +
		x +
		2 * y +
		0.1 * x * x +
		0.1 * x * y +
		0.1 * root +
		((waves(x) + wave(x, 20, 40, 0) + 150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
	const radians = (lat * Math.PI) / 180;
	const magic = 1 - ECCENTRICITY_2 * Math.sin(radians) ** 2;
	const meridian_m = (SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_2)) / (magic * Math.sqrt(magic));
	const parallel_m = (SEMI_MAJOR_AXIS_M / Math.sqrt(magic)) * Math.cos(radians);
	return { lat: lat + (north * 180) / (meridian_m * Math.PI), lng: lng + (east * 180) / (parallel_m * Math.PI) };
}
