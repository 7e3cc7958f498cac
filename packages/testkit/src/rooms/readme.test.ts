import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { roomsClientCases, roomsGatewayCases } from "./index.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test.each([
	["gateways", roomsGatewayCases],
	["clients", roomsClientCases],
] as const)("the README lists the cases for %s as they are", (_name, cases) => {
	const rows = cases.map(({ id, rule }) => `| \`${id}\` | ${rule} |\n`).join("");
	expect(readme).toContain(`| --- | --- |\n${rows}`);
	expect(readme).not.toContain(`${rows}|`);
});

test("every case has an id of its own and says its rule in one sentence", () => {
	const cases = [...roomsGatewayCases, ...roomsClientCases];
	expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
	for (const { id, rule } of cases) {
		expect(id).toMatch(/^rooms\/[a-z0-9-]+$/);
		expect(rule).toMatch(/^[^|\n]+[^.|\n]$/);
	}
});
