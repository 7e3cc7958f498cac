import { expect, test } from "vitest";
import { ann, ChatStage, tokenOf } from "./testing/chat-stage.js";

const beat = '{"f":120}';

test("whoever is not heard for 1.5 intervals is told 4001, and not a moment before", async () => {
	for (const isIdentified of [false, true]) {
		const stage = new ChatStage();
		const client = isIdentified ? await stage.present(ann) : await stage.greeted();
		await stage.clock.advance(29_999);
		expect(client.take()).toEqual([]);
		await stage.clock.advance(1);
		expect(client.take()).toEqual(['{"f":150,"cnf":{"c":4001,"d":true}}']);
		expect(client.code).toBe(4001);
		expect(stage.log).toEqual([]);
	}
});

test("the deadline counts from the last heartbeat, to the millisecond", async () => {
	const stage = new ChatStage();
	const client = await stage.greeted();
	await stage.clock.advance(100);
	client.send(beat);
	await stage.clock.advance(29_999);
	expect(client.takeBriefs()).toEqual(["120"]);
	client.send(beat);
	await stage.clock.advance(29_999);
	expect(client.takeBriefs()).toEqual(["120"]);
	await stage.clock.advance(1);
	expect(client.takeBriefs()).toEqual(["150 4001 true"]);
});

test("nothing but a heartbeat counts", async () => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	for (let i = 0; i < 29; i++) {
		await stage.clock.advance(1000);
		client.say("alive").send("nonsense").present(tokenOf(ann)).send('{"f":"120"}');
	}
	await stage.clock.advance(999);
	expect(client.code).toBe(null);
	await stage.clock.advance(1);
	expect(client.takeBriefs().at(-1)).toBe("150 4001 true");
	expect(client.code).toBe(4001);
});

test.each([
	beat,
	'{"f":120,"cnf":null}',
	'{"f":120,"cnf":[1],"s":5,"t":"MESSAGE_CREATE","e":7}',
	' { "f" : 120 } ',
	'{"__proto__":{"f":110},"f":120}',
])("%s is a heartbeat", async (text) => {
	const stage = new ChatStage();
	const client = await stage.greeted();
	await stage.clock.advance(20_000);
	client.send(text);
	await stage.clock.advance(20_000);
	expect(client.take()).toEqual([beat]);
	expect(client.code).toBe(null);
});

test("another interval can be set, and is told", async () => {
	const stage = new ChatStage({ chat: { heartbeatIntervalMs: 41 } });
	const client = stage.dial();
	await stage.turn();
	expect(client.take()).toEqual(['{"f":100,"cnf":{"hb_int":41}}']);
	await stage.clock.advance(61);
	expect(client.code).toBe(null);
	await stage.clock.advance(1);
	expect(client.code).toBe(4001);
});

test("a session that was cut for silence goes on where it was", async () => {
	const stage = new ChatStage();
	const silent = await stage.present(ann);
	const client = await stage.present(ann);
	await stage.clock.advance(20_000);
	client.send(beat);
	await stage.clock.advance(20_000);
	client.send(beat).say("missed");
	await stage.turn();
	expect(silent.code).toBe(4001);
	const again = await stage.greeted();
	again.present(tokenOf(ann), { sessionId: silent.sessionId, s: 1 });
	await stage.turn();
	expect(again.takeBriefs()).toEqual(["140 resumed", "#2 MESSAGE_CREATE missed"]);
	expect(client.takeBriefs().filter((text) => text.includes("ROOM_USER"))).toEqual([]);
});
