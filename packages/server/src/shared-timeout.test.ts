import { type Clock, integer, seededRandom } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { SharedTimeout } from "./shared-timeout.js";

interface Item {
	readonly times: number[];
}

/** A timeout of 100 ms that notes when it was called for whom, and arms again. */
function repeating(clock: Clock, called: (item: Item) => void = () => {}): SharedTimeout<Item> {
	const timeout: SharedTimeout<Item> = new SharedTimeout(clock, 100, (item) => {
		timeout.arm(item);
		item.times.push(clock.now());
		called(item);
	});
	return timeout;
}

const newItem = (): Item => ({ times: [] });

test("each is called when its time is up, counted from when it was armed, by one timer", async () => {
	const clock = new VirtualClock();
	const timeout = repeating(clock);
	const [a, b, c] = [newItem(), newItem(), newItem()] as const;
	timeout.arm(a);
	await clock.advance(30);
	timeout.arm(b);
	await clock.advance(40);
	timeout.arm(c);
	expect(clock.pending).toBe(1);
	await clock.advance(250);
	expect([a, b, c].map(({ times }) => times)).toEqual([
		[100, 200, 300],
		[130, 230],
		[170, 270],
	]);
	expect(clock.pending).toBe(1);
});

test("who is armed again has the whole time from then on", async () => {
	const clock = new VirtualClock();
	const over: number[] = [];
	const timeout = new SharedTimeout(clock, 100, () => over.push(clock.now()));
	const item = {};
	for (let i = 0; i < 5; i++) {
		timeout.arm(item);
		await clock.advance(99);
	}
	expect(over).toEqual([]);
	await clock.advance(1);
	expect(over).toEqual([496]);
	expect(clock.pending).toBe(0);
});

test("who is disarmed is not called, and the last to go takes the timer along", async () => {
	const clock = new VirtualClock();
	const timeout = repeating(clock);
	const [a, b] = [newItem(), newItem()] as const;
	timeout.arm(a);
	timeout.arm(b);
	await clock.advance(150);
	timeout.disarm(a);
	timeout.disarm(a);
	await clock.advance(100);
	timeout.disarm(b);
	expect(clock.pending).toBe(0);
	await clock.advance(1000);
	expect([a.times, b.times]).toEqual([[100], [100, 200]]);
	timeout.arm(a);
	await clock.advance(100);
	expect(a.times).toEqual([100, 1350]);
});

test("who is called may disarm others and itself, and arm new ones", async () => {
	const clock = new VirtualClock();
	const [first, second, added] = [newItem(), newItem(), newItem()] as const;
	const timeout = repeating(clock, (item) => {
		if (item !== first) return;
		timeout.disarm(first);
		timeout.disarm(second);
		timeout.arm(added);
	});
	timeout.arm(first);
	timeout.arm(second);
	await clock.advance(100);
	expect(clock.pending).toBe(1);
	await clock.advance(250);
	expect(second.times).toEqual([]);
	expect(added.times).toEqual([200, 300]);
});

test("after a long stall everybody is called once, and then in time again", async () => {
	const clock = new VirtualClock();
	let skew = 0;
	const late: Clock = {
		now: () => clock.now() + skew,
		wallTime: () => clock.wallTime() + skew,
		after: clock.after.bind(clock),
	};
	const timeout = repeating(late);
	const item = newItem();
	timeout.arm(item);
	skew = 950;
	await clock.advance(300);
	expect(item.times).toEqual([1050, 1150, 1250]);
});

test("a thousand who are armed at random are each called at their own moment", async () => {
	const clock = new VirtualClock();
	const random = seededRandom("beats");
	const timeout = new SharedTimeout<{ over(): void }>(clock, 1500, (one) => one.over());
	const wrong: string[] = [];
	let called = 0;
	let removed = 0;
	for (let i = 0; i < 1000; i++) {
		let dueAt = 0;
		const one = {
			over: () => {
				called++;
				if (clock.now() !== dueAt) wrong.push(`${clock.now()} instead of ${dueAt}`);
			},
		};
		const armed = (left: number): void => {
			if (left === 0 && i % 10 === 0) {
				removed++;
				timeout.disarm(one);
				return;
			}
			dueAt = clock.now() + 1500;
			timeout.arm(one);
			if (left > 0) clock.after(integer(random, 0, 1400), () => armed(left - 1));
		};
		clock.after(integer(random, 0, 3000), () => armed(integer(random, 1, 5)));
	}
	await clock.advance(20_000);
	expect(wrong).toEqual([]);
	expect({ called, removed }).toEqual({ called: 900, removed: 100 });
	expect(clock.pending).toBe(0);
});
