import { type Subscription, Subscriptions } from "@gw-sim/protocols/rooms";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Subscribers } from "./subscribers.js";

const subscription: fc.Arbitrary<Subscription> = fc.record({
	event: fc.constantFrom("poll", "chat", "__proto__"),
	id: fc.constantFrom("a", "b", "all", "constructor"),
});

const step = fc.record({
	who: fc.integer({ min: 0, max: 3 }),
	does: fc.constantFrom("add", "add", "add", "remove", "leave"),
	what: subscription,
});

test("says of every message what each subscriber's own list says", () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), subscription, (steps, published) => {
			const people = [0, 1, 2, 3].map((name) => ({ name, list: new Subscriptions() }));
			const subscribers = new Subscribers<object>();
			for (const { who, does, what } of steps) {
				const person = people[who];
				if (person === undefined) continue;
				if (does === "add") {
					person.list.add(what);
					subscribers.add(person, what);
				} else if (does === "remove") {
					person.list.remove(what);
					subscribers.remove(person, what);
				} else {
					person.list = new Subscriptions();
					subscribers.removeAll(person);
				}
				expect(subscribers.countOf(person)).toBe(person.list.size);
				expect(subscribers.has(person, what)).toBe(person.list.has(what));
			}
			const { event, id } = published;
			const hearing = people.filter(({ list }) => list.matches(event, id));
			expect(new Set(subscribers.of(published))).toEqual(new Set(hearing));
			expect([...subscribers.of(published)]).toHaveLength(hearing.length);
			expect(subscribers.areAny(published)).toBe(hearing.length > 0);
		}),
	);
});
