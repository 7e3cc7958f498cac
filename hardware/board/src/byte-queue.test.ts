import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteQueue } from "./byte-queue.js";

test("bytes come out as they went in, however they are mixed", () => {
	const pushes = fc.uint8Array({ maxLength: 20 });
	const shifts = fc.integer({ min: 1, max: 30 });
	fc.assert(
		fc.property(fc.array(fc.oneof(pushes, shifts), { maxLength: 50 }), (steps) => {
			const queue = new ByteQueue();
			const model: number[] = [];
			for (const step of steps) {
				if (typeof step !== "number") {
					expect(queue.push(step)).toBe(step.length);
					model.push(...step);
				} else for (let i = 0; i < step; i++) expect(queue.shift()).toBe(model.shift());
				expect(queue.length).toBe(model.length);
			}
		}),
	);
});

test("many small pieces cost no more than one large", () => {
	const queue = new ByteQueue();
	for (let i = 0; i < 5000; i++) queue.push(Uint8Array.of(i & 0xff));
	for (let i = 0; i < 5000; i++) expect(queue.shift()).toBe(i & 0xff);
	expect(queue.shift()).toBeUndefined();
});

test("what is given is copied, and what does not fit is refused", () => {
	const queue = new ByteQueue();
	const given = Uint8Array.of(1);
	queue.push(given);
	given[0] = 2;
	expect(queue.push(new Uint8Array(2 ** 20))).toBe(2 ** 20 - 1);
	expect(queue.push(given)).toBe(0);
	expect(queue.shift()).toBe(1);
	expect(queue.push(given)).toBe(1);
});
