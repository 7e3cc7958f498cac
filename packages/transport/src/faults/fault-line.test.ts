import { FaultLine, memoryDial, memoryPair, VirtualClock } from "@gw-sim/transport";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type DisturbedPair, disturbedPair, texts } from "../testing/disturbed-pair.js";
import { Recorder } from "../testing/recorder.js";

test("faults can be put on open connections and taken off again", async () => {
	const { clock, line, near, far } = disturbedPair([]);
	near.socket.send("a");
	line.set([{ type: "drop", rate: 1 }]);
	near.socket.send("b");
	line.set([]);
	near.socket.send("c");
	await clock.advance(0);
	expect(far.frames).toEqual(["a", "c"]);
	expect(line.faults).toEqual([]);
});

test("frames keep their order when latency is taken off while they are on their way", async () => {
	const { clock, line, near, far } = disturbedPair([{ type: "latency", ms: 100 }]);
	near.socket.send("a");
	await clock.advance(50);
	line.set([]);
	near.socket.send("b");
	await clock.advance(1000);
	expect(far.frames).toEqual(["a", "b"]);
	expect(far.times).toEqual([100, 100]);
});

test("a frame sent in the turn in which an earlier one is due comes after it", async () => {
	const { clock, line, near, far } = disturbedPair([]);
	clock.after(100, () => near.socket.send("b"));
	line.set([{ type: "latency", ms: 100 }]);
	near.socket.send("a");
	line.set([]);
	await clock.advance(1000);
	expect(far.frames).toEqual(["a", "b"]);
});

test("a close waits for the frames before it and keeps its code when faults change meanwhile", async () => {
	const { clock, line, near, far } = disturbedPair([{ type: "latency", ms: 100 }]);
	far.socket.send("last words");
	far.socket.close(4000, "done");
	await clock.advance(50);
	line.set([]);
	await clock.advance(50);
	expect(near.events).toEqual(["frame", "closed"]);
	expect(near.info).toEqual({ code: 4000, reason: "done" });
});

test("connections of one line share faults and are told apart on the tape", async () => {
	const clock = new VirtualClock();
	const connections: number[] = [];
	const line = new FaultLine({
		clock,
		seed: 1,
		faults: [{ type: "drop", rate: 1 }],
		tape: ({ connection }) => connections.push(connection),
	});
	const dial = line.dial(memoryDial(clock, () => {}));
	const clients = [1, 2].map(() => new Recorder(dial({ url: "ws://lock" })));
	await clock.advance(0);
	for (const { socket } of clients) socket.send("x");
	expect(connections).toEqual([0, 1]);
});

test("a connection dialled again when lifting ends the old one has the new faults", async () => {
	const clock = new VirtualClock();
	const tape: string[] = [];
	const line = new FaultLine({
		clock,
		seed: 1,
		faults: [{ type: "half-open" }],
		tape: ({ at, connection, fault }) => tape.push(`${at} ${connection} ${fault}`),
	});
	let served = 0;
	const dial = line.dial(
		memoryDial(clock, (socket) => {
			if (served++ === 0) socket.close(1000);
		}),
	);
	const first = dial({ url: "ws://lock" });
	first.listen({ frame() {}, closed: () => void new Recorder(dial({ url: "ws://lock" })) });
	await clock.advance(0);
	line.set([{ type: "cut", afterMs: 10 }]);
	await clock.advance(1000);
	expect(tape).toEqual(["0 0 half-open", "10 1 cut"]);
});

test("what is held on its way in is bounded: then the peer has to wait", async () => {
	const { clock, near, far } = disturbedPair([{ type: "latency", ms: 100, direction: "in" }]);
	for (const frame of texts(5000)) far.socket.send(frame);
	await clock.advance(0);
	expect(clock.pending).toBeLessThanOrEqual(1100);
	await clock.advance(10_000);
	expect(near.frames).toEqual(texts(5000));
});

test("a pause by the owner outlasts frames that were on their way", async () => {
	const { clock, near, far } = disturbedPair([{ type: "latency", ms: 100, direction: "in" }]);
	far.socket.send("on its way");
	await clock.advance(50);
	near.socket.pause();
	far.socket.send("has to wait");
	await clock.advance(10_000);
	expect(near.frames).toEqual(["on its way"]);
	near.socket.resume();
	await clock.advance(1000);
	expect(near.frames).toEqual(["on its way", "has to wait"]);
});

test("a resume by the owner does not undo the bound", async () => {
	const { clock, near, far } = disturbedPair([{ type: "latency", ms: 100, direction: "in" }]);
	for (const frame of texts(3000)) far.socket.send(frame);
	await clock.advance(0);
	near.socket.pause();
	near.socket.resume();
	await clock.advance(50);
	expect(clock.pending).toBeLessThanOrEqual(1100);
	await clock.advance(10_000);
	expect(near.frames).toHaveLength(3000);
});

test("nothing is left on the clock after the end, whatever was under way", async () => {
	for (const end of ["close", "terminate"] as const) {
		const { clock, near, far } = disturbedPair([
			{ type: "latency", ms: 100, jitterMs: 50 },
			{ type: "reorder", rate: 0.5, holdMs: 5000 },
			{ type: "half-open", afterMs: 60_000 },
			{ type: "cut", afterMs: 60_000 },
		]);
		for (const frame of texts(20)) {
			near.socket.send(frame);
			far.socket.send(frame);
		}
		near.socket[end]();
		await clock.until(() => near.info !== undefined, 10_000);
		await clock.advance(0);
		expect(clock.pending).toBe(0);
		expect(near.socket.bufferedBytes).toBe(0);
	}
});

type Action = readonly [end: "near" | "far", frame: string | Uint8Array] | number;

const end = fc.constantFrom<"near" | "far">("near", "far");
const action: fc.Arbitrary<Action> = fc.oneof(
	fc.tuple(end, fc.oneof(fc.string(), fc.uint8Array({ maxLength: 20 }))),
	fc.nat(20),
);

async function heard(
	{ clock, near, far }: Omit<DisturbedPair, "line" | "tape">,
	actions: readonly Action[],
	closer: "near" | "far",
): Promise<unknown> {
	const ends = { near, far };
	for (const action of actions)
		if (typeof action === "number") await clock.advance(action);
		else ends[action[0]].socket.send(action[1]);
	ends[closer].socket.close(4000, "done");
	await clock.advance(0);
	expect(clock.pending).toBe(0);
	return [near, far].map(({ frames, times, events, info }) => [frames, times, events, info]);
}

test("without faults a line is as if it were not there", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(action, { maxLength: 20 }), end, async (actions, closer) => {
			const clock = new VirtualClock();
			const [near, far] = memoryPair(clock);
			const bare = { clock, near: new Recorder(near, clock), far: new Recorder(far, clock) };
			const disturbed = disturbedPair([]);
			expect(await heard(disturbed, actions, closer)).toEqual(await heard(bare, actions, closer));
			expect(disturbed.tape).toEqual([]);
		}),
		{ numRuns: 100 },
	);
});
