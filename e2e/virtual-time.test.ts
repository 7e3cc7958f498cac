import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { record } from "@gw-sim/simulator-engine";
import { LockDevice } from "@gw-sim/simulator-lock";
import { MemoryStore } from "@gw-sim/store";
import { type Fault, FaultLine, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";

/** Server, sockets, SDK and firmware on one virtual clock, in one process without a network. */
function simulation(seed: string, faults: readonly Fault[] = []) {
	const clock = new VirtualClock();
	const random = seededRandom(`${seed}/server`);
	const host = new GatewayHost({
		config: parseConfig(),
		store: new MemoryStore({ clock, random }),
		clock,
		random,
		log: () => {},
	});
	const dial = hostDial(host, clock);
	const line = new FaultLine({ clock, seed, faults });
	const lines: string[] = [];
	const url = "ws://hub/socket/websocket";
	const lock = new LockDevice({ url, seed, clock, serial: "X", dial: line.dial(dial) });
	record(lock, { protocol: "lock", device: lock.id, url, seed }, (text) => lines.push(text));
	lock.on((event) => lines.push(JSON.stringify(event)));
	return { clock, host, lock, line, lines };
}

async function pairByControl(host: GatewayHost): Promise<void> {
	const route = host.gateways
		.flatMap(({ routes }) => routes)
		.find(({ path }) => path === "/devices/pair");
	await route?.handle({ params: {}, body: { lock: "X", name: "Key", type: "tag" }, text: "" });
}

async function day(seed: string, faults: readonly Fault[] = []): Promise<readonly string[]> {
	const { clock, host, lock, lines } = simulation(seed, faults);
	lock.start();
	for (let hour = 0; hour < 24; hour++) {
		await clock.advance(3_600_000);
		await pairByControl(host);
		await lock.command({
			cmd: "present-tag",
			uid: `04A1B2${(hour + 16).toString(16).toUpperCase()}`,
		});
		await clock.advance(5000);
		await lock.command({ cmd: "remove-tag" });
	}
	const stopped = lock.stop();
	await clock.advance(10_000);
	await stopped;
	await host.drain(1000);
	expect(clock.pending).toBe(0);
	return lines;
}

test("a day of a lock is the same in every byte for a seed, and takes no time", async () => {
	const first = await day("monday");
	expect(await day("monday")).toEqual(first);
	expect(await day("tuesday")).not.toEqual(first);
	expect(first.filter((line) => line.includes("heartbeat")).length).toBeGreaterThan(2000);
	expect(first.filter((line) => line.includes('"result":"paired"'))).toHaveLength(24);
});

test("so is a day on a bad line, on which the lock keeps coming back", async () => {
	const faults: readonly Fault[] = [
		{ type: "latency", ms: 200, jitterMs: 150 },
		{ type: "drop", rate: 0.05 },
		{ type: "duplicate", rate: 0.05 },
		{ type: "corrupt", rate: 0.01 },
		{ type: "reorder", rate: 0.02, holdMs: 300 },
	];
	const first = await day("monday", faults);
	expect(await day("monday", faults)).toEqual(first);
	expect(first.filter((line) => line.includes('"link":"backoff"')).length).toBeGreaterThan(10);
	expect(first.some((line) => line.includes('"unlocked"'))).toBe(false);
});

test("a half-open link is noticed within a heartbeat and its deadline, and left", async () => {
	const { clock, lock, line } = simulation("half-open");
	const link = (): unknown => lock.snapshot().state.link;
	lock.start();
	await clock.until(() => link() === "online", 10_000);
	line.set([{ type: "half-open" }]);
	await clock.advance(0);
	const lostAt = clock.now();
	await clock.until(() => link() === "backoff", 60_000);
	expect(clock.now() - lostAt).toBeLessThanOrEqual(40_000);
	line.set([]);
	await clock.until(() => link() === "online", 10_000);
	const stopped = lock.stop();
	await clock.advance(10_000);
	await stopped;
});
