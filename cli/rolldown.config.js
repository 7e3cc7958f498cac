import { defineConfig } from "rolldown";

export default defineConfig({
	input: { bin: "src/bin.ts" },
	platform: "node",
	tsconfig: "tsconfig.json",
	external: [/^node:/, "classic-level", "serialport", "bufferutil", "utf-8-validate"],
	resolve: {
		conditionNames: ["@gw-sim/source", "import", "node", "default"],
		// Ink loads it only under DEV=true; left external it would be a hard import.
		alias: { "react-devtools-core": new URL("scripts/empty.js", import.meta.url).pathname },
	},
	transform: { define: { "process.env.NODE_ENV": '"production"' } },
	output: { dir: "dist", cleanDir: true, minify: true },
});
