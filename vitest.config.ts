import { defineConfig } from "vitest/config";

const conditions = ["@gw-sim/source"];

export default defineConfig({
	resolve: { conditions },
	ssr: { resolve: { conditions } },
	test: {
		testTimeout: 20_000,
		hookTimeout: 20_000,
		projects: [
			{
				extends: true,
				test: {
					name: "unit",
					include: ["{packages,simulators}/*/src/**/*.test.ts", "cli/src/**/*.test.ts"],
				},
			},
			{
				extends: true,
				// After the others: these start processes and measure.
				test: {
					name: "e2e",
					include: ["e2e/**/*.test.ts"],
					testTimeout: 60_000,
					maxWorkers: 2,
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
});
