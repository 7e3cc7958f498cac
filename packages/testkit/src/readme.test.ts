import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chatClientCases, chatGatewayCases } from "./chat/index.js";
import { cloudClientCases, cloudGatewayCases } from "./cloud/index.js";
import type { ConformanceCase } from "./conformance.js";
import { puffClientCases, puffGatewayCases } from "./puff/index.js";
import { roomsClientCases, roomsGatewayCases } from "./rooms/index.js";

const readme = withoutPadding(readFileSync(new URL("../README.md", import.meta.url), "utf8"));

type Listed = Pick<ConformanceCase<never>, "id" | "rule">;

const batteries: Record<string, Record<"gateways" | "clients", readonly Listed[]>> = {
	chat: { gateways: chatGatewayCases, clients: chatClientCases },
	puff: { gateways: puffGatewayCases, clients: puffClientCases },
	cloud: { gateways: cloudGatewayCases, clients: cloudClientCases },
	rooms: { gateways: roomsGatewayCases, clients: roomsClientCases },
};

test.each(Object.entries(batteries))("the README lists the cases of %s as they are", (_, both) => {
	for (const cases of Object.values(both)) {
		const rows = cases.map(({ id, rule }) => `| \`${id}\` | ${rule} |\n`).join("");
		expect(readme).toContain(`| - | - |\n${rows}`);
		expect(readme).not.toContain(`${rows}|`);
	}
});

test.each(Object.entries(batteries))(
	"every case of %s has an id of its own and says its rule in one sentence",
	(protocol, { gateways, clients }) => {
		const cases = [...gateways, ...clients];
		expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
		for (const { id, rule } of cases) {
			expect(id).toMatch(new RegExp(`^${protocol}/[a-z0-9-]+$`));
			expect(rule).toMatch(/^[^|\n]+[^.|\n]$/);
		}
	},
);

/** Tables as they read, whatever their columns' widths. */
function withoutPadding(markdown: string): string {
	return markdown.replace(/^\|.*\|$/gm, (row) => row.replace(/ +\|/g, " |").replace(/-{2,}/g, "-"));
}
