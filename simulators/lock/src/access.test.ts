import type { JsonValue } from "@gw-sim/core";
import { expect, test } from "vitest";
import { owner, present, setUp } from "./testing/bench.js";

test("a grant opens the lock for the hold time and is reported", async () => {
	const bench = await setUp();
	const { clock, hub, told, shown } = bench;
	hub.answers.set("access:request", ["ok", { user: owner, access: true }]);
	await present(bench);
	expect(hub.sent("access:request")).toEqual([{ uuid: hub.state.uuid, device: "04A1B2C3" }]);
	expect(hub.sent("event")).toEqual([{ access: true, user: owner }]);
	expect(told()).toEqual([{ event: "tag", uid: "04A1B2C3", result: "granted" }]);
	expect(shown().bolt).toBe("unlocked");
	await clock.advance(9000);
	hub.broadcast("event", { any: "message" });
	await clock.advance(400);
	expect(shown().bolt).toBe("unlocked");
	await clock.advance(600);
	expect(shown().bolt).toBe("locked");
});

test("a second grant starts the hold time again", async () => {
	const bench = await setUp();
	const { clock, hub, lock, shown } = bench;
	hub.answers.set("access:request", ["ok", { user: owner, access: true }]);
	await present(bench);
	await clock.advance(8000);
	void lock.command({ cmd: "remove-tag" });
	await present(bench);
	await clock.advance(9000);
	expect(shown().bolt).toBe("unlocked");
	await clock.advance(1100);
	expect(shown().bolt).toBe("locked");
});

test.each<[string, readonly [string, JsonValue] | null, string]>([
	["no access", ["ok", { user: null, access: false }], "no access"],
	["an error", ["error", { reason: "who?" }], "who?"],
	["an answer of the wrong shape", ["ok", { access: "yes" }], "bad-reply"],
	["silence", null, "timeout"],
])("%s leaves the lock locked", async (_, answer, reason) => {
	const bench = await setUp();
	const { clock, hub, told, shown } = bench;
	hub.answers.set("access:request", answer);
	await present(bench);
	await clock.advance(10_000);
	expect(told()).toEqual([{ event: "tag", uid: "04A1B2C3", result: "denied", reason }]);
	expect(hub.sent("event")).toEqual([{ access: false }]);
	expect(shown().bolt).toBe("locked");
});

test.each([
	[null, "unconfigured"],
	[2, "external"],
])("with stored mode %s a tag is denied and the hub is not asked", async (mode, reason) => {
	const bench = await setUp({}, mode);
	await present(bench);
	expect(bench.told()).toEqual([{ event: "tag", uid: "04A1B2C3", result: "denied", reason }]);
	expect(bench.hub.received.map(({ event }) => event)).toEqual(["phx_join"]);
});

test("a tag is reported once while it stays", async () => {
	const bench = await setUp();
	await present(bench);
	await present(bench);
	expect(bench.hub.sent("access:request")).toHaveLength(1);
	void bench.lock.command({ cmd: "remove-tag" });
	await present(bench);
	expect(bench.hub.sent("access:request")).toHaveLength(2);
});

test("a tag is read between 50 and 550 ms after it was presented, as the seed says", async () => {
	const latencies = [];
	for (let seed = 0; seed < 40; seed++) {
		const { clock, hub, lock } = await setUp({ seed });
		await clock.advance(1000);
		void lock.command({ cmd: "present-tag", uid: "04A1B2C3" });
		await clock.advance(600);
		const asked = hub.received.find(({ event }) => event === "access:request");
		latencies.push((asked?.at ?? 0) - 1000);
	}
	expect(Math.min(...latencies)).toBeGreaterThanOrEqual(50);
	expect(Math.max(...latencies)).toBeLessThan(550);
	expect(new Set(latencies).size).toBe(40);
});
