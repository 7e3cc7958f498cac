import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { LiveLamp } from "../packages/server/src/gateways/cloud/testing/live-lamp.js";
import { clientFrame } from "../packages/server/src/testing/tcp-client.js";
import { secret } from "./support/cloud-secret.js";
import { amount } from "./support/fuzz/amount.js";
import { guess, lampFrame } from "./support/fuzz/cloud/frames.js";
import { LiveWriter } from "./support/fuzz/cloud/live-writer.js";
import { endsWell } from "./support/fuzz/ends-well.js";
import { attack } from "./support/fuzz/socket-attack.js";
import { HostileTarget } from "./support/hostile-target.js";
import { tempFolder } from "./support/temp-folder.js";

const MiB = 1024 * 1024;

async function target(): Promise<HostileTarget> {
	const config = join(await tempFolder(), "config.json");
	await writeFile(config, JSON.stringify({ cloud: { secret, repeatMs: 0 } }), { mode: 0o600 });
	return HostileTarget.start(config);
}

test(`cloud: ${amount.socketMessages} messages over sockets leave everybody else in peace`, {
	timeout: amount.timeoutMs,
}, async () => {
	const server = await target();
	const observer = await LiveLamp.known(`${server.url}/cloud`.replace("http:", "ws:"), secret);
	const writer = new LiveWriter(server.url);
	const random = seededRandom(`${amount.seed}/cloud/sockets/requests`);
	const writes = Math.ceil(amount.socketMessages / 10);
	const others = new Set<string>();
	const startedAt = performance.now();
	const before = await server.memory();
	const common = {
		url: server.url,
		path: "/cloud",
		// A ping of the WebSocket itself: no other answer tells what it answers.
		last: (mark: string) => clientFrame(0x89, mark),
		came: (text: string) => {
			if (!/^(ok|pong|\[cc:[012]:[\d.,?]+:[\d.?]+\])$/.test(text)) others.add(text);
		},
	};
	const strangers = { ...common, name: "cloud/strangers", frame: guess };
	const lamps = { ...common, name: "cloud", first: secret, frame: lampFrame };
	const write = async (): Promise<void> => {
		for (let i = 0; i < writes; i++) await writer.write(random);
	};
	const [ends, refused] = await Promise.all([
		attack(lamps, amount.socketMessages),
		attack(strangers, 300 + amount.socketMessages / 10),
		write(),
	]);
	const growth = (await server.memory()) - before;
	observer.ws.send("ping");
	await observer.until(() => observer.frames.at(-1) === "pong");
	const seconds = (performance.now() - startedAt) / 1000;
	console.log(
		`cloud/sockets: ${amount.socketMessages} messages and ${writes} requests, ${seconds.toFixed(1)} s, connections ${ends}, of strangers ${refused}, RSS ${(growth / MiB).toFixed(1)} MiB more`,
	);
	expect(ends.of("survived")).toBeGreaterThan(0);
	expect(ends.unlike("survived", "hung up")).toEqual([]);
	expect(refused.of("closed 1008")).toBeGreaterThan(0);
	expect(refused.unlike("survived", "hung up", "closed 1008")).toEqual([]);
	expect(growth).toBeLessThan(96 * MiB);
	expect([...others]).toEqual([]);
	expect(writer.told.length).toBeGreaterThan(writes / 10);
	expect(writer.disagreement(observer.frames.slice(0, -1))).toBeNull();
	await endsWell(server, [secret], observer.frames);
});
