import { createHash } from "node:crypto";
import { seededRandom } from "@gw-sim/core";
import type { Show, WeatherCode } from "@gw-sim/protocols/cloud";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { CloudDevice } from "@gw-sim/simulator-cloud";
import { record } from "@gw-sim/simulator-engine";
import { MemoryStore } from "@gw-sim/store";
import { type Fault, FaultLine, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";

interface SimulationOptions {
	readonly seed: string;
	readonly faults?: readonly Fault[];
	/** Between two looks of the lamp whether its server is there. */
	readonly pingMs?: number;
}

/** Server, sockets, SDK, lamp and LEDs on one virtual clock, in one process without a network. */
function simulation({ seed, faults = [], pingMs = 4000 }: SimulationOptions) {
	const clock = new VirtualClock();
	const random = seededRandom(`${seed}/server`);
	const host = new GatewayHost({
		config: parseConfig(),
		store: new MemoryStore({ clock, random }),
		clock,
		random,
		log: () => {},
	});
	const line = new FaultLine({ clock, seed, faults });
	const url = "ws://server/cloud";
	const dial = line.dial(hostDial(host, clock));
	const lamp = new CloudDevice({ url, seed, clock, pingMs, dial });
	const lines: string[] = [];
	record(lamp, { protocol: "cloud", device: lamp.id, url, seed }, (text) => lines.push(text));
	lamp.on((event) => lines.push(JSON.stringify(event)));
	return { clock, host, line, lamp, lines };
}

async function show(host: GatewayHost, wanted: Show): Promise<void> {
	const route = host.gateways
		.flatMap(({ routes }) => routes)
		.find(({ method, path }) => method === "PUT" && path === "/cloud");
	if (route === undefined) throw new Error("there is no PUT /cloud");
	await route.handle({ params: {}, body: { ...wanted }, text: "" });
}

/** Another weather every half an hour, and a look at the LEDs in the middle of each. */
async function day(options: SimulationOptions): Promise<readonly string[]> {
	const { clock, host, lamp, lines } = simulation(options);
	lamp.start();
	for (let i = 0; i < 48; i++) {
		const weather = (1 + (i % 9)) as WeatherCode;
		await show(host, { mode: "weather", weather, intensity: i / 5 });
		await clock.advance(900_000);
		await lamp.command({ cmd: "pixels" });
		await clock.advance(900_000);
	}
	const stopped = lamp.stop();
	await clock.advance(10_000);
	await stopped;
	await host.drain(1000);
	expect(clock.pending).toBe(0);
	return lines;
}

test("a day of weather is the same in every byte for a seed, and takes no time", async () => {
	const startedAt = performance.now();
	const first = await day({ seed: "monday" });
	expect(performance.now() - startedAt).toBeLessThan(10_000);
	expect(await day({ seed: "monday" })).toEqual(first);
	expect(await day({ seed: "tuesday" })).not.toEqual(first);
	const states = first.filter((line) => line.includes('"mode":"weather"'));
	expect(states.length).toBeGreaterThanOrEqual(48);
	const pixels = first.filter((line) => line.includes('"event":"pixels"'));
	expect(new Set(pixels.map((line) => line.replace(/"at":\d+/, ""))).size).toBeGreaterThan(40);
	expect(first.at(-1)).toContain(`"frames":${24 * 3600 * 30 + 1}`);
});

test("so is a day on a bad line, on which the lamp keeps coming back to what is shown", async () => {
	const faults: readonly Fault[] = [
		{ type: "latency", ms: 200, jitterMs: 150 },
		{ type: "drop", rate: 0.05 },
		{ type: "duplicate", rate: 0.05 },
		{ type: "corrupt", rate: 0.01 },
		{ type: "reorder", rate: 0.02, holdMs: 300 },
	];
	const options = { seed: "monday", faults, pingMs: 20_000 };
	const first = await day(options);
	expect(await day(options)).toEqual(first);
	expect(first.filter((line) => line.includes('"link":"backoff"')).length).toBeGreaterThan(10);
});

test("a lamp's LEDs, all frames of ten minutes of storm, are the same for a seed", async () => {
	const film = async (seed: string) => {
		const { clock, host, lamp } = simulation({ seed });
		const hash = createHash("sha256");
		let frames = 0;
		lamp.attach({
			show(frame) {
				frames++;
				hash.update(frame);
			},
			close() {},
		});
		lamp.start();
		await show(host, { mode: "weather", weather: 6, intensity: 9 });
		await clock.advance(600_000);
		const stopped = lamp.stop();
		await clock.advance(10_000);
		await stopped;
		await host.drain(1000);
		return `${frames} ${hash.digest("hex")}`;
	};
	const first = await film("monday");
	expect(first).toMatch(/^18000 /);
	expect(await film("monday")).toBe(first);
	expect(await film("tuesday")).not.toBe(first);
});

test("a dead line is noticed within 18 s, and left", async () => {
	const { clock, lamp, line } = simulation({ seed: "half-open" });
	lamp.start();
	await clock.until(() => lamp.link === "online", 10_000);
	line.set([{ type: "half-open" }]);
	const lostAt = clock.now();
	await clock.until(() => lamp.link === "backoff", 60_000);
	expect(clock.now() - lostAt).toBeLessThanOrEqual(18_000);
	line.set([]);
	await clock.until(() => lamp.link === "online", 10_000);
	const stopped = lamp.stop();
	await clock.advance(10_000);
	await stopped;
});

test("a thousand lamps that nobody looks at set no timers for their light", async () => {
	const clock = new VirtualClock();
	const random = seededRandom("many");
	const host = new GatewayHost({
		config: parseConfig(),
		store: new MemoryStore({ clock, random }),
		clock,
		random,
		log: () => {},
	});
	const dial = hostDial(host, clock);
	const lamps = Array.from({ length: 1000 }, (_, seed) => {
		return new CloudDevice({ url: "ws://server/cloud", seed, clock, dial, name: `${seed}` });
	});
	for (const lamp of lamps) lamp.start();
	await clock.advance(1000);
	await show(host, { mode: "weather", weather: 5, intensity: 9 });
	await clock.advance(1000);
	for (const lamp of lamps)
		expect(lamp.snapshot().state).toMatchObject({ link: "online", weather: 5, frames: 61 });
	// What is left is each lamp's next ping, and the timers that the server has for all together.
	expect(clock.pending).toBeLessThan(1020);
	const stopped = Promise.all(lamps.map((lamp) => lamp.stop()));
	await clock.advance(10_000);
	await stopped;
	await host.drain(1000);
	expect(clock.pending).toBe(0);
});
