import { expect, test } from "vitest";
import { CloudDevice, type CloudDeviceOptions } from "./cloud-device.js";
import { setUp } from "./testing/bench.js";

const pink = [255, 162, 174];

test("it connects, and shows what the server tells it, one state for every change", async () => {
	const { clock, lamp, states, receive } = await setUp();
	expect(states()).toEqual([
		{ link: "connecting", mode: "off", frames: 1, ignored: 0 },
		{ link: "joining", mode: "off", frames: 1, ignored: 0 },
		{ link: "online", mode: "off", frames: 1, ignored: 0 },
	]);
	await clock.advance(1000);
	await receive("[cc:1:5:4.17]", "[cc:1:5:4.17]", "[cc:2:255,162,174:3]", "[cc:0:?:?]");
	expect(states().slice(3)).toEqual([
		{ link: "online", mode: "weather", weather: 5, intensity: 4.17, frames: 31, ignored: 0 },
		{ link: "online", mode: "color", color: pink, pulse: 3, frames: 31, ignored: 0 },
		{ link: "online", mode: "off", frames: 31, ignored: 0 },
	]);
	expect(lamp.id).toBe("cloud");
});

test("frames and what is ignored are in a state, and print none", async () => {
	const { clock, states, shown, receive } = await setUp();
	const before = states().length;
	await receive("hello", "[cc:3:1:1]", "[cc:1:10:1]", new Uint8Array(3), "", "ok", "pong");
	await clock.advance(10_000);
	expect(states()).toHaveLength(before);
	expect(shown()).toEqual({ link: "online", mode: "off", frames: 301, ignored: 4 });
});

test("what comes before ok is ignored too", async () => {
	const { shown } = await setUp();
	expect(shown().ignored).toBe(0);
	const { server, clock, lamp } = await setUp({ secret: "other" });
	server.secret = "other";
	server.welcome = ["[cc:1:5:7]", "ok", "[cc:1:7:2]"];
	await clock.advance(1500);
	expect(lamp.snapshot().state).toMatchObject({ mode: "weather", weather: 7, ignored: 1 });
});

test("a wrong secret is told once, never shown, and tried again", async () => {
	const { clock, server, lamp, told, shown } = await setUp({ secret: "canary-4711" });
	const frames: unknown[] = [];
	lamp.on((event) => frames.push(event));
	await clock.advance(40_000);
	expect(server.said.length).toBeGreaterThan(4);
	expect(told()).toEqual([
		{ event: "error", code: "refused", message: expect.stringContaining("check the secret") },
	]);
	expect(frames.length).toBeGreaterThan(10);
	expect(JSON.stringify(frames)).not.toContain("canary");
	server.secret = "canary-4711";
	await clock.advance(60_000);
	expect(shown().link).toBe("online");
	server.secret = "changed";
	server.close(1012);
	await clock.advance(1500);
	expect(told().slice(1)).toMatchObject([{ code: "closed" }, { code: "refused" }]);
});

test("retries that are used up end it with 1", async () => {
	const { clock, lamp, told } = await setUp({ secret: "wrong", maxRetries: 1 });
	await clock.advance(2000);
	expect(await lamp.done).toEqual({ exitCode: 1 });
	expect(told().at(-1)).toMatchObject({ event: "error", code: "gave-up" });
	expect(clock.pending).toBe(0);
});

test("a reset makes it dark, cuts the link, and brings it back after 1 s", async () => {
	const { clock, server, lamp, told, states, shown, receive } = await setUp();
	await receive("[cc:2:255,162,174:0]");
	const before = states().length;
	server.welcome = ["ok", "[cc:1:3:9]"];
	await receive("[cc:r:?:?]");
	expect([...lamp.frame()]).toEqual(new Array(12).fill(0));
	await clock.advance(1000);
	expect(told()).toEqual([{ event: "message", type: "reset", data: null }]);
	expect(states().slice(before)).toMatchObject([
		{ link: "backoff", mode: "color" },
		{ link: "backoff", mode: "off" },
		{ link: "connecting" },
		{ link: "joining" },
		{ link: "online" },
		{ mode: "weather", weather: 3, intensity: 9 },
	]);
	expect(server.dialledAt).toEqual([0, 1000]);
	expect(shown().frames).toBe(31);
});

test("an update is told, and not done", async () => {
	const { told, shown, receive } = await setUp();
	await receive("[cc:1:5:7]", "[cc:u:?:?]");
	expect(told()).toMatchObject([
		{ event: "message", type: "update", data: null },
		{ event: "error", code: "unsupported" },
	]);
	expect(shown()).toMatchObject({ link: "online", mode: "weather", weather: 5 });
});

test("with debug on the server hears what the lamp shows", async () => {
	const { server, told, receive } = await setUp();
	await receive("[cc:1:5:7]", "[cc:d:1:?]", "[cc:2:255,162,174:3]", "[cc:d:0:?]", "[cc:0:?:?]");
	expect(told()).toMatchObject([{ type: "debug-on" }, { type: "debug-off" }]);
	expect(server.said).toEqual([
		"cloud-my-butt",
		"d:4 LEDs, shows rain 7",
		"d:shows color 255,162,174 pulse 3",
	]);
});

test("pixels prints what every LED shows now", async () => {
	const { clock, lamp, told, receive } = await setUp();
	await clock.advance(1234.5);
	await receive("[cc:2:255,162,174:0]");
	await lamp.command({ cmd: "pixels" });
	expect(told()).toEqual([{ event: "pixels", at: 1234, leds: 4, hex: "ffa2ae".repeat(4) }]);
});

test.each([
	["keep", "color", pink],
	["off", "off", [0, 0, 0]],
	["dim", "color", [51, 32, 35]],
] as const)("without a link the light is to %s", async (whenOffline, mode, color) => {
	const { clock, server, lamp, shown, receive } = await setUp({ whenOffline });
	await receive("[cc:2:255,162,174:0]");
	server.welcome = ["ok", "[cc:2:255,162,174:0]"];
	const gone = lamp.command({ cmd: "disconnect" });
	await clock.advance(0);
	await gone;
	expect(shown()).toMatchObject({ link: "offline", mode });
	expect([...lamp.frame().subarray(0, 3)]).toEqual(color);
	await lamp.command({ cmd: "connect" });
	await clock.advance(0);
	expect(shown()).toMatchObject({ link: "online", mode: "color" });
	expect([...lamp.frame().subarray(0, 3)]).toEqual(pink);
});

test("drop comes back by itself, disconnect stays away", async () => {
	const { clock, server, lamp, told, shown } = await setUp();
	await lamp.command({ cmd: "drop" });
	expect(shown().link).toBe("backoff");
	await clock.advance(1500);
	expect(shown().link).toBe("online");
	const gone = lamp.command({ cmd: "disconnect" });
	await clock.advance(0);
	await gone;
	await clock.advance(100_000);
	expect(shown().link).toBe("offline");
	expect(server.dialledAt).toHaveLength(2);
	expect(told()).toEqual([]);
});

test("a sink gets frames while the lamp runs, and is closed when it stops", async () => {
	const { clock, lamp, told, receive } = await setUp({ frameRate: 10 });
	const seen: string[] = [];
	lamp.attach({
		show: (frame, atMs) => seen.push(`${atMs} ${frame[0]}`),
		close: () => seen.push("closed"),
	});
	lamp.attach({
		show() {
			throw new Error("un\u001bplugged");
		},
		close() {},
	});
	await clock.advance(150);
	await receive("[cc:2:255,162,174:0]");
	await clock.advance(100);
	const stopped = lamp.stop();
	await clock.advance(0);
	await stopped;
	expect(await lamp.done).toEqual({ exitCode: 0 });
	await clock.advance(1000);
	expect(seen).toEqual(["100 0", "200 255", "closed"]);
	expect(told()).toEqual([
		{
			event: "error",
			code: "sink-failed",
			message: "a frame could not be shown: un\\u001bplugged",
		},
	]);
	expect(clock.pending).toBe(0);
});

test("a stopped lamp stays so", async () => {
	const { clock, server, lamp, shown } = await setUp();
	const stopped = lamp.stop();
	await clock.advance(0);
	await stopped;
	const { frames } = shown();
	lamp.start();
	await clock.advance(10_000);
	expect(shown()).toMatchObject({ link: "offline", frames });
	expect(server.dialledAt).toHaveLength(1);
});

test.each<[Partial<CloudDeviceOptions>, string]>([
	[{ leds: 0 }, "leds must be a whole number from 1 to 10000"],
	[{ leds: 10_001 }, "leds must be"],
	[{ leds: 1.5 }, "leds must be"],
	[{ frameRate: 0 }, "frameRate must be a whole number from 1 to 1000"],
	[{ name: "" }, "name must be 1 to 250 characters"],
	[{ name: "x".repeat(251) }, "name must be"],
	[{ secret: "" }, "secret must be text"],
	[{ url: "http://x" }, "ws:"],
])("%j is refused", async (options, message) => {
	const { clock } = await setUp();
	expect(() => new CloudDevice({ url: "ws://server/", seed: 1, clock, ...options })).toThrow(
		message,
	);
});

test("a probe is answered by the server, and rejects off line", async () => {
	const { clock, lamp } = await setUp();
	const probed = lamp.probe();
	await clock.advance(0);
	await probed;
	void lamp.command({ cmd: "disconnect" });
	await expect(lamp.probe()).rejects.toMatchObject({ code: "not-online" });
	await clock.advance(0);
});

test("a name is part of its id", async () => {
	const { lamp } = await setUp({ name: "hall" });
	expect(lamp.snapshot()).toMatchObject({ event: "state", device: "cloud:hall", at: 0 });
});
