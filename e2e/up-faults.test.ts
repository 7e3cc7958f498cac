import { expect, onTestFinished, test } from "vitest";
import { gwSim, type Process } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";

interface Lamp {
	readonly server: Served;
	readonly lamp: Process;
	/** Sets the colour by the control API. */
	shine(red: number): Promise<void>;
	/** The milliseconds until the lamp tells that colour. */
	arrival(red: number): Promise<number>;
	faults(...faults: object[]): Promise<void>;
}

async function lampOnline(...args: string[]): Promise<Lamp> {
	const server = await serve();
	const url = `${server.url.replace("http:", "ws:")}/cloud`;
	const lamp = gwSim(["cloud", "--json", "--leds", "1", "--seed", "1", "--url", url, ...args]);
	await lamp.state({ link: "online" });
	onTestFinished(() => lamp.kill());
	const shine = async (red: number): Promise<void> => {
		const body = { mode: "color", color: [red, 0, 0], pulse: 0 };
		expect((await server.call("PUT", "/cloud", body)).status).toBe(200);
	};
	return {
		server,
		lamp,
		shine,
		async arrival(red) {
			const before = performance.now();
			await shine(red);
			await lamp.state({ color: [red, 0, 0] });
			return performance.now() - before;
		},
		async faults(...faults) {
			const from = lamp.lines.length;
			lamp.send({ cmd: "fault", faults });
			expect(await lamp.event({ event: "faults" }, from)).toEqual({ event: "faults", faults });
		},
	};
}

/** Waits until the lamp has answered a command, so that all that came before is told. */
async function settled({ lamp }: Lamp): Promise<void> {
	const from = lamp.lines.length;
	lamp.send({ cmd: "usage" });
	await lamp.event({ event: "usage" }, from);
}

test("latency is put on a connection that is open, and taken off again", async () => {
	const bench = await lampOnline();
	await bench.arrival(1);
	await bench.faults({ type: "latency", ms: 700, direction: "in" });
	expect(await bench.arrival(2)).toBeGreaterThanOrEqual(690);
	await bench.faults();
	expect(await bench.arrival(3)).toBeLessThan(690);
});

test.each([
	["lost", { type: "drop", rate: 1, direction: "in" }],
	["on a half-open link", { type: "half-open" }],
])("what is %s is not told, and what comes after the fault is", async (_, fault) => {
	const bench = await lampOnline();
	await bench.faults(fault);
	await bench.shine(1);
	await settled(bench);
	expect(bench.lamp.lines.filter((line) => line.includes('"color"'))).toEqual([]);
	await bench.faults();
	await bench.arrival(2);
});

test("a cut stays on the link, connection after connection, until it is taken off", async () => {
	const bench = await lampOnline();
	const from = bench.lamp.lines.length;
	await bench.faults({ type: "cut" });
	await bench.lamp.state({ link: "backoff" }, from);
	const next = bench.lamp.lines.length;
	await bench.lamp.state({ link: "connecting" }, next);
	await bench.lamp.state({ link: "backoff" }, bench.lamp.lines.length);
	const healed = bench.lamp.lines.length;
	await bench.faults();
	await bench.lamp.state({ link: "online" }, healed);
	await bench.arrival(5);
});

test("a list that is none changes nothing", async () => {
	const { lamp, arrival } = await lampOnline();
	lamp.send({ cmd: "fault", faults: [{ type: "gremlin" }] });
	expect(await lamp.event({ event: "error" })).toMatchObject({ code: "bad-command" });
	await arrival(1);
});
