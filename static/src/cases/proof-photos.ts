/** Photos that go with an action: made smaller, without their EXIF, sent before the action itself. */
import type { Api } from "../api";
import { h } from "../lib/dom";
import { ct } from "./texts";
import type { Photo } from "./types";

type Kind = Photo["kind"];
/** What a photo of an action shows; closing on the spot wants both. */
const KIND_OF: Record<string, Kind[]> = {
	close_on_spot: ["before", "after"],
	verify: ["before"],
	note: ["note"],
};

export interface PhotoFields {
	element: HTMLElement;
	/** Sends what was chosen and returns the keys of the photos. */
	send: () => Promise<string[]>;
}

export function photoFields(api: Api, incident_id: string, action: string, isNeeded: boolean): PhotoFields {
	const kinds = KIND_OF[action] ?? ["after"];
	const inputs = kinds.map((kind) => {
		const label = kind === "note" ? ct("photos_for") : ct(kind === "before" ? "photo_before" : "photo_after");
		const input = h("input", {
			type: "file",
			class: "input file",
			id: `photo-${kind}`,
			accept: "image/jpeg,image/png,image/webp,image/heic,image/heif",
			multiple: true,
			required: isNeeded,
		});
		const name = isNeeded ? label : ct("optional", { name: label });
		const row = h("div", { class: "field" }, h("label", { for: input.id }, name), input);
		return { kind, input, row };
	});
	const sent = new Map<File, string>();
	const send = async () => {
		const ids: string[] = [];
		for (const { kind, input } of inputs)
			for (const file of input.files ?? []) {
				// A photo that arrived is not sent again when the action itself was refused.
				const id = sent.get(file) ?? (await sendPhoto(api, incident_id, kind, file));
				sent.set(file, id);
				ids.push(id);
			}
		return ids;
	};
	return { element: h("div", { class: "photo-fields" }, ...inputs.map(({ row }) => row)), send };
}

async function sendPhoto(api: Api, incident_id: string, kind: Kind, file: File): Promise<string> {
	const { NotAPhoto, preparePhoto } = await import("../report/photo");
	try {
		const photo = await preparePhoto(file, incident_id, new Date());
		const form = new FormData();
		form.set("id", photo.id);
		form.set("incident_id", incident_id);
		form.set("kind", kind);
		if (photo.taken_at) form.set("taken_at", photo.taken_at);
		form.set("file", photo.blob, "photo.jpg");
		return (await api.postForm<{ id: string }>("/attachments", form)).id;
	} catch (error) {
		throw error instanceof NotAPhoto ? new Error(ct("not_a_photo", { name: file.name })) : error;
	}
}
