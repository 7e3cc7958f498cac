import { expect, test, vi } from "vitest";
import { RawClient } from "../packages/server/src/testing/raw-client.js";
import {
	clientFrame,
	TcpClient,
	textFrame,
	upgradeRequest,
} from "../packages/server/src/testing/tcp-client.js";
import { type HostileFrame, hostileFrames } from "./support/hostile-frames.js";
import { cleanPrototypes, HostileTarget } from "./support/hostile-target.js";

const MiB = 1024 * 1024;
const lanes = 24;
const perBatch = 40;

/** Frames of one version, the last of which may be one that closes. */
function batches(frames: readonly HostileFrame[]): HostileFrame[][] {
	const open = new Map<number, HostileFrame[]>();
	const done: HostileFrame[][] = [];
	for (const frame of frames) {
		const batch = open.get(frame.version) ?? [];
		open.set(frame.version, batch);
		batch.push(frame);
		if (frame.closes === null && batch.length < perBatch) continue;
		done.push(batch);
		open.delete(frame.version);
	}
	return [...done, ...open.values()];
}

/** Sends all batches over many sockets, and checks that each goes on or ends as it has to. */
async function attack(url: string, frames: readonly HostileFrame[]): Promise<Map<number, number>> {
	const codes = new Map<number, number>();
	const queue = batches(frames);
	const lane = async (): Promise<void> => {
		for (let batch = queue.pop(); batch !== undefined; batch = queue.pop()) {
			const [{ version }] = batch as [HostileFrame];
			const bytes = batch.map((frame) => clientFrame(frame.isText ? 0x81 : 0x82, frame.bytes));
			const beat =
				version === 2
					? [null, "the end", "phoenix", "heartbeat", {}]
					: { topic: "phoenix", event: "heartbeat", payload: {}, ref: "the end" };
			const client = await TcpClient.connect(url);
			const request = upgradeRequest({}, `name=hostile&vsn=${version}.0.0`);
			await client.write(request, ...bytes, textFrame(beat));
			const closes = batch.at(-1)?.closes ?? null;
			if (closes === null) {
				await client.frame((text) => text.includes("the end"));
				client.reset();
			} else {
				const code = await client.closed();
				if (code !== closes)
					expect.fail(`${code} instead of ${closes} for ${JSON.stringify(batch.at(-1))}`);
				codes.set(code, (codes.get(code) ?? 0) + 1);
			}
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	return codes;
}

async function joined(
	target: HostileTarget,
	topic: string,
): Promise<{ client: RawClient; state: unknown }> {
	const client = await RawClient.open(target.lock);
	client.send(["1", "1", topic, "phx_join", {}]);
	const [, , , , { response }] = (await client.next()) as [0, 0, 0, 0, { response: unknown }];
	return { client, state: response };
}

test("50,000 mutated frames end as documented, and those who behave do not notice", {
	timeout: 180_000,
}, async () => {
	const target = await HostileTarget.start();
	const bystander = await joined(target, "lock:bystander");
	const subscriber = await joined(target, "lock:watched");
	expect(Object.keys(bystander.state as object).sort()).toEqual([
		"config",
		"feature_flags",
		"mode",
		"name",
		"serial",
		"uuid",
	]);

	let isOver = false;
	let resets = 0;
	let slowestMs = 0;
	const pairs: string[] = [];
	const behave = async (): Promise<void> => {
		while (!isOver) {
			const [ref, startedAt] = [`r${resets++}`, performance.now()];
			bystander.client.send(["1", ref, "lock:bystander", "reset", {}]);
			expect(await bystander.client.next()).toEqual([
				"1",
				ref,
				"lock:bystander",
				"phx_reply",
				{ status: "ok", response: bystander.state },
			]);
			slowestMs = Math.max(slowestMs, performance.now() - startedAt);
			if (resets % 10 !== 0) continue;
			const name = `pair ${resets}`;
			pairs.push(name);
			expect(await target.pair("watched", name)).toBe(1);
		}
	};

	await attack(target.url, hostileFrames(5000, 1));
	const frames = hostileFrames(50_000, 2);
	const before = await target.memory();
	const behaving = behave();
	const startedAt = performance.now();
	const codes = await attack(target.url, frames);
	const seconds = (performance.now() - startedAt) / 1000;
	isOver = true;
	await behaving;
	const growth = (await target.memory()) - before;

	expect([...codes.keys()].sort()).toEqual([1007, 1009, 1011]);
	expect(codes.get(1011)).toBeGreaterThan(5000);
	expect(resets).toBeGreaterThan(100);
	const seen = (await subscriber.client.take(pairs.length)) as unknown[][];
	expect(seen.map(([, , , , payload]) => (payload as { name: string }).name)).toEqual(pairs);
	expect(await subscriber.client.drain()).toEqual([]);
	expect(await bystander.client.drain()).toEqual([]);
	await vi.waitFor(async () => expect(await target.openLocks()).toBe(2), { timeout: 10_000 });
	console.log(
		`50,000 frames in ${seconds.toFixed(1)} s, closes ${JSON.stringify([...codes])}, ` +
			`${resets} resets beside them (slowest ${slowestMs.toFixed(0)} ms), ` +
			`${pairs.length} pairs, RSS ${(growth / MiB).toFixed(1)} MiB more`,
	);
	expect(growth).toBeLessThan(96 * MiB);

	const { client } = await joined(target, "lock:afterwards");
	expect(await target.pair("afterwards", "Key")).toBe(1);
	const [, , , , payload] = (await client.next()) as [0, 0, 0, 0, object];
	client.send(["1", "2", "lock:afterwards", "pair:complete", { ...payload, serial: "04A1B2C3" }]);
	expect(await client.next()).toMatchObject([
		"1",
		"2",
		"lock:afterwards",
		"phx_reply",
		{ status: "ok" },
	]);

	const { code, prototypes } = await target.stop();
	expect(code).toBe(0);
	expect(prototypes).toEqual(cleanPrototypes);
	for (const each of [bystander.client, subscriber.client, client])
		expect((await each.closed()).code).toBe(1012);
});
