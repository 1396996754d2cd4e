import { parse } from "exifr/dist/lite.esm.mjs";

/** A photo as it is kept and sent: made smaller, without its EXIF; what that said stands beside it. */
export interface Photo {
	id: string;
	draft_id: string;
	blob: Blob;
	added_at: string;
	taken_at: string | null;
	lon: number | null;
	lat: number | null;
	is_sent: boolean;
}

const LONGEST_SIDE_PX = 2048;
const QUALITY = 0.85;
/** What a browser may be unable to open and the server can. */
const SERVER_OPENS = /^image\/hei[cf]/;

export class NotAPhoto extends Error {}

/** Reads place and time from a photo and makes it smaller. Raises NotAPhoto for anything else. */
export async function preparePhoto(file: File, draft_id: string, now: Date): Promise<Photo> {
	const [told, blob] = await Promise.all([readExif(file), shrink(file)]);
	return { id: crypto.randomUUID(), draft_id, blob, added_at: now.toISOString(), is_sent: false, ...told };
}

async function shrink(file: File): Promise<Blob> {
	let picture: ImageBitmap;
	try {
		picture = await createImageBitmap(file, { imageOrientation: "from-image" });
	} catch {
		if (SERVER_OPENS.test(file.type) || /\.hei[cf]$/i.test(file.name)) return file;
		throw new NotAPhoto(file.name);
	}
	const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
	const canvas = document.createElement("canvas");
	canvas.width = Math.max(1, Math.round(picture.width * scale));
	canvas.height = Math.max(1, Math.round(picture.height * scale));
	canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
	picture.close();
	const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
	if (!blob) throw new NotAPhoto(file.name);
	return blob;
}

type Told = Pick<Photo, "taken_at" | "lon" | "lat">;

async function readExif(file: File): Promise<Told> {
	const nothing: Told = { taken_at: null, lon: null, lat: null };
	try {
		const tags = await parse(file, { exif: true, gps: true, reviveValues: false });
		const taken_at = instantOf(tags?.DateTimeOriginal, tags?.OffsetTimeOriginal);
		const isPlace = Number.isFinite(tags?.longitude) && Number.isFinite(tags?.latitude);
		return { taken_at, lon: isPlace ? tags.longitude : null, lat: isPlace ? tags.latitude : null };
	} catch {
		return nothing; // a picture without EXIF, or with a broken one, tells nothing
	}
}

/** EXIF writes 2026:11:24 10:00:00, and its zone apart or not at all: then it is this phone's. */
export function instantOf(moment: unknown, zone: unknown): string | null {
	const found = /^(\d{4}):(\d{2}):(\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(String(moment ?? ""));
	if (!found) return null;
	const [, year, month, day, clock] = found;
	const offset = /^[+-]\d{2}:\d{2}$/.test(String(zone ?? "")) ? String(zone) : "";
	const instant = new Date(`${year}-${month}-${day}T${clock}${offset}`);
	return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
