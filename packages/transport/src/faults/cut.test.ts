import { expect, test } from "vitest";
import { disturbedPair } from "../testing/disturbed-pair.js";

test("both ends see 1006 after the given time", async () => {
	const { clock, near, far, tape } = disturbedPair([{ type: "cut", afterMs: 100 }]);
	near.socket.send("x");
	await clock.advance(99);
	expect(near.events).toEqual([]);
	await clock.advance(1);
	expect(near.info).toEqual({ code: 1006, reason: "" });
	expect(far.info).toEqual({ code: 1006, reason: "" });
	expect(far.frames).toEqual(["x"]);
	expect(tape).toEqual([{ at: 100, connection: 0, fault: "cut" }]);
});

test("without a time the connection is cut at once", async () => {
	const { clock, near } = disturbedPair([{ type: "cut" }]);
	await clock.advance(0);
	expect(near.info?.code).toBe(1006);
});

test("frames that were on their way are lost", async () => {
	const { clock, near, far } = disturbedPair([
		{ type: "latency", ms: 50 },
		{ type: "cut", afterMs: 10 },
	]);
	near.socket.send("out");
	far.socket.send("in");
	await clock.advance(1000);
	expect([near.events, far.events]).toEqual([["closed"], ["closed"]]);
});

test("a half-open connection can be cut", async () => {
	const { clock, near } = disturbedPair([{ type: "half-open" }, { type: "cut", afterMs: 10 }]);
	await clock.advance(10);
	expect(near.info?.code).toBe(1006);
});

test("changing the faults before its time takes a cut back", async () => {
	const { clock, line, near } = disturbedPair([{ type: "cut", afterMs: 100 }]);
	await clock.advance(50);
	line.set([]);
	await clock.advance(1000);
	expect(near.events).toEqual([]);
});
