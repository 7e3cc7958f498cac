import { expect, test } from "vitest";
import { ann, bob, ChatStage, root, tokenOf } from "./testing/chat-stage.js";

const named = (name: string, more = ""): string => `{"name":${JSON.stringify(name)}${more}}`;

test("a public room is told to everybody in every room, and to those who come back", async () => {
	const stage = new ChatStage();
	const other = new ChatStage({ store: stage.store, clock: stage.clock });
	const creator = await stage.present(ann);
	const near = await stage.present(bob);
	const far = await other.present(root);
	far.emit("CHANNEL_ADD", named("two")).emit("CHANNEL_MOVE", '{"roomID":2}');
	await stage.turn();
	const away = await stage.present(bob);
	away.socket.terminate();
	await stage.turn();
	for (const client of [creator, near, far]) client.take();
	creator.emit("CHANNEL_ADD", named("three", ',"description":"d","visibility":true'));
	await stage.turn();
	const cnf = `"cnf":{"room":{"id":3,"name":"three","description":"d","visibility":true,"creator":{"id":${ann},"name":"xFuney","uuid":"ccad","admin":false,"bio":"Toast."}}}`;
	for (const client of [creator, near, far])
		expect(client.take()).toEqual([expect.stringContaining(cnf)]);
	const back = await stage.greeted();
	back.present(tokenOf(bob), { sessionId: away.sessionId, s: 0 });
	await stage.turn();
	expect(back.takeBriefs()).toEqual(["140 resumed", "#1 CHANNEL_ADD"]);
});

test("a private room is told to its creator alone, and whoever knows its id gets in", async () => {
	const stage = new ChatStage();
	const [creator, other] = [await stage.present(ann), await stage.present(bob)];
	creator.take();
	creator.emit("CHANNEL_ADD", named("den", ',"visibility":false'));
	await stage.turn();
	expect(other.takeBriefs()).toEqual([]);
	const [added = ""] = creator.take();
	expect(JSON.parse(added).cnf.room).toMatchObject({ id: 2, name: "den", visibility: false });
	other.emit("CHANNEL_MOVE", '{"roomID":"2"}');
	await stage.turn();
	expect(JSON.parse(other.take()[0] ?? "").cnf.room).toMatchObject({ id: 2, name: "den" });
});

test.each([
	["no name", "{}"],
	["an empty name", named("")],
	["a blank name", named(" \n\u3000")],
	["a name that is no text", '{"name":5}'],
	["a description that is no text", named("x", ',"description":5')],
	["a visibility that is no boolean", named("x", ',"visibility":1')],
	["data that is no object", '["x"]'],
	["no data", "null"],
])("a room with %s is 4004", async (_, cnf) => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	client.emit("CHANNEL_ADD", cnf);
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["150 4004 false"]);
});

test("null stands for a default, and two rooms may have one name", async () => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	for (let i = 0; i < 2; i++)
		client.emit("CHANNEL_ADD", named("general", ',"description":null,"visibility":null'));
	await stage.turn();
	expect(client.take().map((text) => JSON.parse(text).cnf.room)).toMatchObject([
		{ id: 2, name: "general", description: "", visibility: true },
		{ id: 3, name: "general", description: "", visibility: true },
	]);
});

test("one room more than limits.rooms is 4004, and general is one of them", async () => {
	const stage = new ChatStage({ limits: { rooms: 5 } });
	const client = await stage.present(ann);
	for (let i = 0; i < 8; i++) client.emit("CHANNEL_ADD", named(`${i}`));
	await stage.turn();
	expect(client.takeBriefs().map((text) => text.replace(/#\d /, ""))).toEqual([
		...Array.from({ length: 4 }, () => "CHANNEL_ADD"),
		...Array.from({ length: 4 }, () => "150 4004 false"),
	]);
});

test("the limit holds for many who make rooms at once", async () => {
	const stage = new ChatStage({ limits: { rooms: 5 } });
	const clients = [];
	for (let i = 0; i < 20; i++) clients.push(await stage.present(ann));
	stage.store.delayMs = 3;
	for (const client of clients) client.emit("CHANNEL_ADD", named("x", ',"visibility":false'));
	await stage.clock.advance(100);
	stage.store.delayMs = 0;
	const answers = clients.flatMap((client) => client.takeBriefs());
	expect(answers.filter((text) => text.endsWith("CHANNEL_ADD"))).toHaveLength(4);
	expect(answers.filter((text) => text === "150 4004 false")).toHaveLength(16);
	expect((await stage.store.load("chat")).fields.size).toBe(5);
});

test("a room that could not be kept takes no place", async () => {
	const stage = new ChatStage({ limits: { rooms: 3 } });
	for (let i = 0; i < 10; i++) {
		const client = await stage.present(ann);
		stage.store.isBroken = true;
		client.emit("CHANNEL_ADD", named("lost"));
		await stage.turn();
		expect(client.takeBriefs()).toEqual(["150 99 true"]);
		stage.store.isBroken = false;
	}
	const client = await stage.present(ann);
	client.emit("CHANNEL_ADD", named("a")).emit("CHANNEL_ADD", named("b"));
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["#1 CHANNEL_ADD", "#2 CHANNEL_ADD"]);
});

test("rooms outlive the gateway with all they have, private ones too", async () => {
	const first = new ChatStage();
	const creator = await first.present(ann);
	creator.emit("CHANNEL_ADD", named("__proto__", ',"description":"\\u0000\\"","visibility":false'));
	await first.turn();
	const { room } = JSON.parse(creator.take()[0] ?? "").cnf;
	const second = new ChatStage({ store: first.store, clock: first.clock });
	const client = await second.present(bob);
	client.emit("CHANNEL_MOVE", '{"roomID":2}').emit("CHANNEL_ADD", named("next"));
	client.emit("CHANNEL_MOVE", '{"roomID":1}');
	await second.turn();
	const told = client.take().map((text) => JSON.parse(text).cnf.room);
	expect(told[0]).toEqual(room);
	expect(told[1]).toMatchObject({ id: 3, name: "next" });
	expect(told[2]).toEqual({
		id: 1,
		name: "general",
		description: "",
		visibility: true,
		creator: { id: 0, name: "system", uuid: "", admin: true, bio: "" },
	});
});
