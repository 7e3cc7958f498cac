import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { PuffBench, twoNodes } from "./testing/puff-bench.js";

const event = (t: string, d: unknown) => ({ op: 3, t, d });

const races = 1000;

test.each([
	["one node", 1, 0],
	["two nodes", 2, 0],
	["two nodes that are told late", 2, 5],
])(
	`of ${races} groups that become ready in one instant all heat, once (%s)`,
	async (_, count, lagMs) => {
		const benches = count === 1 ? [new PuffBench()] : twoNodes();
		const random = seededRandom("ready");
		const [first = new PuffBench()] = benches;
		const { clock, store } = first;
		store.lagMs = lagMs;
		// Long enough for whatever a node has to ask another.
		const settle = () => clock.advance(lagMs * 8);
		const members = await Promise.all(
			Array.from({ length: 4 }, (_, i) => (benches[i % count] ?? first).connect()),
		);
		for (let race = 0; race < races; race++) {
			if (race % 100 === 0) {
				const [maker] = members;
				maker?.say(2);
				await settle();
				const id = /"GROUP_CREATE","d":\{"group_id":"(\w+)"/.exec(String(maker?.frames))?.[1];
				for (const member of members) member.say(1, { group_id: id }).say(4, { state: 5 });
				await settle();
			}
			members[integer(random, 0, 3)]?.say(8);
			await settle();
			for (const member of members) member.take();
			// All at the store's door at once.
			store.hold();
			for (const member of shuffled(members, random)) member.say(4, { state: 6 });
			await settle();
			store.release();
			await settle();
			for (const member of members) {
				const heard = member.take();
				expect(heard.filter(({ t }) => t === "GROUP_START_HEATING")).toEqual([
					event("GROUP_START_HEATING", { excluded: false, watcher: false, away: false }),
				]);
				expect(heard.at(-1)).toMatchObject({ t: "GROUP_UPDATE", d: { state: "seshing" } });
			}
			for (const member of members) member.say(4, { state: 7 }).say(4, { state: 5 });
			await settle();
		}
	},
	60_000,
);

test.each([0, 5])(
	"whatever happens at once, all members on all nodes are told the same in the same order (%d ms late)",
	async (lagMs) => {
		const [one, two] = twoNodes();
		const { id, members } = await one.group(3);
		const others = [await two.connect(), await two.connect(), await two.connect()];
		for (const other of others) await other.ask(1, { group_id: id });
		one.store.lagMs = lagMs;
		const everybody = [...members, ...others];
		for (const member of everybody) member.take();
		const random = seededRandom("order");
		for (let i = 0; i < 2000; i++) {
			const who = everybody[integer(random, 0, 5)];
			const what = integer(random, 0, 9);
			if (what < 7) who?.say(4, { state: integer(random, 5, 8), i });
			else if (what < 9) who?.say(8);
			else who?.say(5, { name: `name ${i}` });
			if (i % 50 === 0) one.store.hold();
			if (i % 50 === 25) one.store.release();
			if (i % 7 === 0) await one.clock.advance(lagMs / 2);
		}
		one.store.release();
		await one.clock.advance(2000 * lagMs);
		// Updates of devices are not told to those whose they are, and errors to nobody else.
		const shared = new Set([
			"GROUP_UPDATE",
			"GROUP_HEAT_INQUIRY",
			"GROUP_USER_READY",
			"GROUP_START_HEATING",
		]);
		const told = everybody.map((member) => member.take());
		const common = told.map((messages) => messages.filter(({ t }) => shared.has(t ?? "")));
		expect(common[0]?.length).toBeGreaterThan(500);
		for (const messages of common) expect(messages).toEqual(common[0]);
		// Two see the updates of a third in the same places.
		const [third] = everybody;
		const seen = told.map((messages) =>
			messages.filter(
				({ t, d }) =>
					t === "GROUP_UPDATE" || (d as { session_id?: string }).session_id === third?.id,
			),
		);
		for (const messages of seen.slice(2)) expect(messages).toEqual(seen[1]);
	},
	60_000,
);

test.each([0, 5])(
	"nothing of a group comes before JOINED_GROUP, and nothing is missing after it (%d ms late)",
	async (lagMs) => {
		const [one, two] = twoNodes();
		const { id, members } = await one.group(1);
		const [a] = members;
		one.store.lagMs = lagMs;
		let told = 0;
		for (let round = 0; round < 100; round++) {
			const late = (round % 2 === 0 ? one : two).dial();
			await one.turn();
			late.readHello();
			// Between them the joiner's request finds its way.
			for (let i = 0; i < 5; i++) a?.device({ n: ++told });
			late.say(1, { group_id: id });
			for (let i = 0; i < 5; i++) a?.device({ n: ++told });
			await one.clock.advance(lagMs * 20);
			const [joined, ...rest] = late.take();
			expect(joined?.t).toBe("JOINED_GROUP");
			const known = joined?.d as { members: { device_state: { n?: number } }[] } | undefined;
			let n = known?.members.at(-1)?.device_state.n ?? 0;
			for (const { d } of rest) {
				n++;
				expect(d).toMatchObject({ device_state: { n } });
			}
			expect(n).toBe(told);
			late.socket.close(1000);
			await one.clock.advance(lagMs * 4);
			a?.take();
		}
	},
	60_000,
);

function shuffled<T>(items: readonly T[], random: () => number): T[] {
	return items
		.map((item) => ({ item, key: random() }))
		.sort((x, y) => x.key - y.key)
		.map(({ item }) => item);
}
