import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { type PuffBench, type Puffer, twoNodes } from "./testing/puff-bench.js";

const collectGarbage: () => void = (() => {
	setFlagsFromString("--expose-gc");
	return runInNewContext("gc");
})();

const heap = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

const MiB = 1024 * 1024;

/** Does something or other in one of a few groups, and goes in one of several manners. */
function visit(bench: PuffBench, puffer: Puffer, ids: readonly string[], i: number): void {
	puffer.say(6, { name: `visitor ${i}` }).say(1, { group_id: ids[i % 17] });
	if (i % 2 === 0) puffer.device({ state: 5, i }).say(8).device({ state: 6 });
	if (i % 3 === 0) puffer.device({ state: 7 }).device({ state: 5 });
	if (i % 5 === 0) puffer.say(5, { visibility: i % 10 === 0 ? "public" : "private" });
	if (i % 7 === 0) puffer.say(7).say(1, { group_id: ids[(i + 1) % 17] });
	if (i % 11 === 0) puffer.say(1, { group_id: ids[(i + 2) % 17] }).raw("{");
	if (i % 13 === 0) puffer.raw(new Uint8Array(3));
	if (i % 100 === 50) puffer.say(2, { name: "short-lived" });
	const leave = (): void =>
		i % 3 === 0 ? puffer.socket.terminate() : puffer.socket.close(i % 3 === 1 ? 1000 : 4006);
	if (i % 8 < 3) leave();
	else bench.clock.after(i % 50, leave);
}

async function churn(benches: readonly PuffBench[], from: number, to: number): Promise<void> {
	const random = seededRandom(from);
	const [first] = benches;
	if (first === undefined) return;
	const { clock, store } = first;
	const maker = await first.connect();
	const ids: string[] = [];
	for (let i = 0; i < 17; i++) ids.push(await first.create(maker));
	for (let i = from; i < to; i += 50) {
		const batch = Array.from({ length: 50 }, (_, n) => {
			const bench = benches[integer(random, 0, benches.length - 1)] ?? first;
			return { bench, puffer: bench.dial(n % 4 === 0 ? "?compression=zlib" : "") };
		});
		await first.turn();
		if (i % 400 === 0) store.hold();
		for (const [n, { bench, puffer }] of batch.entries()) visit(bench, puffer, ids, i + n);
		await clock.advance(1);
		store.release();
		await clock.advance(integer(random, 0, 40));
	}
	maker.socket.close(1000);
	await clock.advance(120_000);
}

test("20,000 clients that come and leave in every manner, on two nodes, leave nothing behind", async () => {
	const benches = twoNodes();
	const [one] = benches;
	await churn(benches, 0, 4000);
	const before = heap();
	await churn(benches, 4000, 20_000);
	const growth = heap() - before;
	for (const { host, log } of benches) {
		expect(host.connections.size).toBe(0);
		expect(log.filter(({ event }) => event !== "bad-deflate")).toEqual([]);
	}
	// Each has heard of several others.
	const sent = benches.map(({ host }) =>
		Number(/gw_sim_frames_sent_total\{protocol="puff"\} (\d+)/.exec(host.metrics.render())?.[1]),
	);
	for (const frames of sent) expect(frames).toBeGreaterThan(50_000);
	expect(one.clock.pending).toBe(0);
	expect(await one.store.used()).toEqual([]);
	// The list of groups, on each node.
	expect(one.store.following).toBe(2);
	expect(growth).toBeLessThan(4 * MiB);
	for (const { host } of benches) await host.drain(0);
	expect(one.store.following).toBe(0);
}, 120_000);
