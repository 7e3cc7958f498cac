import { expect, test } from "vitest";
import { RawClient } from "../../testing/raw-client.js";
import { testServer } from "../../testing/test-server.js";
import { ann, bob, ChatStage, root, secret, tokenOf } from "./testing/chat-stage.js";

const ban = (id: string): string => `{"userID":${id}}`;

test("a ban cuts all connections of its user, and shows each to the others as gone", async () => {
	const stage = new ChatStage();
	const admin = await stage.present(root);
	const bystander = await stage.present(bob);
	const victims = [await stage.present(ann), await stage.present(ann), await stage.present(ann)];
	const away = await stage.present(ann);
	away.socket.terminate();
	await stage.turn();
	for (const client of [admin, bystander, ...victims]) client.take();
	admin.emit("SYSTEM_BAN_ADD", ban(ann));
	await stage.turn();
	for (const victim of victims) {
		expect(victim.takeBriefs()).toEqual(["150 5 true"]);
		expect(victim.code).toBe(1008);
	}
	for (const other of [admin, bystander])
		expect(other.take().map((text) => JSON.parse(text).e)).toEqual(
			Array.from({ length: 4 }, () => "ROOM_USER_REMOVE"),
		);
	const late = await stage.greeted();
	late.present(tokenOf(ann));
	const resuming = await stage.greeted();
	resuming.present(tokenOf(ann), { sessionId: away.sessionId, s: 0 });
	await stage.turn();
	for (const client of [late, resuming]) {
		expect(client.takeBriefs()).toEqual(["150 5 true"]);
		expect(client.code).toBe(1008);
	}
	for (const client of [admin, bystander]) client.socket.close(1000);
	await stage.turn();
	expect(stage.clock.pending).toBe(0);
});

test("one whose id is next to a banned one's is not meant", async () => {
	const stage = new ChatStage();
	const [admin, neighbour] = [await stage.present(root), await stage.present(bob)];
	admin.emit("SYSTEM_BAN_ADD", ban(ann));
	neighbour.say("still here");
	await stage.turn();
	expect(neighbour.takeBriefs()).toEqual(["#1 MESSAGE_CREATE still here"]);
});

test.each([
	["a string", `{"userID":"${ann}"}`, 1008],
	["a reason", `{"userID":${ann},"reason":"spam"}`, 1008],
	["a reason of null", `{"userID":${ann},"reason":null}`, 1008],
	["a user that nobody knows", '{"userID":42}', "150 1 false"],
	["an id of 21 digits", '{"userID":123456789012345678901}', "150 4004 false"],
	["a negative id", '{"userID":-5}', "150 4004 false"],
	["no id", "{}", "150 4004 false"],
	["__proto__", '{"userID":"__proto__"}', "150 4004 false"],
	["a reason that is no text", `{"userID":${ann},"reason":5}`, "150 4004 false"],
] as const)("a ban with %s", async (_, cnf, outcome) => {
	const stage = new ChatStage();
	const [admin, other] = [await stage.present(root), await stage.present(ann)];
	admin.take();
	admin.emit("SYSTEM_BAN_ADD", cnf);
	await stage.turn();
	expect(other.code).toBe(outcome === 1008 ? 1008 : null);
	if (outcome !== 1008) expect(admin.takeBriefs()).toEqual([outcome]);
});

test("only an administrator bans, and may ban an administrator, too", async () => {
	const stage = new ChatStage();
	const [user, admin] = [await stage.present(ann), await stage.present(root)];
	user.emit("SYSTEM_BAN_ADD", ban(root)).emit("SYSTEM_BAN_ADD", ban("42"));
	await stage.turn();
	expect(user.takeBriefs().slice(1)).toEqual(["150 4004 false", "150 4004 false"]);
	admin.emit("SYSTEM_BAN_ADD", ban(root)).say("heard no more");
	await stage.turn();
	expect(admin.takeBriefs()).toEqual(["150 5 true"]);
	expect(user.takeBriefs()).toEqual(["#2 ROOM_USER_REMOVE"]);
});

test("banning somebody several times at once is banning them once", async () => {
	const stage = new ChatStage();
	const admins = [await stage.present(root), await stage.present(root)];
	const bystander = await stage.present(bob);
	const victim = await stage.present(ann);
	for (const client of [...admins, bystander]) client.take();
	stage.store.delayMs = 5;
	for (const admin of admins)
		admin.emit("SYSTEM_BAN_ADD", ban(ann)).emit("SYSTEM_BAN_ADD", ban(ann));
	await stage.clock.advance(100);
	expect(victim.takeBriefs()).toEqual(["150 5 true"]);
	for (const client of [...admins, bystander])
		expect(client.take().map((text) => JSON.parse(text).e)).toEqual(["ROOM_USER_REMOVE"]);
});

/** A user is banned while each of their steps is half done; whatever comes first, they are out. */
test.each(Array.from({ length: 24 }, (_, atMs) => atMs))(
	"a ban that falls %i ms into somebody's arrival, message and move leaves nobody behind",
	async (atMs) => {
		const stage = new ChatStage();
		const admin = await stage.present(root);
		const bystander = await stage.present(bob);
		bystander.emit("CHANNEL_ADD", '{"name":"elsewhere"}').emit("CHANNEL_MOVE", '{"roomID":2}');
		await stage.turn();
		for (const client of [admin, bystander]) client.take();
		stage.store.delayMs = 3;
		const victim = stage.dial();
		victim.onOpen = () =>
			victim
				.present(tokenOf(ann))
				.say("one")
				.emit("CHANNEL_MOVE", '{"roomID":2}')
				.say("two")
				.emit("ROOM_USER_REMOVE")
				.emit("CHANNEL_ADD", '{"name":"mine"}');
		stage.clock.after(atMs, () => admin.emit("SYSTEM_BAN_ADD", ban(ann)));
		await stage.clock.advance(200);
		expect(victim.takeBriefs().at(-1)).toBe("150 5 true");
		expect(victim.code).toBe(1008);
		for (const client of [admin, bystander]) {
			// Whoever came has gone, in that order, and says nothing after that.
			const seen = client.take().map((text) => JSON.parse(text).e as string);
			const steps = seen.filter((name) => name !== "CHANNEL_ADD").join(" ");
			expect(steps).toMatch(/^((ROOM_USER_ADD)( MESSAGE_CREATE)?( ROOM_USER_REMOVE)( |$))*$/);
		}
		for (const client of [admin, bystander]) client.socket.close(1000);
		await stage.clock.advance(200);
		expect(stage.clock.pending).toBe(0);
		expect(stage.store.following).toBe(1);
	},
);

test("a ban that falls into the opening of an empty room keeps its user out", async () => {
	for (let atMs = 0; atMs < 12; atMs++) {
		const stage = new ChatStage();
		const admin = await stage.present(root);
		admin.emit("CHANNEL_ADD", '{"name":"elsewhere"}').emit("CHANNEL_MOVE", '{"roomID":2}');
		await stage.turn();
		const victim = await stage.greeted();
		stage.store.delayMs = 5;
		victim.present(tokenOf(ann));
		await stage.clock.advance(1);
		stage.store.delayMs = 1;
		stage.clock.after(atMs, () => admin.emit("SYSTEM_BAN_ADD", ban(ann)));
		await stage.clock.advance(100);
		expect(victim.takeBriefs().at(-1)).toBe("150 5 true");
		expect(stage.store.following).toBe(2);
	}
});

test("bans outlive the gateway and are known to those that share its store", async () => {
	const first = new ChatStage();
	const second = new ChatStage({ store: first.store, clock: first.clock });
	const [admin, elsewhere] = [await first.present(root), await second.present(ann)];
	admin.emit("SYSTEM_BAN_ADD", ban(ann));
	await first.turn();
	expect(elsewhere.takeBriefs()).toEqual(["150 5 true"]);
	const third = new ChatStage({ store: first.store, clock: first.clock });
	const client = await third.greeted();
	client.present(tokenOf(ann));
	await third.turn();
	expect(client.takeBriefs()).toEqual(["150 5 true"]);
});

test("the control API bans by any spelling of an id, and says what is wrong otherwise", async () => {
	const users = [ann, bob, "9007199254740993", "12"].map((id) => ({ id, name: id }));
	const server = await testServer({ chat: { jwtSecret: secret, users } });
	const call = async (body: string): Promise<{ status: number; body: unknown }> => {
		const headers = { "content-type": "application/json" };
		const url = `${server.url}/api/v0/chat/bans`;
		const response = await fetch(url, { method: "POST", headers, body });
		return { status: response.status, body: await response.json() };
	};
	const enter = async (id: string): Promise<RawClient> => {
		const client = await RawClient.open(server.endpoints.chat);
		await client.next();
		return client.send({ f: 110, cnf: { token: tokenOf(id) } });
	};
	const victim = await enter(ann);
	expect(await victim.next()).toMatchObject({ f: 140 });
	expect(await call(`{"userID":${ann}}`)).toEqual({
		status: 200,
		body: { data: { userID: ann, reason: null } },
	});
	expect(await victim.next()).toEqual({ f: 150, cnf: { c: 5, d: true } });
	expect((await victim.closed()).code).toBe(1008);
	expect(await call('{"userID":"9007199254740993","reason":"why not"}')).toEqual({
		status: 200,
		body: { data: { userID: "9007199254740993", reason: "why not" } },
	});
	expect((await call('{"userID":12}')).status).toBe(200);
	for (const id of [ann, "9007199254740993", "12"])
		expect(await (await enter(id)).next()).toEqual({ f: 150, cnf: { c: 5, d: true } });
	expect(await (await enter(bob)).next()).toMatchObject({ f: 140 });
	for (const id of ["6982582592583503352", "6982582592583503000", "42", "18446744073709551616"])
		expect((await call(`{"userID":${id}}`)).status).toBe(404);
	for (const body of [
		"{}",
		"[]",
		"null",
		"5",
		'{"userID":null}',
		'{"userID":-5}',
		'{"userID":1.5}',
		'{"userID":"007"}',
		'{"userID":123456789012345678901}',
		'{"userID":"__proto__"}',
		'{"userID":{"id":12}}',
		'{"userID":12,"reason":5}',
		'{"userID":12,"__proto__":{}}',
		'{"userId":12}',
		`{"userID":12,"reason":${"[".repeat(20)}${"]".repeat(20)}}`,
	]) {
		const answer = await call(body);
		expect([body, answer.status]).toEqual([body, 400]);
		expect(answer.body).toMatchObject({ error: { code: "bad_body" } });
	}
	expect((await server.call("GET", "/chat/bans")).status).toBe(405);
});
