import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeFrame } from "@gw-sim/leds";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPty, RawPty } from "../hardware/leds/src/testing/raw-pty.js";
import { gwSim, Process } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const leds = 5;
const pink = { mode: "color", color: [255, 162, 174], pulse: 0 };

/** What goes over the wire for one colour on every LED. */
function wire(...color: readonly number[]): Buffer {
	const colors = Uint8Array.from(Array.from({ length: leds }, () => color).flat());
	return Buffer.from(encodeFrame("adalight", colors));
}

const black = wire(0, 0, 0);
const darkness = Buffer.concat([black, black, black]);

interface Bench {
	readonly pty: RawPty;
	readonly server: Served;
	/** A lamp on the server and on the terminal. */
	readonly lamp: (args?: readonly string[]) => Process;
}

async function setUp(): Promise<Bench> {
	const pty = await plugged();
	const server = await serve();
	const url = `${server.url.replace("http:", "ws:")}/cloud`;
	return {
		pty,
		server,
		lamp: (args = []) =>
			gwSim([
				"cloud",
				"--json",
				"--leds",
				`${leds}`,
				"--url",
				url,
				"--led-port",
				pty.path,
				...args,
			]),
	};
}

async function plugged(): Promise<RawPty> {
	const pty = new RawPty();
	onTestFinished(() => pty[Symbol.asyncDispose]());
	await pty.plugIn();
	return pty;
}

/** Every byte that came belongs to a whole frame; the frames, one after the other. */
function framesIn(received: Buffer): readonly Buffer[] {
	expect(received.length % black.length).toBe(0);
	return Array.from({ length: received.length / black.length }, (_, i) =>
		received.subarray(i * black.length, (i + 1) * black.length),
	);
}

describe.skipIf(!hasPty)("a lamp on a serial port", () => {
	test("sends exactly what it shows, from the hello on, and dark frames at the end", async () => {
		const { pty, server, lamp: start } = await setUp();
		const lamp = start();
		await lamp.state({ leds: "joining" });
		pty.say("Ada\n");
		expect(await lamp.event({ event: "leds" })).toEqual({
			event: "leds",
			port: pty.path,
			protocol: "adalight",
			baud: 115_200,
			maxFps: expect.any(Number),
			hello: true,
			acks: false,
		});
		await lamp.state({ link: "online", leds: "online" });
		await server.call("PUT", "/cloud", pink);
		await pty.until((received) => received.includes(wire(255, 162, 174)));
		lamp.send({ cmd: "stop" });
		expect(await lamp.exit()).toEqual({ code: 0, signal: null });
		await pty.until((received) => received.subarray(-darkness.length).equals(darkness));
		const seen = new Set(framesIn(pty.received).map((frame) => frame.toString("hex")));
		expect(seen).toEqual(new Set([black, wire(255, 162, 174)].map((one) => one.toString("hex"))));
		expect(lamp.stderr).toBe("");
		expect(JSON.parse(lamp.lines.at(-1) ?? "")).toMatchObject({
			event: "state",
			state: { link: "offline", leds: "offline" },
		});
	});

	test.each(["SIGTERM", "SIGINT", "end of input"] as const)("goes dark on %s", async (how) => {
		const { pty, server, lamp: start } = await setUp();
		await server.call("PUT", "/cloud", pink);
		const lamp = start();
		pty.say("Ada\n");
		await pty.until((received) => received.includes(wire(255, 162, 174)));
		if (how === "end of input") lamp.child.stdin?.end();
		else lamp.child.kill(how);
		expect(await lamp.exit()).toEqual({ code: 0, signal: null });
		await pty.until((received) => received.subarray(-darkness.length).equals(darkness));
	});

	test("a board that says nothing gets its frames after two seconds", async () => {
		const { pty, lamp: start } = await setUp();
		const lamp = start();
		const { at: openedAt } = await lamp.state({ leds: "joining" });
		expect(await lamp.event({ event: "leds" })).toMatchObject({ hello: false, acks: false });
		const { at: readyAt } = await lamp.state({ leds: "online" });
		const waitedMs = Number(readyAt) - Number(openedAt);
		expect(waitedMs).toBeGreaterThanOrEqual(1990);
		expect(waitedMs).toBeLessThan(3000);
		await pty.until((received) => received.includes(black));
		// A hello in its own time is heard too.
		pty.say("Ada\nACK\n");
		await lamp.event({ event: "leds", hello: true, acks: true });
	});

	test("a board that announces to acknowledge is two frames ahead, and no more", async () => {
		const { pty, lamp: start } = await setUp();
		const lamp = start();
		await lamp.state({ leds: "joining" });
		pty.say("Ada\nACK\n");
		expect(await lamp.event({ event: "leds" })).toMatchObject({ hello: true, acks: true });
		await pty.until(({ length }) => length === 2 * black.length);
		let count = 2;
		for (; count < 10; count++) {
			pty.say("\x06");
			await pty.until(({ length }) => length >= (count + 1) * black.length);
			// One that is late by more than the time of a wire and 100 ms lets two more pass.
			expect(pty.received.length).toBeLessThanOrEqual((count + 3) * black.length);
		}
		// It has died: frames go on all the same.
		await pty.until(({ length }) => length >= 15 * black.length);
		lamp.child.kill("SIGTERM");
		expect((await lamp.exit()).code).toBe(0);
	});

	test("a board that talks nonsense, as at another rate, gets its frames unharmed", async () => {
		const { pty, server, lamp: start } = await setUp();
		await server.call("PUT", "/cloud", pink);
		const lamp = start();
		await lamp.state({ leds: "joining" });
		const noise = Array.from({ length: 3000 }, (_, i) =>
			String.fromCharCode((i * i * 31 + i) % 256),
		);
		pty.say(noise.join(""));
		expect(await lamp.event({ event: "leds" })).toMatchObject({ hello: false, acks: false });
		pty.say(noise.join(""));
		await pty.until(({ length }) => length > 20 * black.length);
		lamp.send({ cmd: "stop" });
		expect(await lamp.exit()).toEqual({ code: 0, signal: null });
		await pty.until((received) => received.subarray(-darkness.length).equals(darkness));
		for (const frame of framesIn(pty.received))
			expect([black, wire(255, 162, 174)].some((known) => known.equals(frame))).toBe(true);
		expect(lamp.lines.filter((line) => line.includes('"error"'))).toEqual([]);
	});

	test("a port that vanishes and returns is nothing to the lamp, and gets its light back", async () => {
		const { pty, server, lamp: start } = await setUp();
		await server.call("PUT", "/cloud", pink);
		const lamp = start();
		pty.say("Ada\n");
		await pty.until((received) => received.includes(wire(255, 162, 174)));
		await pty.pull();
		await lamp.state({ link: "online", leds: "backoff" });
		expect(await lamp.event({ event: "error", code: "led-port" })).toMatchObject({
			message: expect.stringMatching(/^LEDs: the port is gone/),
		});
		// The next attempts find nothing there, which is another cause, told once.
		await lamp.line((line) => (line.includes("there is no port") ? line : undefined));
		await server.call("PUT", "/cloud", { ...pink, color: [1, 2, 3] });
		await lamp.state({ color: [1, 2, 3], link: "online" });
		pty.received = Buffer.alloc(0);
		await pty.plugIn();
		await lamp.state({ leds: "joining" }, lamp.lines.length);
		pty.say("Ada\n");
		await pty.until((received) => received.includes(wire(1, 2, 3)));
		const told = lamp.lines.filter((line) => line.includes('"led-port"'));
		expect(told.length).toBe(2);
		lamp.send({ cmd: "stop" });
		expect((await lamp.exit()).code).toBe(0);
	});

	test("a port that comes later than the lamp is used as soon as it is there", async () => {
		const { pty, lamp: start } = await setUp();
		await pty.pull();
		const lamp = start();
		expect(await lamp.event({ event: "error", code: "led-port" })).toMatchObject({
			message: `LEDs: there is no port ${pty.path}: is it plugged in? gw-sim ports lists what there is`,
		});
		await lamp.state({ link: "online", leds: "backoff" });
		await pty.plugIn();
		await pty.until((received) => received.includes(black));
		expect(lamp.lines.filter((line) => line.includes('"led-port"'))).toHaveLength(1);
	});

	test("a second lamp on the same port is told who has it, and waits for it", async () => {
		const { pty, lamp: start } = await setUp();
		const first = start();
		pty.say("Ada\n");
		await first.state({ leds: "online" });
		const second = start(["--name", "second"]);
		const { message } = await second.event({ event: "error", code: "led-port" });
		expect(message).toMatch(/in use by .+ \(process \d+\)/);
		first.child.kill("SIGTERM");
		await first.exit();
		await second.state({ leds: "online" });
	});

	test("colours are ordered and dimmed on their way out, in the protocol that was asked for", async () => {
		const { pty, server, lamp: start } = await setUp();
		await server.call("PUT", "/cloud", pink);
		const lamp = start(["--led-protocol", "tpm2", "--color-order", "grb", "--brightness", "0.5"]);
		await lamp.state({ leds: "joining" });
		await pty.until((received) => received.equals(Buffer.of(0xc9, 0xaa)));
		pty.say("\xac");
		const color = [81, 128, 87];
		const frame = Buffer.of(
			0xc9,
			0xda,
			0,
			15,
			...Array.from({ length: leds }, () => color).flat(),
			0x36,
		);
		await pty.until((received) => received.includes(frame));
	});
});

test.each([
	[["--led-port", "/dev/null"], /--led-port: \/dev\/null is not a serial port in \/dev/],
	[["--led-port", "/etc/passwd"], /is not a serial port/],
	[["--led-port", ""], /is not a path/],
	[["--led-port", "/dev/ttyUSB99", "--baud", "0"], /whole number from 1/],
	[["--led-port", "/dev/ttyUSB99", "--baud", "99"], /baud must be a whole number from 1200/],
	[["--led-port", "/dev/ttyUSB99", "--preset", "mega"], /uno, uno-fast, wled/],
	[["--led-port", "/dev/ttyUSB99", "--led-protocol", "dmx"], /adalight, lightberry, skydimo/],
	[["--led-port", "/dev/ttyUSB99", "--preset", "wled", "--baud", "250000"], /cannot switch/],
	[["--led-port", "/dev/ttyUSB99", "--preset", "skydimo", "--leds", "256"], /1 to 255 LEDs/],
	[["--led-port", "/dev/ttyUSB99", "--brightness", "2"], /number from 0 to 1/],
	[["--led-port", "/dev/ttyUSB99", "--gamma", "0"], /above 0/],
	[["--led-port", "/dev/ttyUSB99", "--color-order", "rgbw"], /rgb, rbg, grb/],
])("gw-sim cloud %j: one line, exit code 2", async (args, line) => {
	const lamp = gwSim(["cloud", ...args]);
	expect((await lamp.exit()).code).toBe(2);
	expect(lamp.stderr).toMatch(line);
	expect(lamp.stderr.trimEnd().split("\n")).toHaveLength(1);
	expect(lamp.lines).toEqual([]);
});

test("without the package serialport it says in one line what to install", async () => {
	const folder = await tempFolder();
	const cli = fileURLToPath(new URL("../cli", import.meta.url));
	await cp(join(cli, "dist"), join(folder, "dist"), { recursive: true });
	await cp(join(cli, "package.json"), join(folder, "package.json"));
	const bin = join(folder, "dist", "bin.js");
	const lamp = new Process(process.execPath, [bin, "cloud", "--led-port", "/dev/ttyUSB0"]);
	expect((await lamp.exit()).code).toBe(2);
	expect(lamp.stderr).toMatch(
		/^gw-sim: serial ports need the package serialport.*npm install serialport@13\.0\.0/,
	);
	expect(lamp.stderr.trimEnd().split("\n")).toHaveLength(1);
});
