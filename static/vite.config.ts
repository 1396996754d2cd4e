import { defineConfig } from "vite";

// One entry per page. The server finds the built files through dist/.vite/manifest.json, by entry name.
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
			input: { map: "src/map-page.ts", docs: "src/docs-page.ts" },
		},
	},
});
