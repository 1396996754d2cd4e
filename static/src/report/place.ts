/** Where it is, in degrees (WGS-84), and how that was found. */
export interface Place {
	lon: number;
	lat: number;
	/** Only what a device measured has an accuracy; a pin put by hand has none. */
	accuracy_m: number | null;
	source: "map" | "device" | "photo" | "address" | "typed";
	address: string;
}

/** A field that was refused, and why, in the server's words. */
export interface FieldError {
	field: string;
	detail: string;
}

type Box = [west: number, south: number, east: number, north: number];

export function isInBox({ lon, lat }: { lon: number; lat: number }, [west, south, east, north]: Box): boolean {
	return west <= lon && lon <= east && south <= lat && lat <= north;
}

export function formatPlace({ lon, lat }: { lon: number; lat: number }): string {
	return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** A number as people type it, with a comma or a point; null where it is none. */
export function parseDegrees(text: string, limit: number): number | null {
	const plain = text.trim().replace(",", ".").replace("°", "");
	if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return null;
	const value = Number(plain);
	return Math.abs(value) <= limit ? value : null;
}
