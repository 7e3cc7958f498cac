import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { PuffBench, textOf } from "./testing/puff-bench.js";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("the hello is all that comes before the client acts", async () => {
	const bench = new PuffBench();
	const puffer = bench.dial();
	await bench.clock.advance(59_000);
	expect(puffer.take()).toEqual([
		{ op: 0, d: { session_id: expect.stringMatching(uuid), heartbeat_interval: 25_000 } },
	]);
});

test("every session has an id of its own, and the interval is the configured one", async () => {
	const bench = new PuffBench({ puff: { heartbeatIntervalMs: 4000 } });
	const [a, b] = [bench.dial(), bench.dial()];
	await bench.turn();
	expect(a.readHello()).toMatchObject({ d: { heartbeat_interval: 4000 } });
	b.readHello();
	expect(a.id).not.toBe(b.id);
});

test.each([
	["", false],
	["?encoding=json", false],
	["?compression=none", false],
	["?encoding=json&compression=gzip", false],
	["?encoding=etf", false],
	["?encoding=json&compression=zlib", true],
	["?encoding=etf&compression=zlib", true],
	["?compression=zlib", true],
])("with the query %j frames are deflated: %s", async (query, isDeflated) => {
	const bench = new PuffBench();
	const puffer = bench.dial(query);
	await bench.turn();
	puffer.say(2, { name: "Sour Diesel" });
	await bench.turn();
	expect(puffer.frames).toHaveLength(2);
	for (const frame of puffer.frames) {
		expect(typeof frame === "string").toBe(!isDeflated);
		if (typeof frame === "string") continue;
		// Each is a whole stream of its own.
		expect([frame[0], frame[1]]).toEqual([0x78, 0x9c]);
		expect(() => JSON.parse(inflateSync(frame).toString())).not.toThrow();
	}
	expect(textOf(puffer.frames[1] ?? "")).toMatch(
		/^\{"op":3,"t":"GROUP_CREATE","d":\{"group_id":"[0-9a-z]{6}","name":"Sour Diesel"\}\}$/,
	);
});

test.each(["", "?compression=zlib"])(
	"text and binary are understood on any connection (%j)",
	async (query) => {
		const bench = new PuffBench();
		const puffer = await bench.connect(query);
		puffer.say(2, { name: "a" }).sayDeflated(2, { name: "b" }).say(2, { name: "c" });
		await bench.turn();
		expect(puffer.take().map(({ d }) => (d as { name: string }).name)).toEqual(["a", "b", "c"]);
	},
);

test.each([
	"{",
	"",
	"null",
	"[]",
	'"op"',
	"7",
	"{}",
	'{"op":null}',
	'{"op":"2"}',
	'{"op":2.0}',
	'{"op":2e0}',
	'{"op":[2]}',
	'{"op":-1}',
	'{"op":99}',
	'{"op":0,"d":{"session_id":"x"}}',
	'{"op":3,"t":"GROUP_DELETE"}',
	'{"op":9}',
	'{"op":13,"d":{}}',
	'{"op":420}',
	'{"op":420,"d":{"x":1}}',
	'{"op":7}',
	'{"OP":2}',
	`{"op":2,"d":${"[".repeat(40)}${"]".repeat(40)}}`,
])("%s is met with silence", async (text) => {
	const bench = new PuffBench();
	const puffer = await bench.connect();
	puffer.raw(text);
	await bench.turn();
	expect(puffer.take()).toEqual([]);
	expect(puffer.code).toBeNull();
	expect(await puffer.ask(2)).toHaveLength(1);
});

test.each([
	["that is no zlib stream", new Uint8Array([1, 2, 3])],
	["that is empty", new Uint8Array()],
	["that is JSON", Buffer.from('{"op":2}')],
])("a binary frame %s ends the connection with 1011", async (_, frame) => {
	const bench = new PuffBench();
	const puffer = await bench.connect("?compression=zlib");
	puffer.raw(frame);
	await bench.turn();
	expect([puffer.code, puffer.reason]).toEqual([1011, ""]);
});

test("without a byte for 60 s the connection is closed with 1000 and no reason", async () => {
	const bench = new PuffBench();
	const silent = await bench.connect();
	const beating = await bench.connect();
	for (let i = 0; i < 4; i++) {
		await bench.clock.advance(25_000);
		beating.say(420);
	}
	await bench.turn();
	expect([silent.code, silent.reason]).toEqual([1000, ""]);
	expect(beating.code).toBeNull();
	expect(beating.take()).toEqual([]);
	await bench.clock.advance(59_000);
	expect(beating.code).toBeNull();
	beating.raw("not JSON");
	await bench.clock.advance(59_000);
	expect(beating.code).toBeNull();
	await bench.clock.advance(2000);
	expect(beating.code).toBe(1000);
});

test("the idle time can be another one, or none", async () => {
	const short = new PuffBench({ puff: { idleTimeoutMs: 5000 } });
	const puffer = await short.connect();
	await short.clock.advance(6000);
	expect(puffer.code).toBe(1000);
	const endless = new PuffBench({ puff: { idleTimeoutMs: 0 } });
	const patient = await endless.connect();
	await endless.clock.advance(10_000_000);
	expect(patient.code).toBeNull();
});

test("where heartbeats are insisted on, nothing else will do", async () => {
	const bench = new PuffBench({ puff: { heartbeatTimeoutMs: 30_000 } });
	const beating = await bench.connect();
	const talking = await bench.connect();
	for (let i = 0; i < 2; i++) {
		await bench.clock.advance(25_000);
		beating.say(420);
		talking.say(6, { name: "x" });
	}
	await bench.turn();
	expect([talking.code, talking.reason]).toEqual([4002, "HEARTBEAT_NOT_RECEIVED"]);
	expect(beating.code).toBeNull();
	await bench.clock.advance(31_000);
	expect(beating.code).toBe(4002);
	// Nothing is waited for any more.
	const brief = await bench.connect();
	brief.socket.close(1000);
	await bench.clock.advance(7000);
	expect(bench.clock.pending).toBe(0);
});
