import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

// One entry per page: src/NAME-page.ts. The server finds the built files through dist/.vite/manifest.json, by entry name.
const pages = readdirSync("src").filter((file) => file.endsWith("-page.ts"));

export default defineConfig({
	base: "/static/dist/",
	publicDir: false,
	build: {
		outDir: "dist",
		emptyOutDir: true,
		manifest: true,
		target: "es2022",
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			input: Object.fromEntries(pages.map((file) => [file.replace("-page.ts", ""), `src/${file}`])),
		},
	},
});
