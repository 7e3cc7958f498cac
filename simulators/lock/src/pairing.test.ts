import type { JsonObject } from "@gw-sim/core";
import { expect, test } from "vitest";
import { present, setUp } from "./testing/bench.js";

test("pairing echoes unknown and nested keys with the tag's serial, then takes the hub's mode", async () => {
	const bench = await setUp();
	const { clock, hub, told, shown } = bench;
	const payload: JsonObject = JSON.parse(
		'{"user":{"id":1,"email":"owner@hub","x":[{"y":null}]},"name":"tag","type":"tag","pair_id":7,"__proto__":{"z":1}}',
	);
	hub.broadcast("mode:pair", payload);
	await clock.advance(0);
	expect(shown().mode).toBe("pairing");
	hub.state = { ...hub.state, mode: 2 };
	await present(bench);
	expect(hub.sent("pair:complete").map((sent) => JSON.stringify(sent))).toEqual([
		JSON.stringify(payload).replace(/}$/, ',"serial":"04A1B2C3"}'),
	]);
	expect(hub.sent("reset")).toEqual([{}]);
	expect(shown().mode).toBe("external");
	expect(told()).toEqual([
		{ event: "message", type: "mode:pair", data: payload },
		{ event: "tag", uid: "04A1B2C3", result: "paired" },
	]);
});

test("a second mode:pair replaces the first", async () => {
	const bench = await setUp();
	const { clock, hub } = bench;
	hub.broadcast("mode:pair", { user: { id: 1 }, only: "first" });
	hub.broadcast("mode:pair", { user: { id: 2 } });
	await clock.advance(0);
	await present(bench);
	expect(hub.sent("pair:complete")).toEqual([{ user: { id: 2 }, serial: "04A1B2C3" }]);
});

test("a refused pair is told with the hub's reason, and left", async () => {
	const bench = await setUp();
	const { clock, hub, lock, told, shown } = bench;
	hub.answers.set("pair:complete", ["error", { reason: "unknown pair" }]);
	hub.broadcast("mode:pair", { user: { id: 1 } });
	await clock.advance(0);
	await present(bench);
	expect(told().at(-1)).toEqual({
		event: "tag",
		uid: "04A1B2C3",
		result: "pair-refused",
		reason: "unknown pair",
	});
	expect(lock.indicator).toBe("error");
	expect(shown().mode).toBe("internal");
	await clock.advance(1000);
	expect(lock.indicator).toBe("idle");
});

test("a pair that the hub does not answer times out, and a reset that fails ends in a new join", async () => {
	const bench = await setUp();
	const { clock, hub, told, shown } = bench;
	hub.answers.set("pair:complete", null).set("reset", null);
	hub.broadcast("mode:pair", { user: { id: 1 } });
	await clock.advance(0);
	await present(bench);
	await clock.advance(10_000);
	expect(told().at(-1)).toMatchObject({ result: "pair-refused", reason: "timeout" });
	expect(shown().mode).toBe("pairing");
	await clock.advance(12_000);
	expect(hub.sent("phx_join")).toHaveLength(2);
	expect(shown()).toMatchObject({ link: "online", mode: "internal" });
});

test("a loss of the link drops the pairing", async () => {
	const bench = await setUp();
	const { clock, hub, shown } = bench;
	hub.broadcast("mode:pair", { user: { id: 1 } });
	await clock.advance(0);
	hub.push("phx_error");
	await clock.advance(0);
	expect(shown()).toMatchObject({ link: "backoff", mode: "internal" });
	await clock.advance(2000);
	expect(shown()).toMatchObject({ link: "online", mode: "internal" });
	await present(bench);
	expect(hub.sent("pair:complete")).toEqual([]);
});
