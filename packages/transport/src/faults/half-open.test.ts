import { type Fault, FaultLine, memoryDial, type Socket, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { disturbedPair } from "../testing/disturbed-pair.js";
import { Recorder } from "../testing/recorder.js";

const halfOpen: readonly Fault[] = [{ type: "half-open" }];

test("writes vanish and nothing arrives", async () => {
	const { clock, near, far } = disturbedPair(halfOpen);
	near.socket.send("out");
	far.socket.send("in");
	await clock.advance(60_000);
	expect([...near.frames, ...far.frames]).toEqual([]);
	expect([near.events, far.events, near.activities]).toEqual([[], [], 0]);
});

test("pings are neither sent nor told", async () => {
	const { clock, line, near, far } = disturbedPair([]);
	near.socket.ping?.();
	await clock.advance(0);
	line.set(halfOpen);
	near.socket.ping?.();
	far.socket.ping?.();
	await clock.advance(1000);
	expect([near.pongs, near.pings, far.pings]).toEqual([1, 0, 1]);
});

test("it holds from the very turn in which it is set", async () => {
	const { clock, line, near, far } = disturbedPair([]);
	line.set(halfOpen);
	near.socket.send("out");
	await clock.advance(0);
	expect(far.frames).toEqual([]);
});

test("it begins after the given time", async () => {
	const { clock, near, far, tape } = disturbedPair([{ type: "half-open", afterMs: 100 }]);
	await clock.advance(99);
	near.socket.send("before");
	await clock.advance(1);
	near.socket.send("after");
	await clock.advance(100);
	expect(far.frames).toEqual(["before"]);
	expect(tape).toEqual([{ at: 100, connection: 0, fault: "half-open" }]);
});

test("frames that were on their way are lost", async () => {
	const { clock, line, near, far } = disturbedPair([{ type: "latency", ms: 100 }]);
	near.socket.send("out");
	far.socket.send("in");
	await clock.advance(50);
	line.set(halfOpen);
	await clock.advance(1000);
	expect([...near.frames, ...far.frames]).toEqual([]);
});

test("the peer's close does not arrive", async () => {
	const { clock, near, far } = disturbedPair(halfOpen);
	far.socket.close(1000);
	await clock.advance(60_000);
	expect(near.events).toEqual([]);
});

test("the peer's close that was on its way does not arrive", async () => {
	const { clock, line, near, far } = disturbedPair([{ type: "latency", ms: 100 }]);
	far.socket.send("x");
	far.socket.close(1000);
	await clock.advance(50);
	line.set(halfOpen);
	await clock.advance(60_000);
	expect(near.events).toEqual([]);
});

test("lifted, a connection that still stands works again", async () => {
	const { clock, line, near, far } = disturbedPair(halfOpen);
	near.socket.send("lost");
	await clock.advance(1000);
	line.set([]);
	near.socket.send("out");
	far.socket.send("in");
	await clock.advance(0);
	expect([far.frames, near.frames]).toEqual([["out"], ["in"]]);
});

test("lifted, a connection whose close was missed ends with 1006", async () => {
	const { clock, line, near, far } = disturbedPair(halfOpen);
	far.socket.close(1000);
	await clock.advance(1000);
	line.set([]);
	expect(near.info).toEqual({ code: 1006, reason: "" });
});

test("changing other faults does not let anything through", async () => {
	const { clock, line, near, far, tape } = disturbedPair(halfOpen);
	far.socket.close(1000);
	await clock.advance(10);
	line.set([{ type: "latency", ms: 5 }, ...halfOpen]);
	near.socket.send("out");
	await clock.advance(1000);
	expect([near.events, far.frames]).toEqual([[], []]);
	expect(tape.map(({ fault }) => fault)).toEqual(["half-open"]);
});

test("close on it ends after 5 s with 1006, as nobody answers", async () => {
	const { clock, near, far } = disturbedPair(halfOpen);
	near.socket.close(1000);
	await clock.advance(4999);
	expect(near.events).toEqual([]);
	await clock.advance(1);
	expect(near.info).toEqual({ code: 1006, reason: "" });
	expect(far.info?.code).toBe(1006);
	expect(clock.pending).toBe(0);
});

test("a close that was under way when it began ends after 5 s too", async () => {
	const { clock, line, near } = disturbedPair([]);
	near.socket.close(1000);
	line.set(halfOpen);
	await clock.advance(5000);
	expect(near.info).toEqual({ code: 1006, reason: "" });
});

test("a close that did not get through gets through once it is lifted", async () => {
	const { clock, line, near, far } = disturbedPair(halfOpen);
	near.socket.close(4000, "done");
	await clock.advance(1000);
	line.set([]);
	near.socket.send("after the close");
	await clock.advance(0);
	expect([far.frames, far.info]).toEqual([[], { code: 4000, reason: "done" }]);
	expect(near.info).toEqual({ code: 4000, reason: "done" });
	expect(clock.pending).toBe(0);
});

test("terminate ends it at once", async () => {
	const { clock, near } = disturbedPair(halfOpen);
	near.socket.terminate();
	await clock.advance(0);
	expect(near.info).toEqual({ code: 1006, reason: "" });
});

function dialled(accept: (socket: Socket) => void) {
	const clock = new VirtualClock();
	const line = new FaultLine({ clock, seed: 1, faults: halfOpen });
	const client = new Recorder(line.dial(memoryDial(clock, accept))({ url: "ws://lock" }));
	return { clock, client };
}

test("a dial opens, and then hears nothing", async () => {
	const { clock, client } = dialled((socket) => socket.send("welcome"));
	await clock.advance(1000);
	expect(client.events).toEqual(["opened"]);
});

test("a dial that fails tells so, since nothing ever looked open", async () => {
	const clock = new VirtualClock();
	const line = new FaultLine({ clock, seed: 1, faults: halfOpen });
	const dial = line.dial((request) => {
		const socket = memoryDial(clock, () => {})(request);
		socket.terminate();
		return socket;
	});
	const client = new Recorder(dial({ url: "ws://lock" }));
	await clock.advance(0);
	expect(client.info).toMatchObject({ code: 1006, failure: { kind: "other" } });
});
