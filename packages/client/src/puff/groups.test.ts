import { describe, expect, test } from "vitest";
import { PuffBench } from "../testing/puff-bench.js";
import { PuffRefusedError } from "./index.js";

test("a group is created, and then joined", async () => {
	const bench = await PuffBench.online();
	const { client, gateway } = bench;
	const told = [bench.heard("created"), bench.heard("joined")];
	const creating = client.createGroup("Tuesday");
	await bench.settle();
	expect(await creating).toEqual({ groupId: "new123", name: "Tuesday" });
	expect([client.group, client.groupId]).toEqual([null, null]);
	const joining = client.joinGroup("new123");
	await bench.settle();
	const group = await joining;
	expect(client.group).toBe(group);
	expect(group).toMatchObject({ groupId: "new123", name: "Tuesday", state: "chilling" });
	expect(told).toEqual([[{ groupId: "new123", name: "Tuesday" }], [group]]);
	expect(gateway.said).toEqual([
		'{"op":2,"d":{"name":"Tuesday"}}',
		'{"op":1,"d":{"group_id":"new123"}}',
	]);
});

test("without a name, or with a blank one, the gateway chooses", async () => {
	const bench = await PuffBench.online();
	const asked = [bench.client.createGroup(), bench.client.createGroup(" ")];
	await bench.settle();
	expect(bench.gateway.said).toEqual(['{"op":2}', '{"op":2}']);
	expect(await Promise.all(asked)).toEqual(
		Array(2).fill({ groupId: "new123", name: "Sour Diesel" }),
	);
});

describe("the first join", () => {
	test("that is refused rejects with the gateway's code, and is not tried again", async () => {
		const bench = await PuffBench.online();
		const joining = bench.client.joinGroup("zzzzzz");
		const failed = expect(joining).rejects.toMatchObject({
			name: "PuffRefusedError",
			code: "refused",
			reason: "INVALID_GROUP_ID",
			message: expect.stringMatching(/^the gateway refused to join group zzzzzz: .*check the id/),
		});
		await bench.clock.advance(60_000);
		await failed;
		expect(bench.gateway.said).toHaveLength(1);
		expect([bench.client.link, bench.problems]).toEqual(["online", []]);
	});

	test("that is not answered rejects after 10 s", async () => {
		const bench = await PuffBench.online();
		bench.gateway.answers = false;
		const failed = [
			expect(bench.client.joinGroup("ab12cd")).rejects.toMatchObject({
				name: "TimeoutError",
				code: "timeout",
				afterMs: 10_000,
			}),
			expect(bench.client.createGroup()).rejects.toMatchObject({ code: "timeout" }),
		];
		await bench.clock.advance(10_000);
		await Promise.all(failed);
	});

	test("is aborted by its signal, and by leaving", async () => {
		const bench = await PuffBench.online();
		const abort = new AbortController();
		const aborted = expect(
			bench.client.joinGroup("ab12cd", { signal: abort.signal }),
		).rejects.toThrow("enough");
		abort.abort(new Error("enough"));
		await aborted;
		const left = expect(bench.client.joinGroup("ab12cd")).rejects.toMatchObject({ code: "left" });
		bench.client.leaveGroup();
		await left;
		await bench.settle();
		expect(bench.client.group).toBeNull();
	});

	test("needs a connection, an id, and a place to wait", async () => {
		const bench = new PuffBench({ maxRequests: 1 });
		const { client, clock, gateway } = bench;
		await expect(client.joinGroup("ab12cd")).rejects.toMatchObject({ code: "not-online" });
		await expect(client.createGroup()).rejects.toMatchObject({ code: "not-online" });
		await expect(client.joinGroup("")).rejects.toMatchObject({ code: "bad-usage" });
		await expect(client.createGroup("n".repeat(33))).rejects.toMatchObject({ code: "bad-usage" });
		gateway.answers = false;
		void client.connect();
		await clock.advance(0);
		client.createGroup().catch(() => {});
		await expect(client.createGroup()).rejects.toMatchObject({ code: "too-many" });
	});
});

test("joining the group where it is resolves at once, and sends nothing", async () => {
	const { client, gateway } = await PuffBench.inGroup();
	expect(await client.joinGroup("ab12cd")).toBe(client.group);
	expect(gateway.said).toHaveLength(1);
});

test("joining another group leaves the one before", async () => {
	const bench = await PuffBench.inGroup();
	const { client, gateway } = bench;
	gateway.groups.add("other1");
	const told = bench.heard("left");
	const joining = client.joinGroup("other1");
	await bench.settle();
	expect((await joining).groupId).toBe("other1");
	expect(told).toEqual([{ groupId: "ab12cd" }]);
	expect(client.groupId).toBe("other1");
});

test("a gateway that lets whoever creates a group in is understood", async () => {
	const bench = await PuffBench.online();
	const { client, gateway } = bench;
	gateway.answers = false;
	const creating = client.createGroup();
	await bench.settle();
	gateway.send("GROUP_CREATE", { group_id: "new123", name: "N" });
	gateway.joined("new123", [{ session_id: "s1", name: "me", device_state: {} }]);
	await bench.settle();
	const { groupId } = await creating;
	expect((await client.joinGroup(groupId)).members.size).toBe(0);
	expect(gateway.said).toEqual(['{"op":2}']);
});

test("leaving says so, and sends nothing more to the group", async () => {
	const bench = await PuffBench.inGroup();
	const { client, gateway } = bench;
	const told = bench.heard("left");
	client.leaveGroup();
	client.leaveGroup();
	client.sendDeviceState({ state: 5 });
	await bench.settle();
	expect(gateway.said.slice(1)).toEqual(['{"op":7}']);
	expect(told).toEqual([{ groupId: "ab12cd" }]);
	expect([client.group, client.groupId, client.link]).toEqual([null, null, "online"]);
	const heating = bench.heard("startHeating");
	gateway.send("GROUP_START_HEATING");
	await bench.settle();
	expect(heating).toEqual([]);
});

test("a deleted group is told of, left and forgotten", async () => {
	const bench = await PuffBench.inGroup();
	const told = [bench.heard("deleted"), bench.heard("left")];
	bench.gateway.send("GROUP_DELETE", { group_id: "ab12cd" });
	await bench.settle();
	expect(told).toEqual([[{ groupId: "ab12cd" }], [{ groupId: "ab12cd" }]]);
	expect([bench.client.group, bench.client.groupId]).toEqual([null, null]);
});

describe("a device's state", () => {
	test("is told as it changes, every time, once the client is in a group", async () => {
		const bench = await PuffBench.online();
		const { client, gateway } = bench;
		client.sendDeviceState({ state: 5, totalDabs: 420 });
		await bench.settle();
		expect(gateway.said).toEqual([]);
		const joining = client.joinGroup("ab12cd");
		await bench.settle();
		await joining;
		client.sendDeviceState({ totalDabs: 420 });
		client.sendDeviceState({ totalDabs: 420, profile: { name: "High", temp: 277 } });
		await bench.settle();
		expect(gateway.said.slice(1)).toEqual([
			'{"op":4,"d":{"state":5,"totalDabs":420}}',
			'{"op":4,"d":{"totalDabs":420}}',
			'{"op":4,"d":{"totalDabs":420,"profile":{"name":"High","temp":277}}}',
		]);
		expect(client.device).toEqual({
			state: 5,
			totalDabs: 420,
			profile: { name: "High", temp: 277 },
		});
	});

	test("is told in full before anything that a listener of `joined` tells", async () => {
		const bench = await PuffBench.online();
		const { client, gateway } = bench;
		client.sendDeviceState({ state: 5, battery: 80 });
		client.on("joined", () => client.sendDeviceState({ state: 6 }));
		client.joinGroup("ab12cd").catch(() => {});
		await bench.settle();
		expect(gateway.said.slice(1)).toEqual([
			'{"op":4,"d":{"state":5,"battery":80}}',
			'{"op":4,"d":{"state":6}}',
		]);
	});

	test("belongs to the client once it is given", async () => {
		const { client } = await PuffBench.inGroup();
		const profile = { name: "Low" };
		client.sendDeviceState({ profile });
		profile.name = "High";
		expect(client.device).toEqual({ profile: { name: "Low" } });
	});

	test("that JSON cannot hold is refused", async () => {
		const { client } = await PuffBench.inGroup();
		const cycle: { profile?: object } = {};
		cycle.profile = cycle;
		for (const bad of [
			{ temperature: Number.NaN },
			{ activeColor: { r: 1 / 0, g: 0, b: 0 } },
			cycle,
		])
			expect(() => client.sendDeviceState(bad)).toThrow(
				expect.objectContaining({ code: "bad-usage" }),
			);
		expect(() => client.sendDeviceState(JSON.parse("[1]"))).toThrow(/must be an object/);
		expect(client.device).toEqual({});
	});
});

test("user, edits and inquiries go out", async () => {
	const bench = await PuffBench.inGroup();
	const { client, gateway } = bench;
	client.setUser({ name: "Ada" });
	client.setUser({ deviceType: null });
	client.editGroup({ visibility: "public" });
	client.editGroup({});
	client.inquire();
	await bench.settle();
	expect(gateway.said.slice(1)).toEqual([
		'{"op":6,"d":{"name":"Ada"}}',
		'{"op":6,"d":{"device_type":null}}',
		'{"op":5,"d":{"visibility":"public"}}',
		'{"op":5,"d":{}}',
		'{"op":8}',
	]);
});

test("what needs a group, or a connection, says so", async () => {
	const bench = new PuffBench();
	const { client, clock } = bench;
	expect(() => client.inquire()).toThrow(expect.objectContaining({ code: "not-online" }));
	void client.connect();
	await clock.advance(0);
	for (const call of [() => client.inquire(), () => client.editGroup({ name: "x" })])
		expect(call).toThrow(expect.objectContaining({ name: "UsageError", code: "not-in-group" }));
	expect(() => client.editGroup({ name: "n".repeat(33) })).toThrow(/up to 32/);
	expect(() => client.editGroup(JSON.parse('{"visibility":"secret"}'))).toThrow(/visibility/);
	expect(() => client.setUser({ name: "n".repeat(33) })).toThrow(/up to 32/);
});

test("a refusal's reason is the gateway's own word, and its message harmless", async () => {
	const bench = await PuffBench.online();
	bench.gateway.answers = false;
	const joining = bench.client.joinGroup("ab\u001b[2J").catch((error: unknown) => error);
	await bench.settle();
	bench.gateway.send("GROUP_JOIN_ERROR", { code: "no\nway" });
	await bench.settle();
	const error = await joining;
	if (!(error instanceof PuffRefusedError)) throw error;
	expect(error.reason).toBe("no\nway");
	expect(error.message).toBe("the gateway refused to join group ab\\u001b[2J: no\\u000away");
});
