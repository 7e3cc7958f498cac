import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import type { Random } from "@gw-sim/core";
import { parseConfig } from "@gw-sim/server";
import { expect, test, vi } from "vitest";
import { LivePuff } from "../packages/server/src/gateways/puff/testing/live-puff.js";
import { clientFrame, textFrame } from "../packages/server/src/testing/tcp-client.js";
import { amount } from "./support/fuzz/amount.js";
import { pick } from "./support/fuzz/chance.js";
import { endsWell } from "./support/fuzz/ends-well.js";
import { markedIn } from "./support/fuzz/marked-json.js";
import { type Knowledge, puffFrame } from "./support/fuzz/puff/frames.js";
import { Onlooker } from "./support/fuzz/puff/onlooker.js";
import { attack } from "./support/fuzz/socket-attack.js";
import { HostileTarget } from "./support/hostile-target.js";
import { tempFolder } from "./support/temp-folder.js";

const MiB = 1024 * 1024;
const secret = "canary-88aa-admin";

async function target(): Promise<HostileTarget> {
	const config = join(await tempFolder(), "config.json");
	// Groups that nobody wants any more make place for the next.
	const settings = { puff: { unjoinedGroupTtlMs: 500 }, admin: { token: secret } };
	await writeFile(config, JSON.stringify(settings), { mode: 0o600 });
	return HostileTarget.start(config);
}

/** What strangers say to a group and about it. */
function framesFor(group: string): (random: Random) => ReturnType<typeof puffFrame> {
	const { puff, limits } = parseConfig();
	const states: readonly Knowledge["state"][] = [null, "chilling", "awaiting", "seshing"];
	return (random) =>
		puffFrame(random, {
			groups: [group],
			gone: ["zzzzzz"],
			state: pick(random, states),
			terms: { ...puff, limits },
		});
}

test(`puff: ${amount.socketMessages} messages over sockets leave everybody else in peace`, {
	timeout: amount.timeoutMs,
}, async () => {
	const server = await target();
	const url = `${server.url}/socket`.replace("http:", "ws:");
	const watcher = await LivePuff.open(`${url}?compression=zlib`);
	const group = await watcher.found("Den");
	const onlooker = new Onlooker(group, watcher.id);
	const texts: string[] = [];
	watcher.raw.ws.on("message", (data: Buffer, isBinary) => {
		const text = isBinary ? inflateSync(data).toString() : "";
		texts.push(text);
		onlooker.hear(markedIn(text));
	});
	const came = (text: string): void => {
		if (!/^\{"op":(0,"d"|3,"t":"[A-Z_]+")[:,}]/.test(text)) onlooker.troubles.push(text);
	};
	const startedAt = performance.now();
	const before = await server.memory();
	const common = { url: server.url, frame: framesFor(group), came };
	const [ends, deflated] = await Promise.all([
		attack(
			{
				...common,
				name: "puff",
				path: "/socket",
				last: (mark) => textFrame(`{"op":2,"d":{"name":"${mark}"}}`),
			},
			amount.socketMessages / 2,
		),
		attack(
			{
				...common,
				name: "puff/zlib",
				path: "/socket?compression=zlib",
				// Its answer is no stream that would have to be inflated.
				last: (mark) => clientFrame(0x89, mark),
			},
			amount.socketMessages / 2,
		),
	]);
	const growth = (await server.memory()) - before;
	await vi.waitFor(() => expect(onlooker.size).toBe(1), { timeout: 10_000 });
	const updates = onlooker.heard.get("GROUP_UPDATE") ?? 0;
	watcher.say(5, {});
	await vi.waitFor(() => expect(onlooker.heard.get("GROUP_UPDATE")).toBe(updates + 1), 10_000);
	const seconds = (performance.now() - startedAt) / 1000;
	console.log(
		`puff/sockets: ${amount.socketMessages} messages, ${seconds.toFixed(1)} s, connections ${ends}, with zlib ${deflated}, RSS ${(growth / MiB).toFixed(1)} MiB more, told ${[...onlooker.heard].map(([name, count]) => `${name} ${count}`).join(", ")}`,
	);
	for (const tally of [ends, deflated]) {
		expect(tally.of("survived")).toBeGreaterThan(0);
		expect(tally.unlike("survived", "hung up", "closed 1011", "closed 1009")).toEqual([]);
	}
	expect(growth).toBeLessThan(96 * MiB);
	expect(onlooker.troubles).toEqual([]);
	expect(onlooker.heard.get("GROUP_USER_JOIN")).toBeGreaterThan(0);
	await endsWell(server, [secret], texts);
});
