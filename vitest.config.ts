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
					maxWorkers: 2,
					include: [
						"{packages,simulators,hardware}/*/src/**/*.test.ts",
						"cli/src/**/*.test.{ts,tsx}",
					],
				},
			},
			{
				extends: true,
				// After the others: these start processes and measure.
				test: {
					name: "e2e",
					include: ["e2e/**/*.test.ts"],
					testTimeout: 60_000,
					maxWorkers: 3,
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
});
