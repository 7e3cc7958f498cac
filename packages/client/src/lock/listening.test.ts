import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { RawHub } from "../testing/raw-hub.js";
import { LockClient } from "./index.js";

async function online(): Promise<{
	clock: VirtualClock;
	hub: RawHub;
	client: LockClient;
	problems: { code: string; message: string }[];
}> {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	const client = new LockClient({
		url: "ws://hub/socket/websocket",
		serial: "lock-1",
		clock,
		random: () => 0,
		dial: hub.dial,
	});
	const problems: { code: string; message: string }[] = [];
	client.on("problem", (problem) => problems.push(problem));
	void client.connect();
	await clock.advance(0);
	return { clock, hub, client, problems };
}

const topic = "lock:lock-1";

test("mode:pair comes as pair with every key, other events as event", async () => {
	const { clock, hub, client } = await online();
	const heard: unknown[] = [];
	client.on("pair", (params) => heard.push(params));
	client.on("event", (event) => heard.push(event));
	hub.send(null, null, topic, "mode:pair", { user: { id: 1 }, extra: [1] });
	hub.send(null, null, topic, "event", { from: "x" });
	hub.send("1", null, topic, "own", {});
	await clock.advance(0);
	expect(heard).toEqual([
		{ user: { id: 1 }, extra: [1] },
		{ event: "event", payload: { from: "x" } },
		{ event: "own", payload: {} },
	]);
});

test("events of another topic or of an earlier join are not for this lock", async () => {
	const { clock, hub, client } = await online();
	let heard = 0;
	client.on("pair", () => heard++);
	hub.send(null, null, "lock:other", "mode:pair", {});
	hub.send("0", null, topic, "mode:pair", {});
	await clock.advance(0);
	expect(heard).toBe(0);
});

test.each([
	"",
	"nothing",
	"{}",
	"[]",
	"[1,2,3]",
	"null",
	'[null,null,5,"mode:pair",{}]',
	'["1","1","lock:lock-1","phx_reply",{}]',
	`${"[".repeat(5000)}${"]".repeat(5000)}`,
	new Uint8Array([9, 9, 9]),
	new Uint8Array(0),
])("the frame %o is ignored and reported", async (frame) => {
	const { clock, hub, client, problems } = await online();
	hub.socket?.send(frame);
	await clock.advance(0);
	expect(problems.map(({ code }) => code)).toEqual(["bad-frame"]);
	expect(problems[0]?.message).toContain("vsn 2.0.0");
	const resetting = client.reset();
	await clock.advance(0);
	expect((await resetting).serial).toBe("lock-1");
});

test("mode:pair without an object is ignored and reported", async () => {
	const { clock, hub, client, problems } = await online();
	let heard = 0;
	client.on("pair", () => heard++);
	for (const payload of [null, 5, [1], "x"]) hub.send(null, null, topic, "mode:pair", payload);
	await clock.advance(0);
	expect(heard).toBe(0);
	expect(problems.map(({ code }) => code)).toEqual(Array(4).fill("bad-event"));
});

test("a listener that throws is reported and breaks nothing", async () => {
	const { clock, hub, client, problems } = await online();
	const heard: string[] = [];
	client.on("pair", () => {
		throw new Error("mine");
	});
	client.on("pair", () => heard.push("pair"));
	client.on("problem", () => {
		throw new Error("mine too");
	});
	client.on("frame", () => {
		throw new Error("and mine");
	});
	hub.send(null, null, topic, "mode:pair", {});
	await clock.advance(0);
	expect(heard).toEqual(["pair"]);
	expect(problems).toContainEqual({
		code: "listener",
		message: 'a listener for "pair" threw: mine',
	});
	hub.socket?.close(1012);
	await clock.advance(1000);
	expect(client.link).toBe("online");
});

test("a listener may disconnect, and the promise waits for the socket's end", async () => {
	const { clock, hub, client } = await online();
	const gone: Promise<number>[] = [];
	client.on("pair", () => {
		gone.push(client.disconnect().then(() => hub.closes.length));
	});
	hub.send(null, null, topic, "mode:pair", {});
	await clock.advance(0);
	expect(await Promise.all(gone)).toEqual([1]);
	expect(client.link).toBe("offline");
	expect(hub.closes.map(({ code }) => code)).toEqual([1000]);
	expect(clock.pending).toBe(0);
});

test("frame tells everything that goes over the wire, in order", async () => {
	const { clock, client } = await online();
	const frames: string[] = [];
	const stop = client.on("frame", ({ direction, frame }) => frames.push(`${direction} ${frame}`));
	const resetting = client.reset();
	await clock.advance(0);
	await resetting;
	stop();
	void client.disconnect();
	await clock.advance(0);
	expect(frames).toHaveLength(2);
	expect(frames[0]).toBe('out ["1","2","lock:lock-1","reset",{}]');
	expect(frames[1]).toMatch(/^in \["1","2","lock:lock-1","phx_reply"/);
});
