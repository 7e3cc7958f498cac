import { expect, test } from "vitest";
import { PuffBench } from "../testing/puff-bench.js";

const bob = { session_id: "b", name: "Bob", device_state: { state: 5 }, device_type: null };

/** A client in a group with Bob, of which it is told as later gateways do: as one of the members. */
async function withBob(): Promise<PuffBench> {
	const bench = await PuffBench.inGroup();
	bench.gateway.joined("ab12cd", [{ session_id: "s1", name: "me", device_state: {} }, bob]);
	await bench.settle();
	return bench;
}

test("members come, change, tell of their devices, and go", async () => {
	const bench = await withBob();
	const { client, gateway } = bench;
	const came = bench.heard("userJoined");
	const changed = bench.heard("userChanged");
	const devices = bench.heard("device");
	const left = bench.heard("userLeft");
	const where = { group_id: "ab12cd", session_id: "c" };
	gateway.send("GROUP_USER_JOIN", { ...where, name: "Cy" });
	gateway.send("GROUP_USER_UPDATE", { ...where, name: "Cyd", device_type: "opal" });
	gateway.send("GROUP_USER_UPDATED", { group_id: "c", session_id: "c", name: "Cyrus" });
	gateway.send("GROUP_USER_DEVICE_UPDATE", {
		...where,
		device_state: { state: 7, temperature: "hot", extra: 1 },
	});
	await bench.settle();
	expect(client.group?.members.get("c")).toMatchObject({ name: "Cyrus", device: { state: 7 } });
	gateway.send("GROUP_USER_LEFT", where);
	await bench.settle();
	expect(came.map(({ name }) => name)).toEqual(["Cy"]);
	expect(changed.map(({ name, deviceType }) => [name, deviceType])).toEqual([
		["Cyd", "opal"],
		["Cyrus", "opal"],
	]);
	expect(devices).toEqual([
		{
			member: expect.objectContaining({ sessionId: "c", device: { state: 7 } }),
			changes: { state: 7 },
			raw: { state: 7, temperature: "hot", extra: 1 },
		},
	]);
	expect(left.map(({ name }) => name)).toEqual(["Cyrus"]);
	expect([...(client.group?.members.keys() ?? [])]).toEqual(["b"]);
});

test("echoes of its own doings, as of later gateways, are told to nobody", async () => {
	const bench = await withBob();
	const told = [bench.heard("device"), bench.heard("userChanged"), bench.heard("userJoined")];
	const me = { group_id: "ab12cd", session_id: "s1" };
	bench.gateway.send("GROUP_USER_DEVICE_UPDATE", { ...me, device_state: { state: 6 } });
	bench.gateway.send("GROUP_USER_UPDATE", { ...me, name: "I" });
	bench.gateway.send("GROUP_USER_JOIN", { ...me, name: "I" });
	await bench.settle();
	expect(told).toEqual([[], [], []]);
	expect([...(bench.client.group?.members.keys() ?? [])]).toEqual(["b"]);
});

test("getting ready and heating are told", async () => {
	const bench = await withBob();
	const { client, gateway } = bench;
	const inquiries = bench.heard("inquiry");
	const ready = bench.heard("ready");
	const groups = bench.heard("group");
	const starts = bench.heard("startHeating");
	gateway.send("GROUP_UPDATE", { group_id: "ab12cd", state: "awaiting", members: ["s1", "b"] });
	gateway.send("GROUP_HEAT_INQUIRY", { session_id: "s1" });
	gateway.send("GROUP_USER_READY", { session_id: "b" });
	gateway.send("GROUP_USER_READY", { session_id: "s1" });
	await bench.settle();
	expect([client.group?.state, [...(client.group?.ready ?? [])]]).toEqual([
		"awaiting",
		["b", "s1"],
	]);
	gateway.send("GROUP_START_HEATING");
	gateway.send("GROUP_START_HEATING", { excluded: true, watcher: true, away: false });
	gateway.send("GROUP_UPDATE", { group_id: "ab12cd", state: "seshing", ready: [] });
	await bench.settle();
	expect(inquiries).toEqual([{ sessionId: "s1", isSelf: true }]);
	expect(ready).toEqual([
		{ sessionId: "b", isSelf: false },
		{ sessionId: "s1", isSelf: true },
	]);
	expect(starts).toEqual([
		{ excluded: false, watcher: false, away: false },
		{ excluded: true, watcher: true, away: false },
	]);
	expect(groups).toEqual([client.group, client.group]);
	expect([client.group?.state, client.group?.ready.size]).toEqual(["seshing", 0]);
});

test("visibility, public groups, refusals and what is unknown are told", async () => {
	const bench = await withBob();
	const { client, gateway } = bench;
	const told = [
		bench.heard("visibilityChanged"),
		bench.heard("publicGroups"),
		bench.heard("refused"),
		bench.heard("event"),
	];
	gateway.send("GROUP_VISIBILITY_CHANGE", { visibility: "public", session_id: "b" });
	gateway.send("PUBLIC_GROUPS_UPDATE", [
		{ group_id: "x", name: "X", visibility: "public", state: "seshing", member_count: 2, more: 1 },
	]);
	gateway.send("GROUP_ACTION_ERROR", { code: "NOT_IN_GROUP" });
	gateway.send("GROUP_JOIN_ERROR", { code: "already_in_a_group" });
	gateway.send("GROUP_REACTION", { emoji: "x" });
	gateway.send("GROUP_USER_READY", "everybody");
	gateway.send("RATE_LIMITED");
	await bench.settle();
	const groups = [
		{ groupId: "x", name: "X", visibility: "public", state: "seshing", memberCount: 2 },
	];
	expect(told).toEqual([
		[{ visibility: "public", sessionId: "b" }],
		[groups],
		[
			{ event: "GROUP_ACTION_ERROR", code: "NOT_IN_GROUP" },
			{ event: "GROUP_JOIN_ERROR", code: "already_in_a_group" },
		],
		[
			{ name: "GROUP_REACTION", data: { emoji: "x" } },
			{ name: "GROUP_USER_READY", data: "everybody" },
			{ name: "RATE_LIMITED", data: undefined },
		],
	]);
	expect([client.group?.visibility, client.publicGroups]).toEqual(["public", groups]);
});

test("events of another group are of no interest", async () => {
	const bench = await withBob();
	const told = [bench.heard("group"), bench.heard("userJoined"), bench.heard("left")];
	bench.gateway.send("GROUP_UPDATE", { group_id: "other1", state: "seshing" });
	bench.gateway.send("GROUP_USER_JOIN", { group_id: "other1", session_id: "x", name: "X" });
	bench.gateway.send("GROUP_DELETE", { group_id: "other1" });
	await bench.settle();
	expect(told).toEqual([[], [], []]);
});

test.each(["hello", "[]", '{"op":5}', '{"op":3}', '{"op":0,"d":{}}'])(
	"%s from the gateway is a problem, and the connection stays",
	async (text) => {
		const bench = await withBob();
		bench.gateway.sendFrame(text);
		await bench.settle();
		expect([bench.problems, bench.client.link]).toEqual([["bad-frame"], "online"]);
	},
);

test("a listener that throws is a problem, one for problems excepted", async () => {
	const bench = await withBob();
	bench.client.on("refused", () => {
		throw new Error("ouch\u001b[2J");
	});
	bench.client.on("problem", () => {
		throw new Error("again");
	});
	const problems = bench.heard("problem");
	bench.gateway.send("SYNTAX_ERROR", { code: "MISSING_DATA" });
	await bench.settle();
	expect(problems).toEqual([
		{ code: "listener", message: 'a listener for "refused" threw: ouch\\u001b[2J' },
	]);
});

test("every frame is told, both ways", async () => {
	const bench = new PuffBench();
	const frames = bench.heard("frame");
	void bench.client.connect();
	await bench.settle();
	bench.client.setUser({ name: "Ada" });
	expect(frames).toEqual([
		{ direction: "in", frame: '{"op":0,"d":{"session_id":"s1","heartbeat_interval":25000}}' },
		{ direction: "out", frame: '{"op":6,"d":{"name":"Ada"}}' },
	]);
});
