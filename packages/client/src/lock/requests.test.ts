import type { JsonObject } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { hubState, ok, RawHub, reply } from "../testing/raw-hub.js";
import { LockClient, type LockClientOptions, LockRefusedError } from "./index.js";

async function online(options: Partial<LockClientOptions> = {}): Promise<{
	clock: VirtualClock;
	hub: RawHub;
	client: LockClient;
}> {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	const client = new LockClient({
		url: "ws://hub/socket/websocket",
		serial: "lock-1",
		clock,
		random: () => 0,
		dial: hub.dial,
		...options,
	});
	void client.connect();
	await clock.advance(0);
	return { clock, hub, client };
}

test("reset gives the hub's state now, and the client keeps it", async () => {
	const { clock, hub, client } = await online();
	hub.answer = (frame) => reply(frame, "ok", { ...hubState, name: "Back door", mode: 2 });
	const resetting = client.reset();
	await clock.advance(0);
	expect(await resetting).toMatchObject({ name: "Back door", mode: 2 });
	expect(client.state?.name).toBe("Back door");
	expect(hub.received.at(-1)).toEqual(["1", "2", "lock:lock-1", "reset", {}]);
});

test("completePair echoes every key, and adds the item's serial", async () => {
	const { clock, hub, client } = await online();
	const params: JsonObject = JSON.parse(
		'{"user":{"id":1,"more":[{"deep":null}]},"pair_id":"x","__proto__":{"a":1},"serial":"old"}',
	);
	const pairing = client.completePair(params, "04A1B2C3");
	await clock.advance(0);
	await pairing;
	const [, , , event, payload] = hub.received.at(-1) ?? [];
	expect(event).toBe("pair:complete");
	expect(JSON.stringify(payload)).toBe(
		'{"user":{"id":1,"more":[{"deep":null}]},"pair_id":"x","__proto__":{"a":1},"serial":"04A1B2C3"}',
	);
});

test("requestAccess asks with the lock's uuid, and gives user and access", async () => {
	const { clock, hub, client } = await online();
	const answer = { user: { id: 1, email: "a@b" }, access: true };
	hub.answer = (frame) => reply(frame, "ok", answer);
	const asking = client.requestAccess("04A1B2C3");
	await clock.advance(0);
	expect(await asking).toEqual(answer);
	expect(hub.received.at(-1)?.[4]).toEqual({ uuid: hubState.uuid, device: "04A1B2C3" });
});

test("sendEvent and request send any payload", async () => {
	const { clock, hub, client } = await online();
	const done = Promise.all([client.sendEvent({ access: false }), client.request("own", [1, null])]);
	await clock.advance(0);
	expect(await done).toEqual([undefined, {}]);
	expect(hub.received.slice(1).map((frame) => frame.slice(3))).toEqual([
		["event", { access: false }],
		["own", [1, null]],
	]);
});

test("an error reply rejects with the hub's reason", async () => {
	const { clock, hub, client } = await online();
	hub.answer = (frame) => reply(frame, "error", { reason: "unknown pair", more: 1 });
	const failed = client.completePair({}, "04").catch((error: unknown) => error);
	await clock.advance(0);
	const error = await failed;
	expect(error).toBeInstanceOf(LockRefusedError);
	expect(error).toMatchObject({
		name: "LockRefusedError",
		code: "refused",
		reason: "unknown pair",
		response: { reason: "unknown pair", more: 1 },
		message: "the hub refused pair:complete: unknown pair",
	});
});

test("an answer of the wrong shape rejects as bad-reply", async () => {
	const { clock, client } = await online();
	const failed = expect(client.requestAccess("04")).rejects.toMatchObject({ code: "bad-reply" });
	await clock.advance(0);
	await failed;
});

test("no answer within the time rejects as timeout, and a late one is ignored", async () => {
	const { clock, hub, client } = await online({ requestTimeoutMs: 3000 });
	hub.answer = () => null;
	const failed = expect(client.reset()).rejects.toMatchObject({ code: "timeout", afterMs: 3000 });
	await clock.advance(3000);
	await failed;
	hub.send("1", "2", "lock:lock-1", "phx_reply", { status: "ok", response: hubState });
	await clock.advance(0);
	expect(client.link).toBe("online");
});

test("a request before the join or after a loss rejects, one under way too", async () => {
	const { clock, hub, client } = await online();
	hub.answer = () => null;
	const closed = expect(client.reset()).rejects.toMatchObject({ code: "closed" });
	hub.socket?.terminate();
	await clock.advance(0);
	await closed;
	await expect(client.reset()).rejects.toMatchObject({ name: "ClosedError", code: "not-online" });
});

test("one request too many is refused at once", async () => {
	const { clock, hub, client } = await online({ maxRequests: 2 });
	hub.answer = () => null;
	const waiting = [client.reset(), client.reset()].map((request) => request.catch(() => "late"));
	await expect(client.reset()).rejects.toMatchObject({ name: "UsageError", code: "too-many" });
	await clock.advance(10_000);
	expect(await Promise.all(waiting)).toEqual(["late", "late"]);
	hub.answer = ok;
	const next = client.reset();
	await clock.advance(0);
	expect((await next).uuid).toBe(hubState.uuid);
});

test("an abort rejects the request alone", async () => {
	const { clock, hub, client } = await online();
	hub.answer = () => null;
	const abort = new AbortController();
	const failed = expect(client.reset({ signal: abort.signal })).rejects.toBe("no more");
	abort.abort("no more");
	await failed;
	await expect(client.reset({ signal: abort.signal })).rejects.toBe("no more");
	await clock.advance(10_000);
	expect(client.link).toBe("online");
	expect(hub.events.filter((event) => event === "reset")).toHaveLength(1);
});

test("a payload that cannot be sent is refused, and nothing is sent", async () => {
	const { hub, client } = await online({ vsn: "2.0.0" });
	const cycle: Record<string, unknown> = {};
	cycle.self = cycle;
	// @ts-expect-error a cycle is no JSON
	await expect(client.sendEvent(cycle)).rejects.toMatchObject({ code: "bad-usage" });
	await expect(client.request("x".repeat(256), new Uint8Array(1))).rejects.toMatchObject({
		code: "bad-usage",
	});
	expect(hub.events).toEqual(["phx_join"]);
	expect(client.link).toBe("online");
});
