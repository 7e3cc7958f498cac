import { expect, test } from "vitest";
import { RawClient } from "../../testing/raw-client.js";
import { testServer } from "../../testing/test-server.js";
import { ann, ChatStage, secret, tokenOf } from "./testing/chat-stage.js";

/** A heartbeat of so many bytes, filled up with a text of one character. */
function padded(bytes: number, character: string): string {
	const frame = (text: string): string => `{"f":120,"x":"${text}"}`;
	const room = bytes - frame("").length;
	const width = Buffer.byteLength(character);
	const text = frame(character.repeat(Math.floor(room / width)) + "a".repeat(room % width));
	expect(Buffer.byteLength(text)).toBe(bytes);
	return text;
}

test.each(["a", "é", "€", "😀"])(
	"4096 bytes of UTF-8 pass and 4097 do not, in %j and before anybody has identified",
	async (character) => {
		const stage = new ChatStage();
		const client = await stage.greeted();
		client.send(padded(4096, character));
		await stage.turn();
		expect(client.take()).toEqual(['{"f":120}']);
		client.send(padded(4097, character)).present(tokenOf(ann));
		await stage.turn();
		expect(client.take()).toEqual(['{"f":150,"cnf":{"c":4000,"d":true}}']);
		expect(client.code).toBe(4000);
	},
);

test("the limit is looked at before the text is read", async () => {
	for (const text of ["{".repeat(4097), "x".repeat(5000), `{"f":130${" ".repeat(4090)}`]) {
		const stage = new ChatStage();
		const client = await stage.greeted();
		client.send(text);
		await stage.turn();
		expect(client.takeBriefs()).toEqual(["150 4000 true"]);
	}
	const stage = new ChatStage();
	const client = await stage.greeted();
	client.socket.send(new Uint8Array(4096));
	client.socket.send(new Uint8Array(4097));
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["150 4004 false", "150 4000 true"]);
});

test("what the gateway itself sends may be longer", async () => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	client.emit("MESSAGE_CREATE", JSON.stringify({ content: "x".repeat(4030) }));
	await stage.turn();
	expect(client.take()[0]?.length).toBeGreaterThan(4096);
});

test("another limit can be set", async () => {
	const stage = new ChatStage({ chat: { maxPayloadBytes: 100_000 } });
	const client = await stage.greeted();
	client.send(padded(100_000, "é"));
	client.send(padded(100_001, "é"));
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["120", "150 4000 true"]);
});

test("over sockets a payload is told 4000 in one piece and in many, and 1009 beyond 64 KiB", async () => {
	const server = await testServer({ chat: { jwtSecret: secret } });
	const greeted = async (): Promise<RawClient> => {
		const client = await RawClient.open(server.endpoints.chat);
		await client.next();
		return client;
	};
	const pieces = await greeted();
	for (let i = 0; i < 40; i++) pieces.ws.send("x".repeat(103), { fin: i === 39 });
	expect(await pieces.next()).toEqual({ f: 150, cnf: { c: 4000, d: true } });
	expect((await pieces.closed()).code).toBe(4000);
	const whole = await greeted();
	whole.send("x".repeat(65_536));
	expect(await whole.next()).toEqual({ f: 150, cnf: { c: 4000, d: true } });
	expect((await whole.closed()).code).toBe(4000);
	const huge = await greeted();
	huge.send("x".repeat(65_537));
	expect((await huge.closed()).code).toBe(1009);
	await expect(huge.next()).rejects.toThrow("closed with 1009");
});

test("the largest limit that can be set is still one", async () => {
	const server = await testServer({ chat: { jwtSecret: secret, maxPayloadBytes: 1_073_741_824 } });
	const client = await RawClient.open(server.endpoints.chat);
	await client.next();
	// The header of a frame of 2^30 + 1 bytes; its length alone is refused.
	const header = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 1, 0, 0, 0, 0]);
	Reflect.get(client.ws, "_socket").write(header);
	expect((await client.closed()).code).toBe(1009);
});

test("120 payloads pass in any 60 seconds, and the 121st is 4002", async () => {
	const stage = new ChatStage({ chat: { heartbeatIntervalMs: 1_000_000 } });
	const client = await stage.greeted();
	for (let i = 0; i < 60; i++) client.send('{"f":120}');
	await stage.clock.advance(30_000);
	for (let i = 0; i < 60; i++) client.send('{"f":120}');
	await stage.turn();
	expect(client.take()).toHaveLength(120);
	// The first 60 leave the window a minute after they came, and not a moment earlier.
	await stage.clock.advance(30_000);
	for (let i = 0; i < 60; i++) client.send('{"f":120}');
	await stage.clock.advance(29_999);
	expect(client.takeBriefs()).toEqual(Array.from({ length: 60 }, () => "120"));
	client.send('{"f":120}');
	await stage.turn();
	expect(client.take()).toEqual(['{"f":150,"cnf":{"c":4002,"d":true}}']);
	expect(client.code).toBe(4002);
});

test("one payload a half second is never too much, whatever it is", async () => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	const texts = ['{"f":120}', "nonsense", '{"f":130,"t":"START_TYPING"}', '{"f":110}'];
	for (let i = 0; i < 2000; i++) {
		await stage.clock.advance(500);
		client.send(texts[i % texts.length] ?? "");
	}
	await stage.turn();
	expect(client.code).toBe(null);
	expect(client.take()).toHaveLength(1500);
});

test("bad payloads, heartbeats, the 110 and what is too long all count", async () => {
	const stage = new ChatStage({ chat: { rateLimit: { payloads: 4, perMs: 1000 } } });
	const client = await stage.greeted();
	client.send("{").send('{"f":120}').present(tokenOf(ann)).say("four").send("x".repeat(5000));
	await stage.turn();
	expect(client.takeBriefs()).toEqual([
		"150 4004 false",
		"120",
		"140",
		"#1 MESSAGE_CREATE four",
		"150 4002 true",
	]);
});

test("a client that is told 4002 is heard no more, and can resume on another connection", async () => {
	const stage = new ChatStage({ chat: { rateLimit: { payloads: 3, perMs: 1000 } } });
	const client = await stage.greeted();
	client.present(tokenOf(ann));
	await stage.turn();
	client.readReady();
	for (let i = 0; i < 9; i++) client.say(`${i}`);
	await stage.turn();
	expect(client.takeBriefs()).toEqual([
		"#1 MESSAGE_CREATE 0",
		"#2 MESSAGE_CREATE 1",
		"150 4002 true",
	]);
	const again = await stage.greeted();
	again.present(tokenOf(ann), { sessionId: client.sessionId, s: 1 });
	await stage.turn();
	expect(again.takeBriefs()).toEqual(["140 resumed", "#2 MESSAGE_CREATE 1"]);
});

test("limits.messagesPerSecond cuts as the chat's own limit does, and keeps the session", async () => {
	const stage = new ChatStage({ limits: { messagesPerSecond: 10 } });
	const client = await stage.present(ann);
	for (let i = 0; i < 20; i++) client.send('{"f":120}');
	await stage.turn();
	expect(client.takeBriefs()).toEqual([...Array.from({ length: 9 }, () => "120"), "150 4002 true"]);
	expect(client.code).toBe(4002);
	const again = await stage.greeted();
	again.present(tokenOf(ann), { sessionId: client.sessionId, s: 0 });
	await stage.turn();
	expect(again.takeBriefs()).toEqual(["140 resumed"]);
});
