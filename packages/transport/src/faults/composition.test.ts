import type { Fault } from "@gw-sim/transport";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type DisturbedPair, disturbedPair, texts } from "../testing/disturbed-pair.js";

const everything: readonly Fault[] = [
	{ type: "latency", ms: 50, jitterMs: 40 },
	{ type: "drop", rate: 0.1 },
	{ type: "duplicate", rate: 0.1 },
	{ type: "reorder", rate: 0.1, holdMs: 30 },
	{ type: "corrupt", rate: 0.1 },
];

async function conversation(
	faults: readonly Fault[],
	seed: string | number,
): Promise<DisturbedPair> {
	const pair = disturbedPair(faults, seed);
	for (const frame of texts(60)) {
		pair.near.socket.send(`out ${frame}`);
		pair.far.socket.send(`in ${frame}`);
		await pair.clock.advance(5);
	}
	await pair.clock.advance(1000);
	return pair;
}

const heard = ({ near, far, tape }: DisturbedPair): unknown => [
	near.frames,
	near.times,
	far.frames,
	far.times,
	tape,
];

test("the same seed gives the same tape and the same arrivals", async () => {
	await fc.assert(
		fc.asyncProperty(fc.string(), async (seed) => {
			const [first, second] = [
				await conversation(everything, seed),
				await conversation(everything, seed),
			];
			expect(heard(first)).toEqual(heard(second));
		}),
		{ numRuns: 5 },
	);
});

test("another seed gives another tape and other arrivals", async () => {
	const [first, second] = [await conversation(everything, 1), await conversation(everything, 2)];
	expect(first.tape).not.toEqual(second.tape);
	expect(first.far.frames).not.toEqual(second.far.frames);
});

test("the directions and the connections of a seed are independent", async () => {
	const pair = await conversation([{ type: "drop", rate: 0.5 }], 1);
	const dropped = (direction: string): unknown[] =>
		pair.tape.filter((entry) => entry.direction === direction).map(({ frame }) => frame);
	expect(dropped("in")).not.toEqual(dropped("out"));
});

test("what one fault decides does not depend on the others", async () => {
	const drop: Fault = { type: "drop", rate: 0.3 };
	const alone = await conversation([{ type: "duplicate", rate: 0 }, drop], 1);
	const among = await conversation([{ type: "duplicate", rate: 1 }, drop], 1);
	const drops = ({ tape }: DisturbedPair): unknown =>
		tape.filter(({ fault }) => fault === "drop").map(({ direction, frame }) => [direction, frame]);
	expect(drops(alone)).toEqual(drops(among));
});

test("latencies add up", async () => {
	const pair = disturbedPair([
		{ type: "latency", ms: 10 },
		{ type: "latency", ms: 20 },
	]);
	pair.near.socket.send("x");
	await pair.clock.advance(100);
	expect(pair.far.times).toEqual([30]);
});

test("a duplicate made before corruption is corrupted like its frame", async () => {
	const pair = disturbedPair([
		{ type: "duplicate", rate: 1 },
		{ type: "corrupt", rate: 1 },
	]);
	pair.near.socket.send(Buffer.alloc(16));
	await pair.clock.advance(0);
	expect(pair.far.frames).toHaveLength(2);
	expect(pair.far.frames[0]).toEqual(pair.far.frames[1]);
	expect(pair.far.frames[0]).not.toEqual(new Uint8Array(16));
});

test("faults apply in the order in which they are listed", async () => {
	const faults: readonly Fault[] = [
		{ type: "drop", rate: 1 },
		{ type: "duplicate", rate: 1 },
	];
	const names = async (list: readonly Fault[]): Promise<unknown> => {
		const pair = disturbedPair(list);
		pair.near.socket.send("x");
		await pair.clock.advance(0);
		expect(pair.far.frames).toEqual([]);
		return pair.tape.map(({ fault }) => fault);
	};
	expect(await names(faults)).toEqual(["drop"]);
	expect(await names([...faults].reverse())).toEqual(["duplicate", "drop"]);
});

test("the tape tells when, which connection, direction and frame", async () => {
	const pair = disturbedPair([{ type: "latency", ms: 10, direction: "out" }]);
	await pair.clock.advance(5);
	pair.near.socket.send("x");
	expect(pair.tape).toEqual([
		{ at: 5, connection: 0, fault: "latency", direction: "out", frame: 0, delayMs: 10 },
	]);
});
