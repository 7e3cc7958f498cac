import fc from "fast-check";
import { expect, test } from "vitest";
import { SmallMap } from "./small-map.js";

const key = fc.constantFrom("", "a", "b", "__proto__");
const step = fc.oneof(
	fc.record({ key, value: fc.constantFrom("", "x", "y") }),
	fc.record({ key, value: fc.constant(null) }),
);

test("holds what a Map holds, after any steps", () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
			const [small, map] = [new SmallMap(), new Map<string, string>()];
			for (const { key, value } of steps) {
				if (value === null) {
					small.delete(key);
					map.delete(key);
				} else {
					small.set(key, value);
					map.set(key, value);
				}
				expect(new Map(small)).toEqual(map);
				expect(small.size).toBe(map.size);
				for (const name of ["", "a", "b", "__proto__"]) expect(small.get(name)).toBe(map.get(name));
			}
		}),
	);
});
