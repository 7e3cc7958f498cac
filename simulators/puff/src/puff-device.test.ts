import type { DeviceEvent } from "@gw-sim/simulator-engine";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { PuffDevice } from "./puff-device.js";
import { inquire, newPuff, newStage, setUp } from "./testing/bench.js";

const notFrame = ({ event }: DeviceEvent): boolean => event !== "frame";

const dark = { r: 0, g: 0, b: 0 };

test("a puff says who it is, creates a group and joins it, and tells all of its device there", async () => {
	const { gateway, course, puff, shown } = await setUp({ seed: 5 });
	const { name } = puff;
	expect(gateway.received.slice(0, 4)).toEqual([
		{ at: 0, session: "session-1", op: 6, d: { name, device_type: "peak" } },
		{ at: 0, session: "session-1", op: 2, d: null },
		{ at: 0, session: "session-1", op: 1, d: { group_id: "group1" } },
		{
			at: 0,
			session: "session-1",
			op: 4,
			d: {
				temperature: 24,
				state: 0,
				activeColor: dark,
				stateTime: 0,
				chargeSource: 3,
				battery: expect.any(Number),
				totalDabs: expect.any(Number),
				profileName: "Low",
				profile: { name: "Low", temp: 254, time: "0:45", color: "#0000ff" },
				deviceName: name,
				deviceModel: "0",
			},
		},
	]);
	expect(course("link")).toEqual(["connecting", "joining", "online"]);
	expect(course("heat")).toEqual(["memory", "version-boot", "battery-boot", "idle"]);
	expect(shown()).toEqual({
		link: "online",
		group: "group1",
		groupState: "chilling",
		heat: "idle",
		temperature: 24,
		target: 254,
		battery: expect.any(Number),
		dabs: expect.any(Number),
		profile: "low",
	});
});

test("at rest it tells its dabs every 10 s, and its heartbeat is nobody's else", async () => {
	const { clock, gateway } = await setUp();
	gateway.received.length = 0;
	await clock.advance(56_000);
	expect(gateway.received.map(({ at, d }) => ({ at, d }))).toEqual(
		[10, 20, 30, 40, 50, 60].map((second) => ({
			at: second * 1000,
			d: { totalDabs: expect.any(Number) },
		})),
	);
	expect(gateway.heartbeats).toBe(2);
});

test("it goes into a group of somebody else's, or into one with a name", async () => {
	const stage = newStage();
	const host = newPuff(stage, { create: "Tuesday", name: "Ada" });
	await stage.clock.advance(1000);
	expect(stage.gateway.groups.get("group1")?.name).toBe("Tuesday");
	const guest = newPuff(stage, { group: "group1", name: "Bob" });
	await stage.clock.advance(1000);
	expect(guest.shown()).toMatchObject({ link: "online", group: "group1" });
	expect(host.told()).toEqual([
		{ event: "message", type: "GROUP_CREATE", data: { group_id: "group1", name: "Tuesday" } },
		{
			event: "message",
			type: "GROUP_USER_JOIN",
			data: { group_id: "group1", session_id: "session-2", name: "Bob" },
		},
	]);
	const update = host.events.find(
		(event) => event.event === "message" && event.type === "GROUP_USER_DEVICE_UPDATE",
	);
	expect(update).toMatchObject({
		data: { group_id: "group1", session_id: "session-2", device_state: { deviceName: "Bob" } },
	});
});

test("a group's start makes it heat 2 s later, and the group hears of every state", async () => {
	const bench = await setUp();
	const { clock, course, gateway, puff, shown, told } = bench;
	inquire(bench);
	await clock.advance(0);
	gateway.received.length = 0;
	void puff.command({ cmd: "press-button" });
	expect(shown()).toMatchObject({ heat: "select", groupState: "awaiting" });
	await clock.advance(1000);
	const startedAt = clock.now();
	expect(told().slice(-2)).toEqual([
		{ event: "message", type: "GROUP_USER_READY", data: { session_id: "session-1" } },
		{
			event: "message",
			type: "GROUP_START_HEATING",
			data: { excluded: false, watcher: false, away: false },
		},
	]);
	await clock.advance(1999);
	expect(shown().heat).toBe("select");
	await clock.advance(1);
	expect(shown()).toMatchObject({ heat: "preheat", groupState: "seshing" });
	await clock.advance(80_000);
	expect(course("heat").slice(3)).toEqual(["idle", "select", "preheat", "active", "fade", "idle"]);
	expect(course("groupState").slice(1)).toEqual(["chilling", "awaiting", "seshing", "chilling"]);
	const states = gateway.received.filter(({ d }) => Object.hasOwn(Object(d), "state"));
	expect(states.map(({ at, d }) => [at - startedAt, Object(d).state])).toEqual([
		[0, 6],
		[3000, 7],
		[21_000, 8],
		[66_000, 9],
		[69_000, 5],
	]);
	expect(gateway.sent(4).find((d) => Object(d).state === 8)).toMatchObject({
		stateTime: expect.closeTo(0.64, 1),
	});
});

test("while it heats it tells its temperature every second, never twice the same", async () => {
	const bench = await setUp();
	const { clock, gateway, puff } = bench;
	inquire(bench);
	void puff.command({ cmd: "press-button" });
	await clock.advance(4000);
	gateway.received.length = 0;
	await clock.advance(70_000);
	const temperatures = gateway
		.sent(4)
		.flatMap((d) => (Object.hasOwn(Object(d), "temperature") ? [Object(d).temperature] : []));
	expect(temperatures[0]).toBeGreaterThan(30);
	expect(Math.max(...temperatures)).toBeLessThanOrEqual(255);
	expect(temperatures.every(Number.isInteger)).toBe(true);
	expect(temperatures.filter((value, i) => value === temperatures[i - 1])).toEqual([]);
});

test("an abort in the countdown, or in a cycle, ends it", async () => {
	for (const wait of [1500, 10_000]) {
		const bench = await setUp();
		const { clock, puff, shown } = bench;
		inquire(bench);
		void puff.command({ cmd: "press-button" });
		await clock.advance(1000 + wait);
		void puff.command({ cmd: "abort" });
		await clock.advance(10_000);
		expect(shown().heat).toBe("idle");
	}
});

test("a watcher's start heats nothing", async () => {
	const { clock, gateway, shown } = await setUp();
	const role = { excluded: true, watcher: true, away: false };
	gateway.tell({ type: "GROUP_START_HEATING", role });
	await clock.advance(3000);
	expect(shown().heat).toBe("idle");
	gateway.tell({ type: "GROUP_START_HEATING", role: null });
	await clock.advance(3000);
	expect(shown().heat).toBe("preheat");
});

test("what keeps it from heating is told", async () => {
	const { clock, gateway, told } = await setUp();
	await clock.advance(1_000_000);
	gateway.tell({ type: "GROUP_START_HEATING", role: null });
	await clock.advance(3000);
	expect(told().at(-1)).toEqual({
		event: "error",
		code: "not-ready",
		message: expect.stringMatching(/press its button/),
	});
});

test("an inquiry outside of a group is refused, and changes nothing", async () => {
	const { clock, puff, shown } = await setUp();
	void puff.command({ cmd: "leave" });
	await clock.advance(0);
	expect(shown()).toMatchObject({ link: "joining", group: null, groupState: null });
	expect(() => puff.command({ cmd: "inquire" })).toThrow(/join a group first/);
});

test("it goes from one group to another, and stays where it is when that one is not there", async () => {
	const stage = newStage();
	const { clock, gateway } = stage;
	newPuff(stage, { create: "A" });
	const { puff, shown } = newPuff(stage, { create: "B" });
	await clock.advance(4000);
	const [refused] = await Promise.allSettled([
		puff.command({ cmd: "join", group: "gone" }),
		clock.advance(0),
	]);
	expect(refused).toMatchObject({ reason: { message: expect.stringContaining("INVALID_GROUP") } });
	expect(shown()).toMatchObject({ link: "online", group: "group2" });
	await Promise.all([puff.command({ cmd: "join", group: "group1" }), clock.advance(0)]);
	expect(shown()).toMatchObject({ link: "online", group: "group1" });
	expect(gateway.received.at(-1)).toMatchObject({ op: 4, d: { state: 5, deviceModel: "0" } });
});

test("a probe is answered, and neither moves the puff nor tells anybody", async () => {
	const stage = newStage();
	const { clock, gateway } = stage;
	const host = newPuff(stage, { create: "A" });
	await clock.advance(100);
	const { events, puff, shown } = newPuff(stage, { group: "group1", seed: 2 });
	await expect(puff.probe()).rejects.toThrow(/in no group/);
	await clock.advance(100);
	const told = (): number => [...events, ...host.events].filter(notFrame).length;
	const before = told();
	await Promise.all([puff.probe(), clock.advance(0)]);
	expect(told()).toBe(before);
	expect(shown()).toMatchObject({ link: "online", group: "group1" });
	expect(gateway.received.at(-1)).toMatchObject({ op: 1, d: { group_id: "-" } });
});

test("stop closes, releases every timer and ends with 0", async () => {
	const bench = await setUp({ auto: true, create: "A" });
	const { clock, puff, shown } = bench;
	inquire(bench);
	await clock.advance(12_000);
	expect(shown().heat).toBe("preheat");
	const stopped = puff.stop();
	await clock.advance(0);
	await stopped;
	expect(await puff.done).toEqual({ exitCode: 0 });
	expect(shown()).toMatchObject({ link: "offline", group: null });
	void puff.command({ cmd: "press-button" });
	expect(clock.pending).toBe(0);
	await puff.stop();
});

test("a puff that is never started does not boot", async () => {
	const clock = new VirtualClock();
	const puff = new PuffDevice({ url: "ws://gateway/socket", seed: 5, clock });
	expect(puff.id).toMatch(/^puff:puff-\d{4}$/);
	await clock.advance(10_000);
	expect(puff.snapshot().state).toMatchObject({ link: "offline", heat: "memory" });
	void puff.command({ cmd: "set-profile", profile: "peak" });
	expect(puff.snapshot().state).toMatchObject({ heat: "memory", profile: "peak", target: 285 });
	expect(clock.pending).toBe(0);
});

test.each([
	[{ group: "a", create: "b" }, /a group or creates one/],
	[{ group: "" }, /not empty/],
	[{ create: "x".repeat(33) }, /up to 32/],
	[{ name: "x".repeat(33) }, /up to 32/],
	[{ speed: 0 }, /from 0.01 to 1000/],
	[{ speed: Number.NaN }, /speed/],
	[{ profile: "constructor" as "low" }, /low, medium, high, peak/],
	[{ url: "http://x" }, /ws/],
])("options that cannot be are refused: %o", (options, message) => {
	expect(() => newPuff(newStage(), options)).toThrow(message);
});
