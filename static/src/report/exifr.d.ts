/** The small build: it reads EXIF of JPEG and HEIC, and nothing else. */
declare module "exifr/dist/lite.esm.mjs" {
	export { parse } from "exifr";
}
