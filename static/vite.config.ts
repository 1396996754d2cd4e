import { readdirSync } from "node:fs";
import { build, defineConfig, type Plugin } from "vite";

// One entry per page: src/NAME-page.ts. The server finds the built files through dist/.vite/manifest.json, by entry name.
const pages = readdirSync("src").filter((file) => file.endsWith("-page.ts"));

// A service worker is one plain script under a name that stays; browsers ask for it again by that name.
const worker: Plugin = {
	name: "report-worker",
	apply: "build",
	async closeBundle() {
		await build({
			configFile: false,
			publicDir: false,
			logLevel: "warn",
			build: {
				outDir: "dist",
				emptyOutDir: false,
				target: "es2022",
				lib: { entry: "src/report/worker.ts", formats: ["iife"], name: "worker", fileName: () => "report-worker.js" },
			},
		});
	},
};

export default defineConfig({
	plugins: [worker],
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
