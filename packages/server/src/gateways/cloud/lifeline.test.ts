import fc from "fast-check";
import { expect, test } from "vitest";
import { CloudStage, secret } from "./testing/cloud-stage.js";

test("ping is answered with pong, and so is each", async () => {
	const stage = new CloudStage();
	const lamp = (await stage.lamp()).send("ping", "ping", "ping");
	await stage.turn();
	expect(lamp.take()).toEqual(["pong", "pong", "pong"]);
});

test.each([
	["other spellings", ["Ping", "PING", " ping", "ping ", "ping\n", "pong", "ok"]],
	["log lines", ["d:hello", "d:", "d:ping", `d:${secret}`, "d:\u001b[2J"]],
	["the secret again", [secret]],
	["packets", ["[cc:2:1,2,3:0]", "[cc:r:?:?]"]],
	["nothing", ["", " "]],
	["JSON", ['{"mode":"off"}', '{"__proto__":{"mode":"color"}}', "[".repeat(60_000)]],
	["bytes", [new Uint8Array(), new TextEncoder().encode("ping"), new Uint8Array(60_000)]],
])("%s are ignored in silence", async (_, frames) => {
	const stage = new CloudStage();
	const lamp = (await stage.lamp()).send(...frames);
	await stage.turn();
	expect([lamp.take(), lamp.code, stage.log]).toEqual([[], null, []]);
	expect((await stage.get()).body).toEqual({ mode: "off" });
});

test("whatever frames a lamp sends, it is answered its pings and stays", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	const frame = fc.oneof(
		fc.constant("ping"),
		fc.string({ unit: "binary" }),
		fc.json(),
		fc.uint8Array(),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(frame), async (frames) => {
			lamp.send(...frames);
			await stage.turn();
			expect(lamp.take()).toEqual(frames.filter((one) => one === "ping").map(() => "pong"));
			expect(lamp.code).toBeNull();
		}),
	);
	expect(stage.log).toEqual([]);
});

test("without a heartbeat deadline a lamp need not ping", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	await stage.clock.advance(86_400_000);
	expect(lamp.code).toBeNull();
});

test.each(["text", "WebSocket"] as const)("%s pings in time keep a lamp", async (kind) => {
	const stage = new CloudStage({ cloud: { heartbeatTimeoutMs: 10_000 } });
	const lamp = await stage.lamp();
	for (let i = 0; i < 20; i++) {
		await stage.clock.advance(9999);
		if (kind === "text") lamp.send("ping");
		else lamp.socket.ping?.();
		await stage.turn();
	}
	expect(lamp.code).toBeNull();
	await stage.clock.advance(9999);
	expect(lamp.code).toBeNull();
	await stage.clock.advance(1);
	expect(lamp.code).toBe(1006);
	expect(stage.log).toEqual([
		expect.objectContaining({ event: "no-heartbeat", remote: "10.0.0.1", protocol: "cloud" }),
	]);
});

test.each([
	["log lines", "d:x"],
	["other text", "Ping"],
	["pong", "pong"],
	["bytes", new Uint8Array(1)],
	["the secret", secret],
])("%s are no heartbeat", async (_, frame) => {
	const stage = new CloudStage({ cloud: { heartbeatTimeoutMs: 10_000 } });
	const [lamp, other] = [await stage.lamp(), await stage.lamp()];
	for (let i = 0; i < 10; i++) {
		expect(lamp.code).toBeNull();
		lamp.send(frame);
		other.send("ping");
		await stage.clock.advance(1000);
	}
	expect([lamp.code, other.code]).toEqual([1006, null]);
});

test("the answers to the server's own pings are no heartbeat", async () => {
	const stage = new CloudStage({ cloud: { heartbeatTimeoutMs: 45_000 } });
	const lamp = await stage.lamp();
	await stage.clock.advance(44_999);
	expect([lamp.pings, lamp.code]).toEqual([1, null]);
	await stage.clock.advance(1);
	expect(lamp.code).toBe(1006);
});

test("a lamp is sent a WebSocket ping every 30 s", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	await stage.clock.advance(29_999);
	expect(lamp.pings).toBe(0);
	await stage.clock.advance(1);
	expect(lamp.pings).toBe(1);
	await stage.clock.advance(300_000);
	expect([lamp.pings, lamp.code]).toEqual([11, null]);
});

test("a lamp that misses two pings is cut when the third is due", async () => {
	const stage = new CloudStage();
	const [dead, alive] = [await stage.lamp(), await stage.lamp()];
	dead.socket.pause();
	await stage.clock.advance(89_999);
	expect(stage.host.connections.size).toBe(2);
	await stage.clock.advance(1);
	expect(stage.host.connections.size).toBe(1);
	expect(stage.log).toEqual([
		expect.objectContaining({ event: "no-pong", remote: "10.0.0.1", protocol: "cloud" }),
	]);
	await stage.clock.advance(300_000);
	expect(alive.code).toBeNull();
});

test("a late pong is forgiven, and what else a lamp says is none", async () => {
	const stage = new CloudStage();
	const [late, busy] = [await stage.lamp(), await stage.lamp()];
	for (let i = 0; i < 5; i++) {
		late.socket.pause();
		await stage.clock.advance(89_000);
		late.socket.resume();
		await stage.clock.advance(1000);
	}
	expect([late.code, busy.code]).toEqual([null, null]);
	// It speaks, and leaves the pings unread.
	busy.socket.pause();
	for (let i = 0; i < 90; i++) {
		busy.send("ping");
		await stage.clock.advance(1000);
	}
	expect(stage.host.connections.size).toBe(1);
});

test("thousands of lamps have a handful of timers", async () => {
	const stage = new CloudStage({ cloud: { repeatMs: 60_000, heartbeatTimeoutMs: 90_000 } });
	const before = stage.clock.pending;
	const lamps = await stage.lamps(2000);
	const strangers = await Promise.all(Array.from({ length: 1000 }, () => stage.stranger()));
	expect(stage.clock.pending - before).toBeLessThanOrEqual(4);
	for (const { socket } of [...lamps, ...strangers]) socket.terminate();
	await stage.turn();
	expect([stage.clock.pending, stage.host.connections.size]).toEqual([0, 0]);
});
