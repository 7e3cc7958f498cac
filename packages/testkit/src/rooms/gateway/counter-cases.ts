import type { ConformanceCase } from "../../conformance.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

export const counterCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"counter-adds",
		"A counter starts at 0, adds what it is sent, and tells who subscribed to counters or to this one",
		async (room) => {
			const [a, b, c, d] = await room.enterAll(4);
			await a.saySettled(["subscribe", "counter"]);
			await b.saySettled(["subscribe", "counter:k"]);
			await c.saySettled(["subscribe", "counter:z"]);
			for (const [value, sum] of [
				[17.75, "17.75"],
				[-0.5, "17.25"],
				[3, "20.25"],
			] as const) {
				d.say("counter", { id: "k", value });
				for (const reader of [a, b]) await reader.expect(room.counter("k", sum));
			}
			d.say("counter", { id: "z", value: -4 });
			for (const reader of [a, c]) await reader.expect(room.counter("z", "-4"));
		},
	),
	gatewayCase(
		"counter-default-id",
		'Without an id, or with one that is "", 0, false or null, it is the counter "default"',
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["subscribe", "counter:default"]);
			let sum = 0;
			for (const data of [
				{ value: 2 },
				{ id: "", value: 2 },
				{ id: 0, value: 2 },
				{ id: false, value: 2 },
				{ id: null, value: 2 },
				{ id: "default", value: 2 },
			]) {
				a.say("counter", data);
				sum += 2;
				await a.expect(room.counter("default", String(sum)));
			}
		},
	),
	gatewayCase(
		"counter-without-data",
		'Without data, or with null, 0 or false, 1 is added to the counter "default"',
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["subscribe", "counter"]);
			let sum = 0;
			for (const data of [undefined, null, 0, false]) {
				a.say("counter", data);
				await a.expect(room.counter("default", String(++sum)));
			}
		},
	),
	gatewayCase(
		"counter-number-id",
		"A counter's id that is a number is told as a number with the sum, is text in snapshots, and names the same counter as its text",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "counter:5"]);
			a.say("counter", { id: 5, value: 1 });
			await a.expect(room.counter(5, "1"));
			a.say("counter", { id: "5", value: 1 });
			await a.expect(room.counter("5", "2"));
			b.say("subscribe", "counter");
			await b.expect(room.counter("5", "2"));
		},
	),
	gatewayCase(
		"counter-odd-id",
		"A counter whose id is an object, an array or true is ignored (the original makes a name of it)",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["subscribe", "counter"]);
			for (const id of [{}, { id: "k" }, ["k"], true]) a.say("counter", { id, value: 1 });
			await a.saySettled(["subscribe", "counter"]);
			a.say("counter", { id: "k", value: 1 });
			await a.expect(room.counter("k", "1"));
		},
	),
	gatewayCase(
		"counter-any-names",
		"Counters may have any name, those that languages keep for themselves among them, and start at 0",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "counter"]);
			const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "a:b", " "];
			for (const id of names)
				for (const sum of ["1", "2"]) {
					b.say("counter", { id, value: 1 });
					await a.expect(room.counter(id, sum));
				}
			b.say("subscribe", "counter:__proto__");
			await b.expect(room.counter("__proto__", "2"));
			b.say("subscribe", "counter");
			for (const id of names) await b.expect(room.counter(id, "2"));
		},
	),
	gatewayCase(
		"counter-snapshot",
		"A subscription is answered with every counter that it matches, oldest first (the original puts names of digits first)",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			const ids = ["10", "b", "2", "a", "1"];
			for (const id of ids) b.say("counter", { id, value: Number(`${ids.indexOf(id)}.5`) });
			b.say("counter", { id: "2", value: 1 });
			await b.settle();
			a.say("subscribe", "counter:a");
			await a.expect(room.counter("a", "3.5"));
			await a.saySettled(["subscribe", "counter:unknown"]);
			a.say("subscribe", "counter");
			for (const [i, sum] of ["0.5", "1.5", "3.5", "3.5", "4.5"].entries())
				await a.expect(room.counter(ids[i] ?? "", sum));
		},
	),
	gatewayCase(
		"counter-outlives-everybody",
		"A counter stays when everybody has left",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["counter", { id: "k", value: 0.1 }]);
			await a.leave();
			const b = await room.enter();
			b.say("subscribe", "counter:k");
			await b.expect(room.counter("k", "0.1"));
			b.say("counter", { id: "k", value: 0.2 });
			await b.expect(room.counter("k", "0.3"));
		},
	),
];
