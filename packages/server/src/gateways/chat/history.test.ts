import fc from "fast-check";
import { expect, test } from "vitest";
import { beginning, type Happening, SessionHistory } from "./history.js";

/** A room's history, and the session that follows it. */
function room() {
	let last = beginning();
	const happen = (head: string, except: string | null): Happening => {
		const event: Happening = { head, except, next: null };
		last.next = event;
		last = event;
		return event;
	};
	return {
		happen,
		get last() {
			return last;
		},
	};
}

const step = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ do: fc.constant("happen" as const), own: fc.boolean() }) },
	fc.record({ do: fc.constant("interject" as const), moves: fc.boolean() }),
	fc.record({ do: fc.constant("drop" as const), count: fc.integer({ min: -2, max: 12 }) }),
);

test("keeps what a list of the session's own would keep", () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 8 }), fc.array(step, { maxLength: 80 }), (max, steps) => {
			let here = room();
			here.happen("before", null);
			const history = new SessionHistory("me", here.last, max);
			let list: string[] = [];
			for (const [i, taken] of steps.entries()) {
				const head = `event ${i}`;
				if (taken.do === "drop") {
					history.drop(taken.count);
					list = list.slice(Math.max(0, taken.count));
				} else if (taken.do === "happen") {
					history.add(here.happen(head, taken.own ? "me" : "somebody else"));
					if (!taken.own) list.push(head);
				} else {
					if (taken.moves) here = room();
					history.interject(head, here.last);
					list.push(head);
				}
				list = list.slice(Math.max(0, list.length - max));
				expect(history.heads()).toEqual(list);
				expect(history.size).toBe(list.length);
			}
		}),
	);
});
