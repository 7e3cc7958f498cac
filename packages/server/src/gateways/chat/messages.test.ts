import { expect, test } from "vitest";
import {
	ann,
	bob,
	ChatStage,
	type Chatter,
	root,
	type StageOptions,
} from "./testing/chat-stage.js";

const fast = { rateLimit: { payloads: 100_000, perMs: 1 }, heartbeatIntervalMs: 100_000_000 };

const staged = (options: StageOptions = {}): ChatStage =>
	new ChatStage({ ...options, chat: { ...fast, ...options.chat } });

/** The id in each MESSAGE_CREATE that came, with all its digits. */
function messageIds(client: Chatter): string[] {
	return client.take().flatMap((text) => /"messageID":(\d+)/.exec(text)?.[1] ?? []);
}

test.each([
	["7", "7"],
	["0", "0"],
	["9835823582359235235", "9835823582359235235"],
	["18446744073709551615", "18446744073709551615"],
	["99999999999999999999", "99999999999999999999"],
	['"9835823582359235235"', '"9835823582359235235"'],
	['"007"', '"007"'],
	["null", null],
])("a nonce of %s comes back as it was", async (nonce, echo) => {
	const stage = staged();
	const client = await stage.present(ann);
	client.emit("MESSAGE_CREATE", `{"content":"x","nonce":${nonce}}`);
	await stage.turn();
	const tail = echo === null ? "" : `,"nonce":${echo}`;
	expect(client.take()).toEqual([
		`{"f":130,"e":"MESSAGE_CREATE","t":"MESSAGE_CREATE","cnf":{"user":{"id":${ann},"name":"xFuney","uuid":"ccad","admin":false,"bio":"Toast."},"content":"x","messageID":1${tail}},"s":1}`,
	]);
});

test.each([
	"-1",
	"1.5",
	"1e3",
	"true",
	"[]",
	"{}",
	'""',
	'"x"',
	'"__proto__"',
	"123456789012345678901",
])("a nonce of %s is 4004, or is echoed as the integer that it is", async (nonce) => {
	const stage = staged();
	const client = await stage.present(ann);
	client.emit("MESSAGE_CREATE", `{"content":"x","nonce":${nonce}}`);
	await stage.turn();
	const [answer = ""] = client.take();
	if (nonce === "1e3") expect(answer).toContain('"nonce":1000}');
	else expect(answer).toBe('{"f":150,"cnf":{"c":4004,"d":false}}');
});

test.each(['""', '" "', '"\\n\\t\\u00a0\\u3000\\ufeff"', "5", "null", "{}", '["x"]'])(
	"a content of %s is 4004",
	async (content) => {
		const stage = staged();
		const client = await stage.present(ann);
		client.emit("MESSAGE_CREATE", `{"content":${content}}`);
		await stage.turn();
		expect(client.takeBriefs()).toEqual(["150 4004 false"]);
	},
);

test.each([
	"__proto__",
	"constructor",
	"</script>\u2028\n\r\0\u001b[2J",
	"\ud800 alone",
	'a\\"b',
	"😀",
])("%j is an ordinary content and an ordinary room's name", async (text) => {
	const stage = staged();
	const client = await stage.present(ann);
	const json = JSON.stringify(text);
	client.emit("MESSAGE_CREATE", `{"content":${json},"__proto__":{"polluted":true}}`);
	client.emit("CHANNEL_ADD", `{"name":${json},"description":${json},"__proto__":{"x":1}}`);
	client.emit("CHANNEL_MOVE", '{"roomID":2}');
	await stage.turn();
	const [message, added, moved] = client.take().map((frame) => JSON.parse(frame));
	expect(message.cnf.content).toBe(text);
	for (const event of [added, moved])
		expect(event.cnf.room).toMatchObject({ id: 2, name: text, description: text });
	expect("polluted" in {} || "x" in {}).toBe(false);
});

test("message ids grow by one over several blocks, and no two are the same", async () => {
	const stage = staged({ chat: { session: { bufferEvents: 0 } } });
	const client = await stage.present(ann);
	for (let i = 0; i < 3500; i++) client.say("x");
	await stage.turn();
	expect(messageIds(client)).toEqual(Array.from({ length: 3500 }, (_, i) => String(i + 1)));
});

test("many who ask for ids at the edge of a block each get their own, on two nodes", async () => {
	const first = staged();
	const second = staged({ store: first.store, clock: first.clock });
	const clients: Chatter[] = [];
	for (let i = 0; i < 30; i++) clients.push(await (i % 2 === 0 ? first : second).present(ann));
	const [witness] = clients as [Chatter];
	witness.take();
	first.store.delayMs = 2;
	for (let i = 0; i < 100; i++) for (const client of clients) client.say("x");
	await first.clock.advance(10_000);
	const ids = messageIds(witness);
	expect(ids).toHaveLength(3000);
	expect(new Set(ids).size).toBe(3000);
	for (const client of clients.slice(1)) expect(messageIds(client).slice(-3000)).toEqual(ids);
});

test("the authors of the last 1,000 messages are known, and of no more", async () => {
	const stage = staged({ chat: { session: { bufferEvents: 0 } } });
	const client = await stage.present(ann);
	const other = await stage.present(bob);
	for (let i = 1; i <= 1500; i++) (i % 2 === 0 ? client : other).say("x");
	await stage.turn();
	expect((await stage.store.load("chat/1")).fields.size).toBe(1000);
	for (const one of [client, other]) one.take();
	for (const id of [498, 500]) client.emit("MESSAGE_DELETE", `{"messageID":${id}}`);
	other.emit("MESSAGE_DELETE", '{"messageID":502}').emit("MESSAGE_DELETE", '{"messageID":"501"}');
	await stage.turn();
	client.emit("MESSAGE_DELETE", '{"messageID":502}');
	await stage.turn();
	expect(client.takeBriefs().map((text) => text.replace(/#\d+ /, ""))).toEqual([
		"150 4004 false",
		"150 4004 false",
		"MESSAGE_DELETE",
		"MESSAGE_DELETE",
	]);
	expect(other.takeBriefs()[0]).toBe("150 4004 false");
});

test("authors outlive the gateway, the oldest being forgotten first", async () => {
	const first = staged({ chat: { session: { bufferEvents: 0 } } });
	const before = await first.present(ann);
	for (let i = 1; i <= 1000; i++) before.say("x");
	await first.turn();
	const second = staged({ store: first.store, clock: first.clock });
	const [author, stranger] = [await second.present(ann), await second.present(bob)];
	author.take();
	stranger.emit("MESSAGE_DELETE", '{"messageID":1000}').say("one more");
	author.emit("MESSAGE_DELETE", '{"messageID":1}');
	author.emit("MESSAGE_DELETE", '{"messageID":9}');
	await second.turn();
	expect(stranger.takeBriefs()[0]).toBe("150 4004 false");
	expect(author.takeBriefs().toSorted()).toEqual([
		"#2 MESSAGE_CREATE one more",
		"#3 MESSAGE_DELETE",
		"150 4004 false",
	]);
});

test("an administrator deletes what others wrote; nobody deletes twice, or from another room", async () => {
	const stage = staged();
	const [author, admin] = [await stage.present(ann), await stage.present(root)];
	author.say("a").say("b").say("c");
	admin.emit("CHANNEL_ADD", '{"name":"elsewhere"}');
	await stage.turn();
	for (const client of [author, admin]) client.take();
	admin.emit("MESSAGE_DELETE", '{"messageID":1}').emit("MESSAGE_DELETE", '{"messageID":1}');
	author.emit("MESSAGE_DELETE", '{"messageID":1}');
	author.emit("CHANNEL_MOVE", '{"roomID":2}').emit("MESSAGE_DELETE", '{"messageID":2}');
	for (const id of ["0", "-1", '"x"', "null", "18446744073709551615", "2.0", '"__proto__"'])
		author.emit("MESSAGE_DELETE", `{"messageID":${id}}`);
	await stage.turn();
	const refusals = (client: Chatter): number =>
		client.takeBriefs().filter((text) => text === "150 4004 false").length;
	expect(refusals(admin)).toBe(1);
	expect(refusals(author)).toBe(9);
});
