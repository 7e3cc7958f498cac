import { defineConfig } from "rolldown";

export default defineConfig({
	input: { bin: "src/bin.ts" },
	platform: "node",
	tsconfig: "tsconfig.json",
	external: [/^node:/, "classic-level", "bufferutil", "utf-8-validate"],
	resolve: { conditionNames: ["@gw-sim/source", "import", "node", "default"] },
	transform: { define: { "process.env.NODE_ENV": '"production"' } },
	output: { dir: "dist", cleanDir: true, minify: true },
});
