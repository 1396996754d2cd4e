/** Crockford's base 32: no I, L, O, U, so that a code can be read aloud. 16 signs are 80 bits. */
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;

export function newTrackingCode(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => SIGNS[byte & 31]).join("");
}

/** In groups of four, as people read it. */
export function grouped(code: string): string {
	return code.replace(/(.{4})(?=.)/g, "$1-");
}
