import { expect, test } from "vitest";
import { ann, bob, ChatStage, root, tokenOf } from "./testing/chat-stage.js";

test.each([
	["MESSAGE_CREATE", '{"content":"x"}'],
	["START_TYPING", "{}"],
	["CHANNEL_ADD", '{"name":"x"}'],
	["CHANNEL_MOVE", '{"roomID":2}'],
	["SYSTEM_BAN_ADD", `{"userID":${bob}}`],
])("where %s cannot be kept the client is told 99, and the rest goes on", async (event, cnf) => {
	const stage = new ChatStage();
	const [client, other] = [await stage.present(root), await stage.present(ann)];
	client.emit("CHANNEL_ADD", '{"name":"two"}');
	await stage.turn();
	for (const one of [client, other]) one.take();
	stage.store.isBroken = true;
	client.emit(event, cnf).say("heard no more");
	await stage.turn();
	expect(client.takeBriefs().at(-1)).toBe("150 99 true");
	expect(client.code).toBe(1011);
	other.send('{"f":120}');
	await stage.turn();
	expect(other.takeBriefs()).toContain("120");
	expect(other.code).toBe(null);
	expect(stage.log).toEqual([
		{ event: "chat-failed", remote: expect.any(String), why: "the disk is full" },
	]);

	stage.store.isBroken = false;
	const again = await stage.greeted();
	again.present(tokenOf(root), { sessionId: client.sessionId, s: 0 }).say("back");
	await stage.turn();
	const briefs = again.takeBriefs();
	expect(briefs[0]).toBe("140 resumed");
	if (event !== "CHANNEL_MOVE") expect(briefs.at(-1)).toMatch(/MESSAGE_CREATE back$/);
});

test("who identifies while the store is broken is told 99, and gets in once it works", async () => {
	for (const isLobbyLoaded of [false, true]) {
		const stage = new ChatStage();
		if (isLobbyLoaded) (await stage.present(bob)).socket.close(1000);
		await stage.turn();
		stage.store.isBroken = true;
		const refused = await stage.greeted();
		refused.present(tokenOf(ann));
		await stage.turn();
		expect(refused.takeBriefs()).toEqual(["150 99 true"]);
		expect(refused.code).toBe(1011);
		stage.store.isBroken = false;
		const client = await stage.present(ann);
		client.say("in");
		await stage.turn();
		expect(client.takeBriefs()).toEqual(["#1 MESSAGE_CREATE in"]);
		client.socket.close(1000);
		await stage.turn();
		expect([stage.clock.pending, stage.store.following]).toEqual([0, 1]);
	}
});

test("many who wait for a lobby that cannot be loaded are all told, and load it once after that", async () => {
	const stage = new ChatStage();
	stage.store.isBroken = true;
	stage.store.delayMs = 5;
	const clients = Array.from({ length: 20 }, () => {
		const client = stage.dial();
		client.onOpen = () => client.present(tokenOf(ann));
		return client;
	});
	await stage.clock.advance(50);
	for (const client of clients) expect(client.takeBriefs()).toEqual(["100", "150 99 true"]);
	stage.store.isBroken = false;
	stage.store.delayMs = 0;
	const [first] = [await stage.present(ann), await stage.present(bob)];
	expect(stage.store.following).toBe(2);
	first.emit("CHANNEL_ADD", '{"name":"once"}');
	await stage.turn();
	expect(first.takeBriefs().filter((text) => text.includes("CHANNEL_ADD"))).toHaveLength(1);
});

test("10,000 failures of one peer write a handful of lines", async () => {
	const stage = new ChatStage();
	stage.store.isBroken = true;
	for (let i = 0; i < 10_000; i += 100) {
		for (let k = 0; k < 100; k++) {
			const client = stage.dial("10.9.9.9");
			client.onOpen = () => client.present(tokenOf(ann));
		}
		await stage.turn();
	}
	expect(stage.log.length).toBeLessThanOrEqual(10);
	expect(stage.host.connections.size).toBe(0);
	expect(stage.clock.pending).toBe(0);
});

test("sessions that end while nothing can be kept are gone all the same", async () => {
	const stage = new ChatStage({ chat: { session: { ttlMs: 100 } } });
	const [left, lost] = [await stage.present(ann), await stage.present(bob)];
	stage.store.isBroken = true;
	left.socket.close(1000);
	lost.socket.terminate();
	await stage.clock.advance(100);
	expect([stage.clock.pending, stage.store.following]).toEqual([0, 1]);
	expect(stage.log.map(({ event, room }) => `${event} ${room}`)).toEqual([
		"chat-room-lost 1",
		"chat-room-lost 1",
	]);
});

test("where a room's history has a gap those in it go on; where it cannot be loaded they are sent away", async () => {
	const stage = new ChatStage();
	const [first, second] = [await stage.present(ann), await stage.present(bob)];
	first.take();
	stage.store.reset("chat/1");
	await stage.turn();
	second.say("after the gap");
	await stage.turn();
	for (const client of [first, second])
		expect(client.takeBriefs().at(-1)).toMatch(/MESSAGE_CREATE after the gap$/);
	stage.store.isBroken = true;
	stage.store.reset("chat/1");
	await stage.turn();
	for (const client of [first, second]) {
		expect(client.takeBriefs()).toEqual(["150 99 true"]);
		expect(client.code).toBe(1011);
	}
	stage.store.isBroken = false;
	const again = await stage.greeted();
	again.present(tokenOf(ann), { sessionId: first.sessionId, s: 0 }).say("anew");
	await stage.turn();
	expect(again.takeBriefs()).toEqual(["140", "#1 MESSAGE_CREATE anew"]);
	again.socket.close(1000);
	await stage.turn();
	expect([stage.clock.pending, stage.store.following]).toEqual([0, 1]);
});

test("what is decided in a gap of the lobby's history holds after it", async () => {
	const stage = new ChatStage();
	const other = new ChatStage({ store: stage.store, clock: stage.clock });
	const [victim, bystander] = [await stage.present(ann), await stage.present(bob)];
	const admin = await other.present(root);
	for (const client of [victim, bystander]) client.take();
	stage.store.delayMs = 20;
	stage.store.reset("chat");
	stage.store.delayMs = 0;
	admin.emit("SYSTEM_BAN_ADD", `{"userID":${ann}}`).emit("CHANNEL_ADD", '{"name":"late"}');
	await stage.clock.advance(19);
	expect(victim.code).toBe(null);
	await stage.clock.advance(41);
	expect(victim.takeBriefs().at(-1)).toBe("150 5 true");
	bystander.emit("CHANNEL_MOVE", '{"roomID":2}');
	await stage.turn();
	expect(bystander.takeBriefs().at(-1)).toMatch(/CHANNEL_MOVE$/);
});

test("a lobby that was lost is loaded by whoever comes next", async () => {
	const stage = new ChatStage();
	const other = new ChatStage({ store: stage.store, clock: stage.clock });
	const bystander = await stage.present(bob);
	const admin = await other.present(root);
	stage.store.isBroken = true;
	stage.store.reset("chat");
	await stage.turn();
	stage.store.isBroken = false;
	await other.present(bob);
	admin.emit("SYSTEM_BAN_ADD", `{"userID":${ann}}`).emit("CHANNEL_ADD", '{"name":"late"}');
	await stage.turn();
	const refused = await stage.greeted();
	refused.present(tokenOf(ann));
	await stage.turn();
	expect(refused.takeBriefs()).toEqual(["150 5 true"]);
	bystander.emit("CHANNEL_MOVE", '{"roomID":2}');
	await stage.turn();
	expect(bystander.takeBriefs().at(-1)).toMatch(/CHANNEL_MOVE$/);
	expect(stage.log).toContainEqual(expect.objectContaining({ room: "lobby" }));
});
