import { seededRandom } from "@gw-sim/core";
import { MemoryStore } from "@gw-sim/store";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { storeBattery } from "./testing/store-battery.js";

storeBattery("memory", async (options) => new MemoryStore(options));

const world = { clock: new VirtualClock(), random: seededRandom(1) };

test("sets no timer, and answers within the turn that asks", async () => {
	const store = new MemoryStore(world);
	let answered = false;
	void store.session
		.put("s", "v", 1000)
		.then(() => store.apply("r", { type: "append", body: "e" }))
		.then(() => {
			answered = true;
		});
	for (let i = 0; i < 10; i++) await Promise.resolve();
	expect(answered).toBe(true);
	expect(world.clock.pending).toBe(0);
});

test("equal seeds give equal epochs, and two stores of one seed differ", async () => {
	const epochOf = async (store: MemoryStore) => (await store.load("r")).position.epoch;
	const random = seededRandom(7);
	const first = await epochOf(new MemoryStore({ ...world, random }));
	expect(await epochOf(new MemoryStore({ ...world, random }))).not.toBe(first);
	expect(await epochOf(new MemoryStore({ ...world, random: seededRandom(7) }))).toBe(first);
});

test.each([{ logLength: 0 }, { logLength: 1.5 }, { idleRooms: -1 }, { maxSessions: 0 }])(
	"%j is refused",
	(bounds) => {
		expect(() => new MemoryStore({ ...world, ...bounds })).toThrow(
			expect.objectContaining({ code: "bad-usage" }),
		);
	},
);
