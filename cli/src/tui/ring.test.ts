import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyRing, pushed, type Ring } from "./ring.js";

test("the latest are kept, in their order, and the others counted", () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(fc.integer(), { maxLength: 20 }), { maxLength: 20 }),
			fc.integer({ min: 1, max: 12 }),
			(batches, max) => {
				let ring: Ring<number> = emptyRing;
				for (const batch of batches) ring = pushed(ring, batch, max);
				const all = batches.flat();
				expect(ring.items).toEqual(all.slice(-max));
				expect(ring.dropped).toBe(Math.max(0, all.length - max));
			},
		),
	);
});

test("nothing pushed is the same ring, unless it has to shrink", () => {
	const ring = pushed(emptyRing, [1, 2, 3], 3);
	expect(pushed(ring, [], 3)).toBe(ring);
	expect(pushed(ring, [], 2)).toEqual({ items: [2, 3], dropped: 1 });
});
