import { expect, test } from "vitest";
import { CloudStage, type Lamp, secret } from "./testing/cloud-stage.js";

const wrongSecrets = 'gw_sim_trouble_total{protocol="cloud",kind="wrong-secret"}';

test("the secret is answered with ok and what is shown, at once", async () => {
	const stage = new CloudStage();
	const lamp = (await stage.stranger()).send(secret);
	await stage.turn();
	expect(stage.clock.now()).toBe(0);
	expect(lamp.take()).toEqual(["ok", "[cc:0:?:?]"]);
	await stage.put({ mode: "color", color: [255, 162, 174], pulse: 3 });
	const late = (await stage.stranger()).send(secret);
	await stage.turn();
	expect(late.take()).toEqual(["ok", "[cc:2:255,162,174:3]"]);
});

test("a server that was told no other secret takes the founding document's", async () => {
	const stage = new CloudStage({ cloud: { secret: undefined } });
	const lamp = (await stage.stranger()).send("cloud-my-butt");
	await stage.turn();
	expect(lamp.take()[0]).toBe("ok");
});

test.each([
	["another text", "cloud-my-butt"],
	["nothing", ""],
	["a ping", "ping"],
	["the secret and a line break", `${secret}\n`],
	["the secret after a space", ` ${secret}`],
	["the secret in capitals", secret.toUpperCase()],
	["the secret's beginning", secret.slice(0, -1)],
	["the secret and more", `${secret}x`],
	["the secret and a NUL", `${secret}\0`],
	["much text", secret.repeat(5000)],
	["the secret in bytes", new TextEncoder().encode(secret)],
	["no bytes", new Uint8Array()],
	["a packet", "[cc:0:?:?]"],
])("%s as the first message is closed with 1008, no reason and no text", async (_, frame) => {
	const stage = new CloudStage();
	const other = await stage.lamp();
	const lamp = (await stage.stranger()).send(frame, secret, "ping");
	await stage.turn();
	expect(lamp.take()).toEqual([]);
	expect([lamp.code, lamp.reason]).toEqual([1008, ""]);
	expect(other.code).toBeNull();
	expect(stage.metric(wrongSecrets)).toBe(1);
	expect(stage.host.connections.size).toBe(1);
});

test.each(["ping", "d:x", "Türschloß 玄関 🔒", "[cc:0:?:?]", " "])(
	"the secret may be %j",
	async (odd) => {
		const stage = new CloudStage({ cloud: { secret: odd } });
		const lamp = (await stage.stranger()).send(odd);
		await stage.turn();
		expect(lamp.take()).toEqual(["ok", "[cc:0:?:?]"]);
	},
);

test("who says nothing is closed with 1008 when its time is up, and not before", async () => {
	const stage = new CloudStage({ cloud: { handshakeTimeoutMs: 3000 } });
	const lamp = await stage.stranger();
	await stage.clock.advance(2999);
	expect(lamp.code).toBeNull();
	await stage.clock.advance(1);
	expect([lamp.code, lamp.reason, lamp.frames]).toEqual([1008, "", []]);
	expect(stage.log).toEqual([
		expect.objectContaining({ event: "no-secret", remote: "10.0.0.1", protocol: "cloud" }),
	]);
	expect(stage.clock.pending).toBe(0);
});

test("pings before ok are answered, and buy no time", async () => {
	const stage = new CloudStage({ cloud: { heartbeatTimeoutMs: 1000 } });
	const lamp = await stage.stranger();
	for (let i = 0; i < 9; i++) {
		lamp.socket.ping?.();
		await stage.clock.advance(1000);
	}
	expect([lamp.pongs, lamp.code, lamp.frames]).toEqual([9, null, []]);
	await stage.clock.advance(1000);
	expect([lamp.code, lamp.frames]).toEqual([1008, []]);
});

test("a secret in the last millisecond is in time", async () => {
	const stage = new CloudStage();
	const lamp = await stage.stranger();
	await stage.clock.advance(9999);
	lamp.send(secret);
	await stage.clock.advance(30_000);
	expect(lamp.take()[0]).toBe("ok");
	expect(lamp.code).toBeNull();
});

test("all that comes in one burst with the secret is read after it", async () => {
	const stage = new CloudStage();
	const lamp = (await stage.stranger()).send(secret, "ping", "d:hello", "ping");
	await stage.turn();
	expect(lamp.take()).toEqual(["ok", "[cc:0:?:?]", "pong", "pong"]);
});

test("a thousand who say nothing are all gone in time, and the lamp beside them stays", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp();
	const silent = await Promise.all(
		Array.from({ length: 1000 }, (_, i) => stage.stranger(`10.1.${i >> 8}.${i & 255}`)),
	);
	await stage.clock.advance(10_000);
	expect(new Set(silent.map(({ code }) => code))).toEqual(new Set([1008]));
	expect([lamp.code, stage.host.connections.size]).toEqual([null, 1]);
});

test("5,000 wrong secrets from one address write little, and cost nobody else", async () => {
	const stage = new CloudStage();
	const lamp = await stage.lamp("10.0.0.2");
	for (let i = 0; i < 50; i++) {
		for (let k = 0; k < 100; k++) {
			const stranger = stage.dial();
			stranger.onOpen = () => stranger.send(`guess ${i * 100 + k}`);
		}
		await stage.turn();
	}
	expect(stage.metric(wrongSecrets)).toBe(5000);
	expect(stage.logged.length).toBeLessThan(10_000);
	expect(stage.logged).not.toContain("guess");
	await stage.put({ mode: "color", color: [1, 2, 3] });
	await stage.turn();
	expect(lamp.take()).toEqual(["[cc:2:1,2,3:0]"]);
	expect(stage.host.connections.size).toBe(1);
});

test("foreign origins, paths and offers make no difference", async () => {
	const stage = new CloudStage();
	const request = {
		query: new URLSearchParams(),
		origin: "https://evil.example",
		host: "hub",
		cookie: null,
		offered: ["a", "b"],
	};
	const shared = await stage.host.admit({ ...request, path: "/cloud" }, "10.0.0.1", null);
	expect(shared).toMatchObject({ ok: true, subprotocol: null, headers: [] });
	for (const path of ["/", "/cloud", "/any/path", "/config", "/chat"]) {
		const verdict = await stage.host.admit({ ...request, path }, "10.0.0.1", "cloud");
		expect(verdict).toMatchObject({ ok: true, gateway: { protocol: "cloud" } });
	}
	for (const path of ["/", "/cloud/", "/cloud/x", "/CLOUD"])
		expect(await stage.host.admit({ ...request, path }, "10.0.0.1", null)).toEqual({
			ok: false,
			status: 404,
		});
});

test("a restart closes lamps and strangers with 1012, and leaves no timer and no follower", async () => {
	const stage = new CloudStage({ cloud: { repeatMs: 1000, heartbeatTimeoutMs: 1000 } });
	const all: Lamp[] = [await stage.lamp(), await stage.stranger()];
	const drained = stage.host.drain(1000);
	await stage.turn();
	await drained;
	expect(all.map(({ code }) => code)).toEqual([1012, 1012]);
	expect([stage.clock.pending, stage.store.following]).toEqual([0, 0]);
	expect(
		await stage.host.admit(
			{
				path: "/cloud",
				query: new URLSearchParams(),
				origin: null,
				host: null,
				cookie: null,
				offered: [],
			},
			"10.0.0.1",
			null,
		),
	).toEqual({ ok: false, status: 503 });
});

test("more messages a second than allowed are closed with 1008", async () => {
	const stage = new CloudStage({ limits: { messagesPerSecond: 5 } });
	const lamp = await stage.lamp();
	lamp.send(...Array.from({ length: 10 }, () => "ping"));
	await stage.turn();
	expect(lamp.take()).toEqual(Array(4).fill("pong"));
	expect(lamp.code).toBe(1008);
});
