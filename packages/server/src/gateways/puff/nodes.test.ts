import { expect, test } from "vitest";
import { twoNodes } from "./testing/puff-bench.js";

const event = (t: string, d: unknown) => ({ op: 3, t, d });

test("members on different nodes are one group", async () => {
	const [one, two] = twoNodes();
	const a = await one.connect();
	const b = await two.connect();
	const id = await one.create(a, "G");
	await a.ask(1, { group_id: id });
	await a.ask(6, { name: "Ann", device_type: "peak" });
	await a.ask(4, { state: 5, battery: 80 });
	await a.ask(5, { name: "Both" });
	expect(await b.ask(1, { group_id: id })).toEqual([
		event("JOINED_GROUP", {
			group_id: id,
			name: "Both",
			visibility: "private",
			state: "chilling",
			members: [
				{
					session_id: a.id,
					name: "Ann",
					device_state: { state: 5, battery: 80 },
					device_type: "peak",
				},
			],
		}),
	]);
	expect(a.take()).toEqual([
		event("GROUP_USER_JOIN", { group_id: id, session_id: b.id, name: "Unnamed" }),
	]);
	await b.ask(4, { state: 5 });
	await b.ask(8);
	expect(a.heard()).toEqual(["GROUP_USER_DEVICE_UPDATE", "GROUP_UPDATE", "GROUP_HEAT_INQUIRY"]);
	await a.ask(4, { state: 6 });
	b.take();
	expect((await b.ask(4, { state: 6 })).map(({ t }) => t)).toEqual([
		"GROUP_USER_READY",
		"GROUP_START_HEATING",
		"GROUP_UPDATE",
	]);
	expect(a.heard()).toEqual([
		"GROUP_USER_DEVICE_UPDATE",
		"GROUP_USER_READY",
		"GROUP_START_HEATING",
		"GROUP_UPDATE",
	]);
	await b.ask(7);
	expect(a.take()).toEqual([event("GROUP_USER_LEFT", { group_id: id, session_id: b.id })]);
});

test("a node that comes in the middle of a heat learns who is ready", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(3);
	for (const member of members) await member.ask(4, { state: 5 });
	const [a, b, c] = members;
	await a?.ask(8);
	await a?.ask(4, { state: 6 });
	const late = await two.connect();
	expect(await late.ask(1, { group_id: id })).toMatchObject([{ d: { state: "awaiting" } }]);
	await b?.ask(4, { state: 6 });
	late.take();
	await c?.ask(4, { state: 6 });
	expect(late.heard()).toEqual([
		"GROUP_USER_DEVICE_UPDATE",
		"GROUP_USER_READY",
		"GROUP_START_HEATING",
		"GROUP_UPDATE",
	]);
});

test("deleting on one node tells the members on the other, and the list is told everywhere", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(1);
	const stranger = await two.connect();
	await members[0]?.ask(5, { visibility: "public" });
	const listed = { group_id: id, name: "G", visibility: "public", state: "chilling" };
	expect(stranger.take()).toEqual([
		event("PUBLIC_GROUPS_UPDATE", [{ ...listed, member_count: 1 }]),
	]);
	expect(await two.get("/v1/groups")).toMatchObject({ body: { data: [{ member_count: 1 }] } });
	await members[0]?.ask(8);
	expect(await two.get(`/v1/groups/${id}`)).toMatchObject({
		body: { data: { state: "awaiting" } },
	});
	members[0]?.take();
	await one.clock.advance(1000);
	expect(await two.delete(id)).toBe(200);
	await two.turn();
	expect(members[0]?.heard()).toEqual(["GROUP_DELETE", "PUBLIC_GROUPS_UPDATE"]);
	expect(stranger.take()).toEqual([event("PUBLIC_GROUPS_UPDATE", [])]);
	expect(await one.store.used()).toEqual([]);
});

test("a private group is known to be there on every node, and listed on none", async () => {
	const [one, two] = twoNodes();
	const { id } = await one.group(2);
	expect(await two.get(`/v1/groups/${id}`)).toMatchObject({ body: { data: { member_count: 2 } } });
	expect(await two.get("/v1/groups")).toMatchObject({ body: { data: [] } });
	// Whoever asks follows the group no longer than that.
	const following = one.store.following;
	await two.get(`/v1/groups/${id}`);
	expect(one.store.following).toBe(following);
});

test("the last one's leave starts the time on whatever node it was", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(1);
	const b = await two.connect();
	await b.ask(1, { group_id: id });
	await members[0]?.ask(7);
	await one.clock.advance(30_000);
	expect((await one.get(`/v1/groups/${id}`)).status).toBe(200);
	await b.ask(7);
	await one.clock.advance(9000);
	expect((await one.get(`/v1/groups/${id}`)).status).toBe(200);
	await one.clock.advance(2000);
	for (const node of [one, two]) expect((await node.get(`/v1/groups/${id}`)).status).toBe(404);
	expect(await one.store.used()).toEqual([]);
});

test("the members of a node that dies leave, and its ready ones hold up nobody", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(2);
	for (const member of members) await member.ask(4, { state: 5 });
	const alive = await two.connect();
	await alive.ask(1, { group_id: id });
	await alive.ask(4, { state: 5 });
	await alive.ask(8);
	await alive.ask(4, { state: 6 });
	alive.take();
	one.store.forget(...members.map((member) => member.id));
	one.die();
	await two.clock.advance(6000);
	expect(alive.heard()).toEqual([
		"GROUP_USER_LEFT",
		"GROUP_USER_LEFT",
		"GROUP_START_HEATING",
		"GROUP_UPDATE",
	]);
});

test("one that is taken for dead and is not is cut, and may come back", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(1);
	const b = await two.connect();
	await b.ask(1, { group_id: id });
	one.store.forget(members[0]?.id ?? "");
	await two.clock.advance(6000);
	expect(b.take()).toEqual([
		event("GROUP_USER_LEFT", { group_id: id, session_id: members[0]?.id }),
	]);
	expect(members[0]?.code).toBe(1011);
	const back = await one.connect();
	expect(await back.ask(1, { group_id: id })).toMatchObject([{ d: { members: [{}] } }]);
});

test("groups that a dead node has left are found once nobody is in them, and end", async () => {
	const [one, two] = twoNodes();
	await two.connect();
	const { id, members } = await one.group(1);
	const unjoined = await one.create(await one.connect());
	one.die();
	const status = async (group: string): Promise<number> =>
		(await two.get(`/v1/groups/${group}`)).status;
	await two.clock.advance(92_000);
	expect(await status(unjoined)).toBe(404);
	expect(await two.store.used()).toContain("puff");
	one.store.forget(members[0]?.id ?? "");
	await two.clock.advance(62_000);
	expect(await status(id)).toBe(404);
	expect(await two.store.load("puff")).toMatchObject({ fields: new Map() });
});

test("what happens while a node asks how a group is counts once", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(2);
	const [a, b] = members;
	for (const member of members) await member.ask(4, { state: 5 });
	const late = await two.connect();
	one.store.hold();
	// All three wait for the store: the other node reads the group's past right before the others write.
	late.say(1, { group_id: id });
	await one.turn();
	b?.say(4, { state: 6 });
	await one.turn();
	a?.say(8);
	await one.turn();
	one.store.release();
	await one.turn();
	late.say(4, { state: 5 });
	await one.turn();
	late.take();
	// The button was pressed before anybody asked, so it has to be pressed again.
	a?.say(4, { state: 6 });
	late.say(4, { state: 6 });
	await one.turn();
	expect(late.heard()).not.toContain("GROUP_START_HEATING");
	b?.say(4, { state: 6 });
	await one.turn();
	expect(late.heard()).toContain("GROUP_START_HEATING");
});

test("where no node tells how a group is, who wants to join is cut and nothing is guessed", async () => {
	const [one, two] = twoNodes();
	const { id, members } = await one.group(1);
	await members[0]?.ask(5, { visibility: "public" });
	one.die();
	const late = await two.connect();
	late.say(1, { group_id: id });
	await two.clock.advance(4000);
	expect(late.code).toBe(1011);
	expect(late.heard()).toEqual([]);
	const asked = two.get(`/v1/groups/${id}`);
	await two.clock.advance(4000);
	expect((await asked).status).toBe(503);
	// The list of the others is not held up for it.
	const [other] = (await two.group(1)).members;
	await other?.ask(5, { visibility: "public" });
	const listed = two.get("/v1/groups");
	await two.clock.advance(4000);
	expect(await listed).toMatchObject({ status: 200, body: { data: [{ member_count: 1 }] } });
});

test("edits of members that have not yet heard of the deletion leave nothing behind", async () => {
	const [one, two] = twoNodes();
	for (let i = 0; i < 30; i++) {
		one.store.lagMs = 0;
		const { id, members } = await one.group(1);
		const other = await two.connect();
		await other.ask(1, { group_id: id });
		one.store.lagMs = 20;
		const deleted = one.delete(id);
		for (let ms = 0; ms < 60; ms++) {
			other.say(5, { name: `${ms}` });
			await one.clock.advance(1);
		}
		expect(await deleted).toBe(200);
		expect(other.heard()).toContain("GROUP_DELETE");
		for (const puffer of [...members, other]) puffer.socket.terminate();
		await one.clock.advance(100);
	}
	expect(await one.store.used()).toEqual([]);
});
