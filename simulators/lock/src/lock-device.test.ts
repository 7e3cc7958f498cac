import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { LockDevice } from "./lock-device.js";
import { owner, present, setUp } from "./testing/bench.js";
import { RawHub } from "./testing/raw-hub.js";

test("a lock comes on line, and prints every change of its state once", async () => {
	const { events } = await setUp();
	const states = events.filter((event) => event.event === "state");
	const { uuid } = new RawHub(new VirtualClock()).state;
	expect(states.map(({ state }) => state)).toEqual([
		{ link: "connecting", mode: "unconfigured", bolt: "locked", uuid: null, name: null },
		{ link: "joining", mode: "unconfigured", bolt: "locked", uuid: null, name: null },
		{ link: "online", mode: "internal", bolt: "locked", uuid, name: null },
	]);
	expect(states[0]).toMatchObject({ device: "lock:lock-1", at: 0 });
});

test("a lock that loses its link while open locks after the hold time", async () => {
	const bench = await setUp();
	const { clock, hub, shown } = bench;
	hub.answers.set("access:request", ["ok", { user: owner, access: true }]);
	await present(bench);
	hub.isDown = true;
	hub.cut();
	await clock.advance(9000);
	expect(shown()).toMatchObject({ bolt: "unlocked" });
	await clock.advance(1000);
	expect(shown()).toMatchObject({ bolt: "locked" });
	expect(shown().link).not.toBe("online");
});

test("a motor bolt takes its time, and a jam shows at the end of the way", async () => {
	const bench = await setUp({ travelMs: 1500, holdMs: 5000 });
	const { clock, events, hub, lock, shown } = bench;
	hub.answers.set("access:request", ["ok", { user: owner, access: true }]);
	await present(bench);
	await clock.advance(6000);
	void lock.command({ cmd: "jam" });
	await clock.advance(3000);
	expect(shown().bolt).toBe("jammed");
	expect(lock.indicator).toBe("jammed");
	void lock.command({ cmd: "clear-jam" });
	const bolts = events.flatMap((event) => (event.event === "state" ? [event.state.bolt] : []));
	expect([...new Set(bolts)]).toEqual(["locked", "unlocking", "unlocked", "locking", "jammed"]);
	expect(bolts.at(-1)).toBe("locked");
});

test("a hub that is away is one error while it stays away, and one again the next time", async () => {
	const { clock, hub, told, shown } = await setUp();
	for (let i = 0; i < 2; i++) {
		hub.isDown = true;
		hub.cut();
		await clock.advance(60_000);
		expect(shown().link).not.toBe("online");
		hub.isDown = false;
		await clock.advance(30_000);
		expect(shown().link).toBe("online");
	}
	expect(told().map((event) => "code" in event && event.code)).toEqual(["cut", "cut"]);
});

test("disconnect stays away until connect, drop comes back by itself", async () => {
	const { clock, hub, lock, told, shown } = await setUp();
	void lock.command({ cmd: "disconnect" });
	await clock.advance(60_000);
	expect(shown().link).toBe("offline");
	void lock.command({ cmd: "connect" });
	await clock.advance(0);
	expect(shown().link).toBe("online");
	void lock.command({ cmd: "drop" });
	expect(shown().link).toBe("backoff");
	await clock.advance(1500);
	expect(shown().link).toBe("online");
	expect(hub.sent("phx_join")).toHaveLength(3);
	expect(told()).toEqual([]);
});

test("stop closes, releases every timer and ends with 0", async () => {
	const bench = await setUp();
	const { clock, hub, lock, shown } = bench;
	hub.answers.set("access:request", ["ok", { user: owner, access: true }]);
	await present(bench);
	const stopped = lock.stop();
	await clock.advance(0);
	await stopped;
	expect(await lock.done).toEqual({ exitCode: 0 });
	expect(shown().link).toBe("offline");
	expect(clock.pending).toBe(0);
	await lock.stop();
});

test("a lock with maxRetries gives up, says so and ends with 1", async () => {
	const { clock, hub, lock, told, shown } = await setUp({ maxRetries: 3 });
	hub.isDown = true;
	hub.cut();
	await clock.advance(60_000);
	expect(await lock.done).toEqual({ exitCode: 1 });
	expect(told().map((event) => "code" in event && event.code)).toEqual(["cut", "gave-up"]);
	expect(shown().link).toBe("offline");
	expect(clock.pending).toBe(0);
});

test("without a serial it is lock-NNNN from the seed", async () => {
	const lock = new LockDevice({ url: "ws://hub/x", seed: 5, clock: new VirtualClock() });
	expect(lock.id).toMatch(/^lock:lock-\d{4}$/);
});

test("options that cannot be are refused", async () => {
	await expect(setUp({ holdMs: 0 })).rejects.toThrow(/holdMs must be a whole number .* from 1/);
	await expect(setUp({ travelMs: -1 })).rejects.toThrow(/travelMs/);
	await expect(setUp({ holdMs: 2 ** 31 })).rejects.toThrow(/2147483647/);
});
