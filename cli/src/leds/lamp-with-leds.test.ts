import { EnvironmentError } from "@gw-sim/core";
import { LedDriver, type LineRequest } from "@gw-sim/leds";
import { CloudDevice } from "@gw-sim/simulator-cloud";
import { memoryDial, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { LampWithLeds } from "./lamp-with-leds.js";
import type { OpenedLeds } from "./open-leds.js";

type Event = { readonly event: string } & Record<string, unknown>;

interface Bench {
	readonly clock: VirtualClock;
	readonly device: LampWithLeds;
	readonly written: string[];
	/** The port, while it is open. */
	readonly port: () => LineRequest | null;
	readonly events: Event[];
	readonly problem: (message: string) => void;
	/** Why the port cannot be opened. */
	refusal: string | null;
}

function setUp(over: Partial<OpenedLeds> = {}): Bench {
	const clock = new VirtualClock();
	const written: string[] = [];
	let port: LineRequest | null = null;
	let problem = (_: string): void => {};
	const driver = new LedDriver({
		port: "/dev/ttyUSB0",
		leds: 1,
		clock,
		random: () => 0,
		async openLine(request) {
			if (bench.refusal !== null)
				throw new EnvironmentError(bench.refusal, { code: "port-missing" });
			port = request;
			return {
				write: async (bytes) => void written.push(Buffer.from(bytes).toString("hex")),
				setBaud: async () => {},
				close: async () => void written.push("closed"),
			};
		},
	});
	const leds: OpenedLeds = {
		driver,
		port: "/dev/ttyUSB0",
		close: () => driver.close(),
		onProblem: (listener) => {
			problem = listener;
		},
		...over,
	};
	// Nobody answers: the light does not depend on it.
	const lamp = new CloudDevice({
		url: "ws://server/",
		seed: 1,
		leds: 1,
		clock,
		dial: memoryDial(clock, () => {}),
	});
	const device = new LampWithLeds({ lamp, leds });
	const events: Event[] = [];
	device.on((event) => {
		if (event.event !== "frame") events.push({ ...event });
	});
	const bench: Bench = {
		clock,
		device,
		written,
		port: () => port,
		events,
		problem: (message) => problem(message),
		refusal: null,
	};
	return bench;
}

const black = "416461000055000000";

test("the state says how the port is, and the lamp is done when the strip is dark", async () => {
	const { clock, device, written, events } = setUp();
	expect(device.snapshot()).toMatchObject({ device: "cloud", state: { leds: "offline" } });
	device.start();
	await clock.advance(2200);
	expect(device.snapshot().state).toMatchObject({ leds: "online", mode: "off" });
	expect(events.find(({ event }) => event === "leds")).toEqual({
		event: "leds",
		port: "/dev/ttyUSB0",
		protocol: "adalight",
		baud: 115_200,
		maxFps: 355,
		hello: false,
		acks: false,
	});
	expect(new Set(written)).toEqual(new Set([black]));
	let isDone = false;
	const done = device.done.then(() => {
		isDone = true;
	});
	void device.stop();
	await clock.advance(0);
	expect(isDone).toBe(false);
	await clock.advance(1000);
	await done;
	expect(written.slice(-4)).toEqual([black, black, black, "closed"]);
	expect(events.at(-1)).toMatchObject({
		event: "state",
		state: { link: "offline", leds: "offline" },
	});
});

test("a port that is gone is one error, and nothing to the lamp", async () => {
	const bench = setUp();
	const { clock, device, port, events } = bench;
	device.start();
	await clock.advance(2200);
	bench.refusal = "there is no port \u001b[2J";
	port()?.lost(new Error("EIO"));
	expect(device.snapshot().state).toMatchObject({ leds: "backoff" });
	await clock.advance(60_000);
	expect(events.filter(({ code }) => code === "led-port")).toEqual([
		{
			event: "error",
			code: "led-port",
			message: expect.stringContaining("the port is gone (EIO)"),
		},
		{ event: "error", code: "led-port", message: "LEDs: there is no port \\u001b[2J" },
	]);
	bench.refusal = null;
	await clock.advance(20_000);
	expect(device.snapshot().state).toMatchObject({ leds: "online" });
	void device.stop();
	await clock.advance(1000);
	await device.done;
});

test("pixels are those that the LEDs show, where they can be seen", async () => {
	const { clock, device, events } = setUp({ frame: () => Uint8Array.of(1, 2, 3) });
	device.start();
	await device.command({ cmd: "pixels" });
	expect(events.find(({ event }) => event === "pixels")).toMatchObject({ leds: 1, hex: "010203" });
	void device.stop();
	await clock.advance(1000);
});

test("the trouble of an emulated board is told as that of a port", () => {
	const { problem, events } = setUp();
	problem("its helper died");
	expect(events).toEqual([{ event: "error", code: "led-port", message: "LEDs: its helper died" }]);
});
