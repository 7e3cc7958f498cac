import { UsageError } from "@gw-sim/core";
import { memoryDial, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { hubState, ok, RawHub } from "../testing/raw-hub.js";
import { LockClient, type LockClientOptions } from "./index.js";

const url = "ws://hub/socket/websocket";

function setUp(options: Partial<LockClientOptions> = {}): {
	clock: VirtualClock;
	hub: RawHub;
	client: LockClient;
	links: string[];
	problems: string[];
} {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	const client = new LockClient({
		url,
		serial: "lock-1",
		clock,
		random: () => 0,
		dial: hub.dial,
		...options,
	});
	const links: string[] = [];
	const problems: string[] = [];
	client.on("link", (link) => links.push(link));
	client.on("problem", ({ code }) => problems.push(code));
	return { clock, hub, client, links, problems };
}

test("connect joins the lock's topic and gives the hub's state, known keys only", async () => {
	const { clock, hub, client, links } = setUp();
	const joined: unknown[] = [];
	client.on("joined", (state) => joined.push([state.uuid, client.link, client.state === state]));
	const connecting = client.connect();
	await clock.advance(0);
	const { later_key, ...known } = hubState;
	expect(await connecting).toEqual(known);
	expect(hub.urls).toEqual([`${url}?name=lock-1&vsn=2.0.0`]);
	expect(hub.received).toEqual([["1", "1", "lock:lock-1", "phx_join", {}]]);
	expect(links).toEqual(["connecting", "joining", "online"]);
	expect(joined).toEqual([[hubState.uuid, "online", true]]);
	expect(await client.connect()).toEqual(known);
	expect(hub.urls).toHaveLength(1);
});

test("every state of the link is told before what follows from it", async () => {
	const { clock, client } = setUp();
	const seen: unknown[] = [];
	client.on("link", (link) => seen.push([link, client.link, client.state?.name ?? null]));
	void client.connect();
	await clock.advance(0);
	expect(seen).toEqual([
		["connecting", "connecting", null],
		["joining", "joining", null],
		["online", "online", "Front door"],
	]);
});

test("a token is offered as a subprotocol", async () => {
	const { clock, hub, client } = setUp({ authToken: "abcd" });
	void client.connect();
	await clock.advance(0);
	expect(hub.protocols).toEqual([["phoenix", "base64url.bearer.phx.YWJjZA"]]);
});

test("version 1 sends and reads objects", async () => {
	const clock = new VirtualClock();
	const sent: unknown[] = [];
	const client = new LockClient({
		url,
		serial: "lock-1",
		vsn: "1.0.0",
		clock,
		random: () => 0,
		dial: memoryDial(clock, (socket) =>
			socket.listen({
				frame: (frame) => {
					sent.push(JSON.parse(String(frame)));
					const { ref, topic } = JSON.parse(String(frame));
					const payload = { status: "ok", response: hubState };
					socket.send(JSON.stringify({ event: "phx_reply", payload, ref, topic }));
				},
				closed: () => {},
			}),
		),
	});
	const connecting = client.connect();
	await clock.advance(0);
	expect((await connecting).uuid).toBe(hubState.uuid);
	const resetting = client.reset();
	await clock.advance(0);
	expect((await resetting).name).toBe("Front door");
	expect(sent).toEqual([
		{ topic: "lock:lock-1", event: "phx_join", payload: {}, ref: "1", join_ref: "1" },
		{ topic: "lock:lock-1", event: "reset", payload: {}, ref: "2", join_ref: "1" },
	]);
});

test("disconnect leaves, closes with 1000, and stays away", async () => {
	const { clock, hub, client, links, problems } = setUp();
	void client.connect();
	await clock.advance(0);
	const gone = client.disconnect();
	expect(client.link).toBe("offline");
	await clock.advance(0);
	await gone;
	expect(hub.events).toEqual(["phx_join", "phx_leave"]);
	expect(hub.closes.map(({ code }) => code)).toEqual([1000]);
	await clock.advance(120_000);
	expect(hub.dialledAt).toEqual([0]);
	expect(links.at(-1)).toBe("offline");
	expect(problems).toEqual([]);
	expect(clock.pending).toBe(0);
});

test("connect after a disconnect dials again", async () => {
	const { clock, hub, client } = setUp();
	void client.connect();
	await clock.advance(0);
	void client.disconnect();
	const again = client.connect();
	await clock.advance(0);
	expect((await again).uuid).toBe(hubState.uuid);
	expect(hub.dialledAt).toHaveLength(2);
	expect(hub.received.at(-1)?.[0]).toBe("1");
});

test("a disconnect meanwhile rejects connect", async () => {
	const { clock, client } = setUp();
	const connecting = client.connect();
	const failed = expect(connecting).rejects.toMatchObject({ name: "ClosedError", code: "closed" });
	void client.disconnect();
	await clock.advance(0);
	await failed;
	expect(clock.pending).toBe(0);
});

test("an abort rejects connect with its reason and disconnects", async () => {
	const { clock, hub, client } = setUp();
	hub.refusal = { code: 1006, reason: "" };
	const abort = new AbortController();
	const connecting = client.connect({ signal: abort.signal });
	const failed = expect(connecting).rejects.toBe("enough");
	await clock.advance(1500);
	expect(hub.dialledAt).toEqual([0, 1000]);
	abort.abort("enough");
	expect(client.link).toBe("offline");
	await failed;
	await clock.advance(60_000);
	expect(hub.dialledAt).toEqual([0, 1000]);
	expect(clock.pending).toBe(0);
	await expect(client.connect({ signal: abort.signal })).rejects.toBe("enough");
	expect(client.link).toBe("offline");
});

test("an abort after the join changes nothing", async () => {
	const { clock, client } = setUp();
	const abort = new AbortController();
	const connecting = client.connect({ signal: abort.signal });
	await clock.advance(0);
	await connecting;
	abort.abort();
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test("a client with maxRetries gives up, says so, and can be told to try again", async () => {
	const { clock, hub, client, links, problems } = setUp({ maxRetries: 2 });
	hub.refusal = { code: 1006, reason: "" };
	const connecting = client.connect();
	const failed = expect(connecting).rejects.toMatchObject({
		name: "ClosedError",
		code: "gave-up",
		message: "gave up after 2 retries in a row",
	});
	await clock.advance(60_000);
	await failed;
	expect(hub.dialledAt).toEqual([0, 1000, 3000]);
	expect(links.at(-1)).toBe("offline");
	expect(problems).toEqual(["cut", "cut", "cut", "gave-up"]);
	expect(clock.pending).toBe(0);
	hub.refusal = null;
	const again = client.connect();
	await clock.advance(0);
	expect((await again).uuid).toBe(hubState.uuid);
});

test("dispose from any state leaves no timer and no socket", async () => {
	for (const ms of [0, 500, 1500, 31_000]) {
		for (const answers of [true, false]) {
			const { clock, hub, client } = setUp();
			hub.answer = answers ? ok : () => null;
			client.connect().catch(() => {});
			await clock.advance(ms);
			client.request("reset").catch(() => {});
			const disposed = client[Symbol.asyncDispose]();
			await clock.advance(0);
			await disposed;
			expect(clock.pending).toBe(0);
			await expect(client.connect()).rejects.toBeInstanceOf(UsageError);
			await expect(client.reset()).rejects.toMatchObject({ code: "not-online" });
			expect(clock.pending).toBe(0);
		}
	}
});

test("wrong options are refused at once, with what to do", () => {
	const clock = new VirtualClock();
	const options = { url, serial: "lock-1", clock };
	expect(() => new LockClient({ ...options, serial: "" })).toThrow(/serial must be 1 to 250 bytes/);
	expect(() => new LockClient({ ...options, serial: "é".repeat(126) })).toThrow(UsageError);
	expect(() => new LockClient({ ...options, requestTimeoutMs: 0 })).toThrow(/from 1 to/);
	expect(() => new LockClient({ ...options, joinTimeoutMs: Number.POSITIVE_INFINITY })).toThrow(
		/joinTimeoutMs must be a number from 1 to 2147483647/,
	);
	expect(() => new LockClient({ ...options, maxRetries: -1 })).toThrow(/maxRetries/);
	expect(() => new LockClient({ ...options, backoffSteps: [0] })).toThrow(/backoffSteps/);
	expect(() => new LockClient({ ...options, url: "http://hub" })).toThrow(/ws: or wss:/);
});
