import { describe, expect, test } from "vitest";
import { testServer } from "../../testing/test-server.js";

const uuid = expect.stringMatching(
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);
const state = (serial: string) => ({
	uuid,
	serial,
	name: null,
	mode: null,
	feature_flags: [],
	config: null,
});
const ok = (response: unknown = {}) => ({ status: "ok", response });
const error = (reason: string) => ({ status: "error", response: { reason } });

describe("heartbeat", () => {
	test("is answered without a join, whatever its payload, with a null join_ref", async () => {
		const client = await (await testServer()).lock();
		client.send([null, "7", "phoenix", "heartbeat", {}], ["3", "8", "phoenix", "heartbeat", 5]);
		expect(await client.take(2)).toEqual([
			[null, "7", "phoenix", "phx_reply", ok()],
			[null, "8", "phoenix", "phx_reply", ok()],
		]);
	});

	test("any other event on its topic is unmatched", async () => {
		const client = await (await testServer()).lock();
		client.send([null, "7", "phoenix", "nope", {}]);
		expect(await client.next()).toEqual([
			null,
			"7",
			"phoenix",
			"phx_reply",
			error("unmatched topic"),
		]);
	});
});

describe("phx_join", () => {
	test("answers with the lock's state, equal for equal serials", async () => {
		const server = await testServer();
		const [a, b] = [await server.lock(), await server.lock("name=b&vsn=2.0.0")];
		a.send(["1", "1", "lock:x", "phx_join", { ignored: true }]);
		b.send(["9", "9", "lock:x", "phx_join", {}]);
		const first = await a.next();
		expect(first).toEqual(["1", "1", "lock:x", "phx_reply", ok(state("x"))]);
		expect((await b.next()) as unknown[]).toEqual([
			"9",
			"9",
			"lock:x",
			"phx_reply",
			(first as unknown[])[4],
		]);
	});

	test("echoes refs with their JSON type", async () => {
		const client = await (await testServer()).lock();
		client.send([1, 2, "lock:x", "phx_join", {}], [1, { a: [3] }, "lock:x", "reset", null]);
		expect(await client.take(2)).toEqual([
			[1, 2, "lock:x", "phx_reply", ok(state("x"))],
			[1, { a: [3] }, "lock:x", "phx_reply", ok(state("x"))],
		]);
	});

	test("with a null join_ref the channel goes by the join's ref", async () => {
		const client = await (await testServer()).lock();
		client.send([null, "4", "lock:x", "phx_join", {}], ["4", "5", "lock:x", "reset", {}]);
		const [join, reset] = await client.take(2);
		expect(join).toEqual([null, "4", "lock:x", "phx_reply", ok(state("x"))]);
		expect(reset).toEqual(["4", "5", "lock:x", "phx_reply", ok(state("x"))]);
	});

	test.each(["lock", "room:1", "", "locks:x"])("topic %j has no channel", async (topic) => {
		const client = await (await testServer()).lock();
		client.send(["1", "1", topic, "phx_join", {}]);
		expect(await client.next()).toEqual([null, "1", topic, "phx_reply", error("unmatched topic")]);
	});

	test.each([5, null, ["lock:x"], { a: 1 }])("topic %j does not kill the socket", async (topic) => {
		const client = await (await testServer()).lock();
		client.send(["1", "1", topic, "phx_join", {}], [null, "2", "phoenix", "heartbeat", {}]);
		expect(await client.take(2)).toEqual([
			[null, "1", topic, "phx_reply", error("unmatched topic")],
			[null, "2", "phoenix", "phx_reply", ok()],
		]);
	});

	test("an empty serial and one of 251 bytes are refused, one of 250 is not", async () => {
		const client = await (await testServer()).lock();
		const [long, tooLong] = ["ü".repeat(125), `${"ü".repeat(125)}x`];
		client.send(
			["1", "1", "lock:", "phx_join", {}],
			["2", "2", `lock:${tooLong}`, "phx_join", {}],
			["3", "3", `lock:${long}`, "phx_join", {}],
		);
		expect(await client.take(3)).toEqual([
			["1", "1", "lock:", "phx_reply", error("invalid serial")],
			["2", "2", `lock:${tooLong}`, "phx_reply", error("invalid serial")],
			["3", "3", `lock:${long}`, "phx_reply", ok(state(long))],
		]);
	});

	test("a duplicate is answered first, then the old one is closed by its own join_ref", async () => {
		const client = await (await testServer()).lock();
		for (const ref of ["1", "2", "3"]) client.send([ref, ref, "lock:x", "phx_join", {}]);
		const frames = (await client.take(5)) as unknown[][];
		const order = frames.map(([joinRef, , , event]) => `${event} ${joinRef}`);
		expect(order.filter((line) => line.startsWith("phx_reply"))).toEqual([
			"phx_reply 1",
			"phx_reply 2",
			"phx_reply 3",
		]);
		expect(order.filter((line) => line.startsWith("phx_close"))).toEqual([
			"phx_close 1",
			"phx_close 2",
		]);
		expect(order.indexOf("phx_close 1")).toBeGreaterThan(order.indexOf("phx_reply 2"));
	});

	test("the 101st channel of a socket is refused", async () => {
		const client = await (await testServer()).lock();
		for (let i = 1; i <= 101; i++) client.send([`${i}`, `${i}`, `lock:${i}`, "phx_join", {}]);
		const frames = await client.take(101);
		expect(frames[99]).toEqual(["100", "100", "lock:100", "phx_reply", ok(state("100"))]);
		expect(frames[100]).toEqual([
			"101",
			"101",
			"lock:101",
			"phx_reply",
			error("too many channels joined"),
		]);
		client.send(
			["100", "r", "lock:100", "phx_leave", {}],
			["102", "102", "lock:102", "phx_join", {}],
		);
		expect((await client.take(3))[2]).toEqual([
			"102",
			"102",
			"lock:102",
			"phx_reply",
			ok(state("102")),
		]);
	});

	test("limits.locks bounds the serials that the hub remembers", async () => {
		const client = await (await testServer({ limits: { locks: 1 } })).lock();
		client.send(
			["1", "1", "lock:a", "phx_join", {}],
			["2", "2", "lock:b", "phx_join", {}],
			["3", "3", "lock:a", "phx_join", {}],
		);
		const frames = await client.take(3);
		expect(frames[1]).toEqual(["2", "2", "lock:b", "phx_reply", error("too many locks")]);
		expect(frames[2]).toEqual(["3", "3", "lock:a", "phx_reply", ok(state("a"))]);
	});
});

describe("phx_leave", () => {
	test("is answered, then the channel is closed", async () => {
		const client = await (await testServer()).lock();
		client.send(
			["1", "1", "lock:x", "phx_join", {}],
			["1", "2", "lock:x", "phx_leave", {}],
			["1", "3", "lock:x", "reset", {}],
		);
		expect((await client.take(4)).slice(1)).toEqual([
			["1", "2", "lock:x", "phx_reply", ok()],
			["1", "1", "lock:x", "phx_close", {}],
			[null, "3", "lock:x", "phx_reply", error("unmatched topic")],
		]);
	});

	test.each(["lock:y", "nowhere", 5])(
		"of %j that is not joined is answered ok alone",
		async (topic) => {
			const client = await (await testServer()).lock();
			client.send(["8", "9", topic, "phx_leave", {}]);
			expect(await client.drain()).toEqual([["8", "9", topic, "phx_reply", ok()]]);
		},
	);

	test("with the join_ref of another generation is ignored; with null it leaves", async () => {
		const client = await (await testServer()).lock();
		client.send(["1", "1", "lock:x", "phx_join", {}]);
		await client.next();
		client.send(["0", "2", "lock:x", "phx_leave", {}]);
		expect(await client.drain()).toEqual([]);
		client.send([null, "3", "lock:x", "phx_leave", {}]);
		expect(await client.take(2)).toEqual([
			["1", "3", "lock:x", "phx_reply", ok()],
			["1", "1", "lock:x", "phx_close", {}],
		]);
	});
});

describe("events of a channel", () => {
	test("on a topic that is not joined are unmatched, with a null join_ref", async () => {
		const client = await (await testServer()).lock();
		client.send(["1", "2", "lock:x", "reset", {}]);
		expect(await client.next()).toEqual([
			null,
			"2",
			"lock:x",
			"phx_reply",
			error("unmatched topic"),
		]);
	});

	test("a stale join_ref is dropped in silence, by type as well; null is accepted", async () => {
		const client = await (await testServer()).lock();
		client.send([1, 1, "lock:x", "phx_join", {}]);
		await client.next();
		client.send(["1", "2", "lock:x", "reset", {}], [2, "3", "lock:x", "reset", {}]);
		expect(await client.drain()).toEqual([]);
		client.send([null, "4", "lock:x", "reset", {}]);
		expect(await client.next()).toEqual([1, "4", "lock:x", "phx_reply", ok(state("x"))]);
	});

	test.each(["nope", "phx_close", "phx_reply", 5, null])(
		"%j crashes the channel",
		async (event) => {
			const client = await (await testServer()).lock();
			client.send(
				["1", "1", "lock:x", "phx_join", {}],
				["1", "2", "lock:x", event, {}],
				["1", "3", "lock:x", "reset", {}],
				["4", "4", "lock:x", "phx_join", {}],
			);
			expect((await client.take(4)).slice(1)).toEqual([
				["1", "1", "lock:x", "phx_error", { reason: "channel_crash" }],
				[null, "3", "lock:x", "phx_reply", error("unmatched topic")],
				["4", "4", "lock:x", "phx_reply", ok(state("x"))],
			]);
		},
	);

	test("join, reset, leave, join, reset in one burst are answered in order", async () => {
		const client = await (await testServer()).lock();
		client.send(
			["1", "1", "lock:x", "phx_join", {}],
			["1", "2", "lock:x", "reset", {}],
			["1", "3", "lock:x", "phx_leave", {}],
			["4", "4", "lock:x", "phx_join", {}],
			["4", "5", "lock:x", "reset", {}],
		);
		const frames = (await client.take(6)) as unknown[][];
		expect(frames.map(([, ref, , event]) => `${event} ${ref}`)).toEqual([
			"phx_reply 1",
			"phx_reply 2",
			"phx_reply 3",
			"phx_close 1",
			"phx_reply 4",
			"phx_reply 5",
		]);
	});
});

describe("frames that cannot be decoded close with 1011 and an empty reason", () => {
	const bad: readonly (string | Uint8Array)[] = [
		'["1","1","lock:x","phx_join"]',
		"{}",
		'"text"',
		"null",
		"{nope",
		"",
		new Uint8Array([9, 1, 1, 1, 1]),
		new Uint8Array([0, 200, 1, 1, 1, 1]),
		new Uint8Array([]),
		new TextEncoder().encode('[null,"1","phoenix","heartbeat",{}]'),
		`[null,"1","phoenix","heartbeat",${"[".repeat(33)}${"]".repeat(33)}]`,
	];
	test.each(bad.map((frame) => [frame]))("%s", async (frame) => {
		const server = await testServer();
		const [client, other] = [await server.lock(), await server.lock()];
		client.send(frame);
		expect(await client.closed()).toEqual({ code: 1011, reason: "" });
		other.send([null, "1", "phoenix", "heartbeat", {}]);
		expect(await other.next()).toEqual([null, "1", "phoenix", "phx_reply", ok()]);
	});

	test("more than five elements are fine", async () => {
		const client = await (await testServer()).lock();
		client.send([null, "1", "phoenix", "heartbeat", {}, "more"]);
		expect(await client.next()).toEqual([null, "1", "phoenix", "phx_reply", ok()]);
	});

	test("JSON in a binary frame is taken with lock.legacyFirmware", async () => {
		const client = await (await testServer({ lock: { legacyFirmware: true } })).lock();
		client.send(new TextEncoder().encode('[null,7,"phoenix","heartbeat",{}]'));
		expect(await client.next()).toEqual([null, 7, "phoenix", "phx_reply", ok()]);
	});
});

describe("V2 binary frames", () => {
	const push = (joinRef: string, ref: string, topic: string, event: string, data: number[]) => {
		const fields = [joinRef, ref, topic, event].map((text) => new TextEncoder().encode(text));
		return new Uint8Array([
			0,
			...fields.map((f) => f.length),
			...fields.flatMap((f) => [...f]),
			...data,
		]);
	};

	test("a join, a heartbeat and a reset in them get text replies", async () => {
		const client = await (await testServer()).lock();
		client.send(
			push("1", "1", "lock:x", "phx_join", [0xde, 0xad]),
			push("", "2", "phoenix", "heartbeat", []),
			push("1", "3", "lock:x", "reset", [0xff]),
		);
		expect(await client.take(3)).toEqual([
			["1", "1", "lock:x", "phx_reply", ok(state("x"))],
			[null, "2", "phoenix", "phx_reply", ok()],
			["1", "3", "lock:x", "phx_reply", ok(state("x"))],
		]);
	});

	test("bytes are no pair data, and an event of bytes is answered", async () => {
		const client = await (await testServer()).lock();
		client.send(
			push("1", "1", "lock:x", "phx_join", []),
			push("1", "2", "lock:x", "pair:complete", [1, 2, 3]),
			push("1", "3", "lock:x", "event", [1, 2, 3]),
		);
		expect((await client.take(3)).slice(1)).toEqual([
			["1", "2", "lock:x", "phx_reply", error("invalid pair data")],
			["1", "3", "lock:x", "phx_reply", ok()],
		]);
	});
});

describe("V1", () => {
	test("answers with exactly four keys", async () => {
		const client = await (await testServer()).lock("name=a");
		client.send({ topic: "lock:x", event: "phx_join", payload: {}, ref: "1" });
		expect(await client.next()).toEqual({
			topic: "lock:x",
			event: "phx_reply",
			ref: "1",
			payload: ok(state("x")),
		});
		client.send({ topic: "lock:x", event: "phx_leave", payload: {}, ref: "2" });
		expect(await client.take(2)).toEqual([
			{ topic: "lock:x", event: "phx_reply", ref: "2", payload: ok() },
			{ topic: "lock:x", event: "phx_close", ref: null, payload: {} },
		]);
	});

	test("phx_error carries the join_ref that the client gave", async () => {
		const client = await (await testServer()).lock("name=a&vsn=1.0.0");
		client.send(
			{ topic: "lock:x", event: "phx_join", payload: {}, ref: "1", join_ref: "j" },
			{ topic: "lock:x", event: "nope", payload: {}, ref: "2", join_ref: "j" },
		);
		expect((await client.take(2))[1]).toEqual({
			topic: "lock:x",
			event: "phx_error",
			ref: "j",
			payload: { reason: "channel_crash" },
		});
	});

	test("reads the same JSON from binary frames, and honours join_ref for staleness", async () => {
		const client = await (await testServer()).lock("name=a");
		const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
		client.send(
			bytes({ topic: "lock:x", event: "phx_join", payload: {}, ref: "1", join_ref: "1" }),
		);
		await client.next();
		client.send({ topic: "lock:x", event: "reset", payload: {}, ref: "2", join_ref: "0" });
		expect(await client.drain()).toEqual([]);
	});

	test.each(["[]", '{"topic":"lock:x","event":"phx_join","ref":"1"}', "nope"])(
		"%s closes 1011",
		async (text) => {
			const client = await (await testServer()).lock("name=a");
			client.send(text);
			expect((await client.closed()).code).toBe(1011);
		},
	);
});
