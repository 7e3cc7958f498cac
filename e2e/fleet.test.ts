import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { Fleet, type FleetOptions, type FleetReport } from "@gw-sim/simulator-engine";
import { LockDevice } from "@gw-sim/simulator-lock";
import { RoomDevice } from "@gw-sim/simulator-room";
import { MemoryStore } from "@gw-sim/store";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { inVirtualTime } from "./support/in-virtual-time.js";
import { gwSim } from "./support/process.js";
import { serve } from "./support/serve.js";

type Terms = Pick<FleetOptions, "count" | "durationMs"> & Partial<FleetOptions>;

/** A fleet of locks on a server, both in virtual time. */
async function simulated(seed: string, terms: Terms, settings: unknown = {}): Promise<FleetReport> {
	const clock = new VirtualClock();
	const random = seededRandom(`${seed}/server`);
	const host = new GatewayHost({
		config: parseConfig(settings),
		store: new MemoryStore({ clock, random }),
		clock,
		random,
		log: () => {},
	});
	const dial = hostDial(host, clock);
	const fleet = new Fleet({
		clock,
		random: seededRandom(seed),
		make: (number) =>
			new LockDevice({
				url: "ws://hub/socket/websocket",
				serial: `fleet-${number}`,
				seed: `${seed}/${number}`,
				clock,
				dial,
			}),
		...terms,
	});
	const report = await inVirtualTime(clock, fleet.run());
	await host.drain(1000);
	expect(clock.pending).toBe(0);
	return report;
}

test("a fleet comes on line by its ramp, survives a storm, and is the same for a seed", async () => {
	const terms = {
		count: 300,
		rampPerSecond: 50,
		durationMs: 60_000,
		requestsPerSecond: 1,
		storm: true,
	};
	const report = await simulated("1", terms);
	expect(report).toMatchObject({ count: 300, connected: 300, refused: 0, reconnects: 300 });
	expect(report.errors).toEqual({});
	expect(report.joinMs?.count).toBe(600);
	// Each comes back after 1 to 1.5 s.
	expect(report.stormMs).toBeGreaterThan(1300);
	expect(report.stormMs).toBeLessThanOrEqual(1500);
	// 300 a second from when they are there; those in the storm are not asked.
	expect(report.requestMs?.count).toBeGreaterThan(15_000);
	expect(report.requestMs?.count).toBeLessThan(18_000);
	expect(report.received).toBeGreaterThanOrEqual(report.requestMs?.count ?? 0);
	expect(await simulated("1", terms)).toEqual(report);
});

test("who is refused is counted, and why", async () => {
	const report = await simulated(
		"2",
		{ count: 30, durationMs: 5000 },
		{ limits: { maxConnections: 20 } },
	);
	expect(report).toMatchObject({ connected: 20, refused: 10 });
	expect(Object.keys(report.errors)).toEqual(["refused-upgrade"]);
	expect(report.examples["refused-upgrade"]).toContain("instead of upgrading");
});

test("a fleet that has given up ends before its time", async () => {
	const clock = new VirtualClock();
	const fleet = new Fleet({
		clock,
		random: seededRandom("3"),
		count: 5,
		durationMs: 3_600_000,
		make: (number) =>
			new RoomDevice({
				url: "ws://nowhere/websocket",
				seed: number,
				clock,
				maxRetries: 1,
				dial: () => {
					throw new Error("unreachable");
				},
			}),
	});
	const report = await inVirtualTime(clock, fleet.run());
	expect(report).toMatchObject({ connected: 0, refused: 5, joinMs: null, requestMs: null });
	expect(report.errors).toEqual({ "connect-failed": 5, "gave-up": 5 });
	expect(report.elapsedMs).toBeLessThan(2000);
});

test("built: rooms in a fleet are reported as JSON lines, thresholds decide the exit code", async () => {
	const { url } = await serve();
	const endpoint = `${url.replace("http:", "ws:")}/websocket`;
	const args = [
		"fleet",
		"rooms",
		"--count",
		"50",
		"--duration",
		"2s",
		"--requests",
		"5",
		"--json",
		"--url",
		endpoint,
	];
	const good = gwSim([...args, "--max-p99", "60s", "--max-errors", "0"]);
	const report = await good.event({ event: "report" });
	expect(report).toMatchObject({
		protocol: "rooms",
		count: 50,
		connected: 50,
		refused: 0,
		errors: {},
	});
	expect(report).toMatchObject({
		memoryPerDevice: expect.any(Number),
		requestMs: { p99: expect.any(Number) },
	});
	expect(await good.exit()).toEqual({ code: 0, signal: null });
	await good.event({ event: "status", count: 50 });
	const bad = gwSim([...args, "--max-p99", "0.000001ms"]);
	expect(await bad.exit()).toEqual({ code: 1, signal: null });
	expect(bad.stderr).toMatch(/^gw-sim: --max-p99: [^\n]+\n$/);
}, 30_000);

test("built: errors above the limit exit 1, and are shown with their message", async () => {
	const fleet = gwSim([
		"fleet",
		"lock",
		"--count",
		"3",
		"--duration",
		"1s",
		"--max-errors",
		"2",
		"--url",
		"ws://127.0.0.1:9/",
	]);
	expect(await fleet.exit()).toEqual({ code: 1, signal: null });
	expect(fleet.lines.join("\n")).toMatch(/errors\n\s+3 unreachable: cannot reach/);
	expect(fleet.stderr).toMatch(/^gw-sim: --max-errors: there were 3 errors, more than 2\n$/);
}, 20_000);

test.each(["SIGINT", "SIGTERM"] as const)(
	"built: %s ends a fleet early, with its report",
	async (signal) => {
		const fleet = gwSim(["fleet", "chat", "--count", "10", "--duration", "1h", "--json"]);
		await fleet.event({ event: "status", online: 10 });
		fleet.child.kill(signal);
		await fleet.event({ event: "report", connected: 10 });
		expect((await fleet.exit()).code).toBe(0);
	},
	20_000,
);

test("built: standard input is ignored unless asked for", async () => {
	const deaf = gwSim(["fleet", "rooms", "--count", "2", "--duration", "2s", "--json"]);
	deaf.child.stdin?.end();
	await deaf.event({ event: "report", connected: 2 });
	const heeding = gwSim([
		"fleet",
		"rooms",
		"--count",
		"2",
		"--duration",
		"1h",
		"--json",
		"--stop-on-eof",
	]);
	await heeding.event({ event: "status", online: 2 });
	heeding.child.stdin?.end();
	await heeding.event({ event: "report", connected: 2 });
	expect((await heeding.exit()).code).toBe(0);
}, 20_000);

test.each([
	[["fleet"], "missing required argument"],
	[["fleet", "locks"], "one of lock, rooms, chat, cloud, puff"],
	[["fleet", "lock", "--duration", "0"], "needs a time"],
	[["fleet", "lock", "--ramp", "fast"], "needs a rate"],
	[["fleet", "chat", "--url", "ws://127.0.0.1:9/"], "a chat needs a token"],
])("built: %j is bad usage", async (args, why) => {
	const fleet = gwSim(args);
	expect((await fleet.exit()).code).toBe(2);
	expect(fleet.stderr).toMatch(/^gw-sim: [^\n]+\n$/);
	expect(fleet.stderr).toContain(why);
});
