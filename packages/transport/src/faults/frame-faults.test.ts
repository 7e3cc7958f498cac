import type { Fault } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { disturbedPair, texts } from "../testing/disturbed-pair.js";

async function outward(faults: readonly Fault[], frames: readonly (string | Uint8Array)[]) {
	const pair = disturbedPair(faults);
	for (const frame of frames) pair.near.socket.send(frame);
	await pair.clock.advance(10_000);
	return pair;
}

test("latency delays every frame by its time", async () => {
	const { far } = await outward([{ type: "latency", ms: 200 }], ["a", "b"]);
	expect(far.frames).toEqual(["a", "b"]);
	expect(far.times).toEqual([200, 200]);
});

test("latency that varies stays within its bounds and keeps the order", async () => {
	const { far, tape } = await outward([{ type: "latency", ms: 100, jitterMs: 80 }], texts(200));
	expect(far.frames).toEqual(texts(200));
	for (const { delayMs } of tape) {
		expect(delayMs).toBeGreaterThanOrEqual(20);
		expect(delayMs).toBeLessThan(180);
	}
	expect(new Set(tape.map(({ delayMs }) => delayMs)).size).toBeGreaterThan(100);
});

test("jitter beyond the latency never goes back in time", async () => {
	const { far } = await outward([{ type: "latency", ms: 1, jitterMs: 100 }], texts(50));
	expect(far.frames).toEqual(texts(50));
});

test("a share of the frames is dropped and the others keep their order", async () => {
	const { far, tape } = await outward([{ type: "drop", rate: 0.3 }], texts(1000));
	const dropped = new Set(tape.map(({ frame }) => String(frame)));
	expect(far.frames).toEqual(texts(1000).filter((frame) => !dropped.has(frame)));
	expect(dropped.size).toBeGreaterThan(250);
	expect(dropped.size).toBeLessThan(350);
});

test("rate 0 is never and rate 1 always", async () => {
	expect((await outward([{ type: "drop", rate: 0 }], texts(50))).far.frames).toHaveLength(50);
	expect((await outward([{ type: "drop", rate: 1 }], texts(50))).far.frames).toEqual([]);
});

test("a duplicate comes right after its frame", async () => {
	const { far, tape } = await outward([{ type: "duplicate", rate: 0.2 }], texts(100));
	const twice = new Set(tape.map(({ frame }) => String(frame)));
	expect(twice.size).toBeGreaterThan(0);
	expect(far.frames).toEqual(texts(100).flatMap((f) => (twice.has(f) ? [f, f] : [f])));
});

test("a frame that is held back is overtaken by later ones", async () => {
	const pair = disturbedPair([{ type: "reorder", rate: 0.2, holdMs: 50 }]);
	for (const frame of texts(30)) {
		pair.near.socket.send(frame);
		await pair.clock.advance(10);
	}
	await pair.clock.advance(1000);
	expect(pair.far.frames).not.toEqual(texts(30));
	expect([...pair.far.frames].sort()).toEqual([...texts(30)].sort());
	for (const { frame = -1 } of pair.tape)
		expect(pair.far.times[pair.far.frames.indexOf(String(frame))]).toBe(frame * 10 + 50);
});

test("one bit of a corrupted frame differs", async () => {
	const frame = Uint8Array.from({ length: 32 }, (_, i) => i * 8);
	const { far, tape } = await outward([{ type: "corrupt", rate: 0.5 }], Array(100).fill(frame));
	const bitsFlipped = far.frames.map((received) =>
		[...(received as Uint8Array)]
			.map((byte, i) => (byte ^ (frame[i] ?? 0)).toString(2).replaceAll("0", "").length)
			.reduce((sum, bits) => sum + bits, 0),
	);
	expect(new Set(bitsFlipped)).toEqual(new Set([0, 1]));
	expect(bitsFlipped.filter((bits) => bits === 1)).toHaveLength(tape.length);
});

test("a corrupted text stays one that can be sent", async () => {
	const text = "Türschloß 玄関 🔒 lock";
	const { far } = await outward([{ type: "corrupt", rate: 1 }], Array(300).fill(text));
	for (const received of far.frames) {
		expect(received).not.toBe(text);
		expect(received).toHaveLength(text.length);
		expect(Buffer.from(String(received)).toString()).toBe(received);
	}
});

test("an empty frame has nothing to corrupt", async () => {
	const { far } = await outward([{ type: "corrupt", rate: 1 }], ["", new Uint8Array()]);
	expect(far.frames).toEqual(["", new Uint8Array()]);
});

test("corruption spares the sender's own bytes, a Buffer's too", async () => {
	const buffer = Buffer.alloc(64);
	const { far } = await outward([{ type: "corrupt", rate: 1 }], [buffer]);
	expect(far.frames[0]).not.toEqual(new Uint8Array(64));
	expect(buffer).toEqual(Buffer.alloc(64));
});

test.each(["in", "out"] as const)(
	"a fault for %s leaves the other direction alone",
	async (direction) => {
		const pair = disturbedPair([{ type: "drop", rate: 1, direction }]);
		pair.near.socket.send("out");
		pair.far.socket.send("in");
		await pair.clock.advance(0);
		expect([...pair.near.frames, ...pair.far.frames]).toEqual([direction === "in" ? "out" : "in"]);
	},
);

test("bytes on their way count as buffered", async () => {
	const pair = disturbedPair([{ type: "latency", ms: 10, direction: "out" }]);
	pair.near.socket.send("12345");
	expect(pair.near.socket.bufferedBytes).toBe(5);
	await pair.clock.advance(10);
	expect(pair.near.socket.bufferedBytes).toBe(0);
});
