import { expect, test } from "vitest";
import { type Bench, inquire, newPuff, newStage, setUp } from "./testing/bench.js";

function troubles({ told }: Bench): unknown[] {
	return told().flatMap((event) => (event.event === "error" ? [event.code] : []));
}

test("a group that is not there ends it with 1, and says why", async () => {
	const stage = newStage();
	const bench = newPuff(stage, { group: "zzzzzz" });
	await stage.clock.advance(10_000);
	expect(await bench.puff.done).toEqual({ exitCode: 1 });
	expect(bench.told()).toEqual([
		{
			event: "error",
			code: "refused",
			message: expect.stringMatching(/join group zzzzzz: INVALID_GROUP_ID; check the id/),
		},
	]);
	expect(stage.clock.pending).toBe(0);
});

test("a gateway that lets nobody create a group ends it with 1", async () => {
	const stage = newStage();
	stage.gateway.refuseCreate = "TOO_MANY_GROUPS";
	const bench = newPuff(stage);
	await stage.clock.advance(10_000);
	expect(await bench.puff.done).toEqual({ exitCode: 1 });
	expect(troubles(bench)).toEqual(["refused"]);
});

test.each(["create", "join"] as const)(
	"a %s without an answer is told once and tried again, until there is one",
	async (op) => {
		const stage = newStage();
		stage.gateway.ignored.add(op);
		const bench = newPuff(stage);
		await stage.clock.advance(40_000);
		expect(bench.shown()).toMatchObject({ link: "joining", group: null });
		expect(troubles(bench)).toEqual(["timeout"]);
		stage.gateway.ignored.clear();
		await stage.clock.advance(20_000);
		expect(bench.shown()).toMatchObject({ link: "online", groupState: "chilling" });
	},
);

test("a connection that ends on the way into the group is only the beginning of the next", async () => {
	const stage = newStage();
	stage.gateway.ignored.add("join");
	const bench = newPuff(stage, { create: "A" });
	await stage.clock.advance(1000);
	stage.gateway.ignored.clear();
	stage.gateway.cut();
	await stage.clock.advance(3000);
	expect(bench.shown()).toMatchObject({ link: "online", group: "group2" });
	expect(troubles(bench)).toEqual(["cut"]);
});

test("after a loss it comes back under its name, into its group, with all of its device", async () => {
	const bench = await setUp({ name: "Ada", create: "A" });
	const { clock, gateway, puff, course } = bench;
	void puff.command({ cmd: "set-profile", profile: "high" });
	await clock.advance(7000);
	gateway.received.length = 0;
	gateway.cut();
	await clock.advance(2000);
	expect(gateway.received).toEqual([
		expect.objectContaining({ op: 6, d: { name: "Ada", device_type: "peak" } }),
		expect.objectContaining({ op: 1, d: { group_id: "group1" } }),
		expect.objectContaining({
			op: 4,
			d: expect.objectContaining({ state: 5, temperature: 24, profileName: "High" }),
		}),
	]);
	expect(course("link")).toEqual([
		"connecting",
		"joining",
		"online",
		"backoff",
		"connecting",
		"joining",
		"online",
	]);
	expect(course("group")).toEqual([null, "group1", null, "group1"]);
});

test("a group that is gone after a loss is one error and a try every 5 s, whatever the speed", async () => {
	const bench = await setUp({ speed: 20 });
	const { clock, gateway, shown } = bench;
	gateway.refuseJoin = "INVALID_GROUP_ID";
	gateway.received.length = 0;
	gateway.cut();
	await clock.advance(31_500);
	expect(shown().link).toBe("joining");
	expect(troubles(bench)).toEqual(["cut", "rejoin-failed"]);
	const tries = gateway.received.flatMap(({ op, at }) => (op === 1 ? [at] : []));
	expect(tries.length).toBeGreaterThanOrEqual(6);
	for (const [i, at] of tries.entries()) if (i > 0) expect(at - (tries[i - 1] ?? 0)).toBe(5000);
	gateway.refuseJoin = null;
	await clock.advance(5000);
	expect(shown()).toMatchObject({ link: "online", group: "group1" });
});

test("leave ends coming back, and join begins it again", async () => {
	const bench = await setUp();
	const { clock, gateway, puff, shown } = bench;
	gateway.refuseJoin = "INVALID_GROUP_ID";
	gateway.cut();
	await clock.advance(10_000);
	void puff.command({ cmd: "leave" });
	gateway.received.length = 0;
	await clock.advance(20_000);
	expect(gateway.sent(1)).toEqual([]);
	gateway.refuseJoin = null;
	await Promise.all([puff.command({ cmd: "join", group: "group1" }), clock.advance(0)]);
	gateway.cut();
	await clock.advance(3000);
	expect(shown()).toMatchObject({ link: "online", group: "group1" });
});

test("a deleted group is told, and nobody comes back to it", async () => {
	const { clock, course, gateway, told } = await setUp();
	gateway.apply("group1", { type: "delete" });
	await clock.advance(0);
	expect(told().at(-1)).toEqual({
		event: "message",
		type: "GROUP_DELETE",
		data: { group_id: "group1" },
	});
	expect(course("link").at(-1)).toBe("joining");
	gateway.received.length = 0;
	gateway.cut();
	await clock.advance(20_000);
	expect(gateway.sent(1)).toEqual([]);
});

test("disconnect stays away until connect, drop comes back by itself; the device goes on meanwhile", async () => {
	const bench = await setUp();
	const { clock, gateway, puff, shown } = bench;
	inquire(bench);
	void puff.command({ cmd: "press-button" });
	await clock.advance(5000);
	expect(shown().heat).toBe("preheat");
	void puff.command({ cmd: "disconnect" });
	await clock.advance(30_000);
	expect(shown()).toMatchObject({ link: "offline", heat: "active", group: null });
	gateway.received.length = 0;
	void puff.command({ cmd: "connect" });
	await clock.advance(0);
	expect(shown()).toMatchObject({ link: "online", heat: "active" });
	expect(gateway.sent(4)).toEqual([expect.objectContaining({ state: 8, deviceModel: "0" })]);
	void puff.command({ cmd: "drop" });
	expect(shown().link).toBe("backoff");
	await clock.advance(1500);
	expect(shown().link).toBe("online");
	expect(troubles(bench)).toEqual([]);
});

test("what the gateway refuses later is an error each time", async () => {
	const bench = await setUp();
	const { clock, gateway } = bench;
	gateway.tell({ type: "GROUP_ACTION_ERROR", code: "INVALID_GROUP_STATE" });
	await clock.advance(0);
	expect(bench.told().at(-1)).toEqual({
		event: "error",
		code: "refused",
		message: "the gateway refused: GROUP_ACTION_ERROR INVALID_GROUP_STATE",
	});
});

test("a puff with maxRetries gives up, says so and ends with 1", async () => {
	const bench = await setUp({ maxRetries: 3 });
	const { clock, gateway, puff, shown } = bench;
	gateway.isDown = true;
	gateway.cut();
	await clock.advance(60_000);
	expect(await puff.done).toEqual({ exitCode: 1 });
	expect(troubles(bench).at(-1)).toBe("gave-up");
	expect(shown().link).toBe("offline");
	expect(clock.pending).toBe(0);
});
