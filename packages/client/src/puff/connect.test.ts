import { UsageError } from "@gw-sim/core";
import { describe, expect, test } from "vitest";
import { PuffBench } from "../testing/puff-bench.js";
import { PuffClient, type PuffClientOptions } from "./index.js";

const join = '{"op":1,"d":{"group_id":"ab12cd"}}';

test("connect resolves with the hello, and says nothing by itself", async () => {
	const bench = new PuffBench();
	const { clock, gateway, client, links, problems } = bench;
	const hellos = bench.heard("hello");
	const connecting = client.connect();
	await clock.advance(0);
	const session = { sessionId: "s1", heartbeatIntervalMs: 25_000 };
	expect(await connecting).toEqual(session);
	expect(hellos).toEqual([session]);
	expect(client.session).toEqual(session);
	expect(links).toEqual(["connecting", "joining", "online"]);
	expect(await client.connect()).toEqual(session);
	expect(gateway.dialledAt).toEqual([0]);
	expect([gateway.received, problems]).toEqual([[], []]);
	expect([client.group, client.groupId, client.publicGroups]).toEqual([null, null, null]);
});

test.each<[string, Partial<PuffClientOptions>, string]>([
	["ws://g/socket", {}, "ws://g/socket?encoding=json&compression=none"],
	["ws://g/socket", { compression: "zlib" }, "ws://g/socket?encoding=json&compression=zlib"],
	["ws://g/?compression=zlib&a=%2F", {}, "ws://g/?a=%2F&encoding=json&compression=zlib"],
	["ws://g/?compression=lzma&encoding=etf", {}, "ws://g/?encoding=json&compression=none"],
	["ws://g/?compression=zlib", { compression: "none" }, "ws://g/?encoding=json&compression=none"],
])("%s with %j is dialled as %s", async (url, options, dialled) => {
	const { clock, gateway, client } = new PuffBench({ url, ...options });
	void client.connect();
	await clock.advance(0);
	expect(gateway.urls).toEqual([dialled]);
});

test("heartbeats go out at the gateway's interval, the first one interval after the hello", async () => {
	const { clock, gateway, client } = new PuffBench();
	gateway.heartbeatIntervalMs = 4000;
	void client.connect();
	await clock.advance(13_000);
	expect(gateway.heartbeats).toEqual([4000, 8000, 12_000]);
});

test("a gateway without a hello is left, and tried again", async () => {
	const { clock, gateway, client, links, problems } = new PuffBench();
	gateway.greets = false;
	const connecting = client.connect();
	await clock.advance(11_000);
	expect(problems).toEqual(["hello-timeout"]);
	expect(gateway.closes.map(({ code }) => code)).toEqual([1000]);
	expect(links).toEqual(["connecting", "joining", "backoff", "connecting", "joining"]);
	gateway.hello();
	await clock.advance(0);
	expect((await connecting).sessionId).toBe("s1");
});

test("losses are told, and followed by 1, 2, 5, 10, then 15 s", async () => {
	const { clock, gateway, client, problems } = await PuffBench.online();
	gateway.socket?.close(1012);
	await clock.advance(0);
	expect(problems).toEqual(["closed"]);
	gateway.greets = false;
	const cutAll = client.on("link", (link) => link === "joining" && gateway.socket?.terminate());
	await clock.advance(60_000);
	cutAll();
	expect(gateway.dialledAt.slice(0, 7)).toEqual([0, 1000, 3000, 8000, 18_000, 33_000, 48_000]);
	expect(new Set(problems)).toEqual(new Set(["closed", "cut"]));
});

describe("after a loss", () => {
	test("the client says its name, goes back to its group, and tells all of its device", async () => {
		const bench = await PuffBench.inGroup({ name: "Ada", deviceType: "peak" });
		const { gateway, client, links } = bench;
		client.sendDeviceState({ state: 5, temperature: 24 });
		client.sendDeviceState({ temperature: 25 });
		await bench.settle();
		const user = '{"op":6,"d":{"name":"Ada","device_type":"peak"}}';
		const told = [user, join, '{"op":4,"d":{"state":5,"temperature":24}}'];
		expect(gateway.said).toEqual([...told, '{"op":4,"d":{"temperature":25}}']);
		gateway.received.length = 0;
		links.length = 0;
		await bench.cut();
		expect(gateway.said).toEqual([user, join, '{"op":4,"d":{"state":5,"temperature":25}}']);
		expect(links).toEqual(["backoff", "connecting", "joining", "online"]);
		expect([client.session?.sessionId, client.group?.groupId]).toEqual(["s2", "ab12cd"]);
	});

	test("the group is left, and joined again with a new view", async () => {
		const bench = await PuffBench.inGroup();
		const { client } = bench;
		const first = client.group;
		const told = [bench.heard("left"), bench.heard("joined")];
		bench.gateway.socket?.terminate();
		await bench.settle();
		expect([client.group, client.session, client.groupId]).toEqual([null, null, "ab12cd"]);
		await bench.clock.advance(1000);
		expect(told).toEqual([[{ groupId: "ab12cd" }], [client.group]]);
		expect(client.group).not.toBe(first);
	});

	test("a group that is gone is tried again every 5 s, and its absence told each time", async () => {
		const bench = await PuffBench.inGroup();
		const { clock, gateway, client, links, problems } = bench;
		gateway.groups.clear();
		await bench.cut();
		expect([client.link, client.group]).toEqual(["joining", null]);
		await clock.advance(10_000);
		expect(problems).toEqual(["cut", "rejoin-failed", "rejoin-failed", "rejoin-failed"]);
		const joins = gateway.receivedAt.filter((_, i) => gateway.received[i] === join);
		expect(joins).toEqual([0, 1000, 6000, 11_000]);
		gateway.groups.add("ab12cd");
		await clock.advance(5000);
		expect([client.link, client.group?.groupId]).toEqual(["online", "ab12cd"]);
		expect(links.at(-1)).toBe("online");
	});

	test("leaveGroup ends coming back", async () => {
		const bench = await PuffBench.inGroup();
		const { clock, gateway, client } = bench;
		gateway.groups.clear();
		await bench.cut();
		client.leaveGroup();
		expect([client.link, client.groupId]).toEqual(["online", null]);
		gateway.received.length = 0;
		await clock.advance(20_000);
		expect(gateway.said).toEqual([]);
	});
});

test("a drop of its own is nobody's problem", async () => {
	const { clock, client, links, problems } = await PuffBench.inGroup();
	client.drop();
	expect(client.link).toBe("backoff");
	await clock.advance(1000);
	expect(links.slice(3)).toEqual(["backoff", "connecting", "joining", "online"]);
	expect(problems).toEqual([]);
});

test("disconnect closes with 1000, stays away and rejects who waits; connect goes back", async () => {
	const { clock, gateway, client } = await PuffBench.inGroup();
	gateway.answers = false;
	const failed = expect(client.createGroup()).rejects.toMatchObject({ code: "closed" });
	const gone = client.disconnect();
	expect([client.link, client.group]).toEqual(["offline", null]);
	await clock.advance(0);
	await gone;
	await failed;
	expect(gateway.closes.map(({ code }) => code)).toEqual([1000]);
	await clock.advance(60_000);
	expect(gateway.dialledAt).toHaveLength(1);
	gateway.answers = true;
	const back = client.connect();
	await clock.advance(0);
	await back;
	expect(client.group?.groupId).toBe("ab12cd");
});

test("a suspended user does not come back, and connect says why", async () => {
	const { clock, gateway, client, problems } = new PuffBench();
	gateway.greets = false;
	const failed = expect(client.connect()).rejects.toMatchObject({
		name: "PuffRefusedError",
		code: "refused",
	});
	await clock.advance(0);
	gateway.socket?.close(4003, "USER_SUSPENDED");
	await clock.advance(60_000);
	await failed;
	expect([client.link, problems, gateway.dialledAt.length]).toEqual(["offline", ["refused"], 1]);
});

test("maxRetries ends it", async () => {
	const { clock, gateway, client, problems } = new PuffBench({ maxRetries: 1 });
	gateway.greets = false;
	client.on("link", (link) => link === "joining" && gateway.socket?.terminate());
	const failed = expect(client.connect()).rejects.toMatchObject({
		name: "ClosedError",
		code: "gave-up",
	});
	await clock.advance(60_000);
	await failed;
	expect(problems).toEqual(["cut", "cut", "gave-up"]);
	expect(client.link).toBe("offline");
});

test("an aborted connect disconnects, and rejects with the signal's reason", async () => {
	const { clock, gateway, client } = new PuffBench();
	gateway.greets = false;
	const abort = new AbortController();
	const failed = expect(client.connect({ signal: abort.signal })).rejects.toThrow("enough");
	await clock.advance(0);
	abort.abort(new Error("enough"));
	await failed;
	expect(client.link).toBe("offline");
	await expect(client.connect({ signal: abort.signal })).rejects.toThrow("enough");
});

test("a client that is disposed of is of no use, and says so", async () => {
	const { gateway, client, clock } = await PuffBench.inGroup();
	const disposed = client[Symbol.asyncDispose]();
	await clock.advance(0);
	await disposed;
	gateway.received.length = 0;
	await expect(client.connect()).rejects.toThrow(UsageError);
	await expect(client.createGroup()).rejects.toMatchObject({ code: "not-online" });
	await expect(client.joinGroup("ab12cd")).rejects.toMatchObject({ code: "not-online" });
	expect(() => client.inquire()).toThrow(expect.objectContaining({ code: "not-online" }));
	client.leaveGroup();
	client.setUser({ name: "Ada" });
	client.sendDeviceState({ state: 5 });
	await clock.advance(60_000);
	expect(gateway.received).toEqual([]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
	["a URL", { url: "http://g/socket" }, /ws: or wss:/],
	["a compression", { compression: "gzip" }, /"none" or "zlib"/],
	["a name", { name: "n".repeat(33) }, /name must be .* up to 32/],
	["a device type", { deviceType: "n".repeat(33) }, /deviceType must be .* up to 32/],
	["a deadline", { helloTimeoutMs: 0 }, /helloTimeoutMs must be a number from 1/],
	["a size", { maxMessageBytes: Number.NaN }, /maxMessageBytes must be a number/],
	["a number of retries", { maxRetries: -1 }, /maxRetries/],
])("%s that is wrong is a usage error", (_, options, message) => {
	const make = (): PuffClient => new PuffClient({ url: "ws://g/socket", ...options });
	expect(make).toThrow(UsageError);
	expect(make).toThrow(message);
});
