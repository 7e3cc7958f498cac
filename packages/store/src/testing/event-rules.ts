import type { Command, Position, RoomEvent, Store } from "@gw-sim/store";
import { expect, test } from "vitest";
import { type Bench, hostileNames, until } from "./bench.js";

const say = (body: string): Command => ({ type: "append", body });

async function sayAll(store: Store, room: string, bodies: readonly string[]): Promise<void> {
	for (const body of bodies) await store.apply(room, say(body));
}

/** A listener and what it heard: bodies, or "reset". */
function ear(): { readonly heard: string[]; hear(event: RoomEvent | "reset"): void } {
	const heard: string[] = [];
	return { heard, hear: (event) => heard.push(event === "reset" ? event : event.body) };
}

export function eventRules(bench: () => Bench): void {
	test("events count from 1 without holes, and only where a body took effect", async () => {
		const store = await bench().open();
		const apply = async (command: Command) => (await store.apply("r", command)).position.seq;
		expect((await store.load("r")).position.seq).toBe(0);
		expect(await apply({ type: "put", key: "k", value: "1" })).toBe(0);
		expect(await apply({ type: "put", key: "k", value: "1", body: "same" })).toBe(1);
		expect(await apply({ type: "cas", key: "k", expected: "x", value: "y", body: "no" })).toBe(1);
		expect(await apply({ type: "remove", key: "none", body: "no" })).toBe(1);
		expect(await apply({ type: "add", key: "n", delta: "1e99", body: "no" })).toBe(1);
		expect(await apply({ type: "add", key: "n", delta: "1", body: "" })).toBe(2);
		expect(await apply({ type: "remove", key: "k" })).toBe(2);
		expect(await apply(say("last"))).toBe(3);
		const { epoch, seq } = (await store.load("r")).position;
		expect(seq).toBe(3);
		expect(await store.replay("r", { epoch, seq: 0 }, 10)).toEqual([
			{ seq: 1, body: "same", value: "1" },
			{ seq: 2, body: "", value: "1" },
			{ seq: 3, body: "last", value: null },
		]);
	});

	test("an event carries the field's value right after its command", async () => {
		const store = await bench().open();
		const heard: unknown[] = [];
		await store.subscribe("r", "now", (event) =>
			heard.push(event === "reset" ? event : event.value),
		);
		const vote = { type: "vote", key: "poll", ballot: "ann" } as const;
		const commands: Command[] = [
			{ type: "put", key: "k", value: "" },
			{ type: "cas", key: "k", expected: "", value: "b" },
			{ type: "cas", key: "k", expected: "x", value: "not taken" },
			{ type: "cas", key: "k", expected: "b", value: null },
			{ type: "put", key: "k", value: "c" },
			{ type: "remove", key: "k" },
			{ type: "add", key: "n", delta: "0.1" },
			{ type: "add", key: "n", delta: "0.2" },
			{ ...vote, choice: "tea" },
			{ ...vote, choice: "tea" },
			{ ...vote, choice: null },
			{ ...vote, choice: null },
			say("e"),
		];
		const results = await Promise.all(
			commands.map((command) => store.apply("r", { ...command, body: "e" })),
		);
		const values = [
			"",
			"b",
			null,
			"c",
			null,
			"0.1",
			"0.3",
			'[["tea",1]]',
			'[["tea",1]]',
			"[]",
			null,
		];
		await until(() => heard.length === values.length);
		expect(heard).toEqual(values);
		expect(results.filter(({ applied }) => applied).map(({ value }) => value)).toEqual(values);
		const { epoch } = (await store.load("r")).position;
		expect(await store.replay("r", { epoch, seq: 0 }, 99)).toEqual(
			values.map((value, i) => ({ seq: i + 1, body: "e", value })),
		);
	});

	test("bodies come out as they went in", async () => {
		const store = await bench().open();
		const { heard, hear } = ear();
		await store.subscribe("r", "now", hear);
		const bodies = [...hostileNames, '{"n":9007199254740993,"e":1e999}', "x".repeat(100_000)];
		await sayAll(store, "r", bodies);
		await until(() => heard.length === bodies.length);
		expect(heard).toEqual(bodies);
	});

	test("replay pages through the kept events and resets beyond them", async () => {
		const store = await bench().open({ logLength: 3 });
		await sayAll(store, "r", ["1", "2", "3", "4", "5"]);
		const { epoch } = (await store.load("r")).position;
		const replay = (seq: number, limit = 9) => store.replay("r", { epoch, seq }, limit);
		expect(await replay(2, 2)).toMatchObject([{ seq: 3 }, { seq: 4 }]);
		expect(await replay(4, 2)).toMatchObject([{ seq: 5 }]);
		expect(await replay(5)).toEqual([]);
		expect(await replay(2, 0)).toEqual([]);
		for (const seq of [1, 0, 6, -1, 3.5, Number.NaN]) expect(await replay(seq)).toBe("reset");
		expect(await store.replay("r", { epoch: "another", seq: 5 }, 9)).toBe("reset");
		expect(await store.replay("never used", { epoch: "another", seq: 0 }, 9)).toBe("reset");
	});

	test("a position of a room that is still to begin is good when it does", async () => {
		const store = await bench().open();
		const { position } = await store.load("r");
		expect(await store.replay("r", position, 9)).toEqual([]);
		await sayAll(store, "r", ["1"]);
		expect(await store.replay("r", position, 9)).toEqual([{ seq: 1, body: "1", value: null }]);
	});

	test("a subscription from a position hears what was missed and what comes", async () => {
		const store = await bench().open();
		await sayAll(store, "r", ["1", "2", "3"]);
		const { epoch } = (await store.load("r")).position;
		const [early, now, other] = [ear(), ear(), ear()];
		await store.subscribe("r", { epoch, seq: 1 }, early.hear);
		await store.subscribe("r", "now", now.hear);
		await store.subscribe("other", "now", other.hear);
		await sayAll(store, "r", ["4", "5"]);
		await until(() => now.heard.length === 2);
		expect(early.heard).toEqual(["2", "3", "4", "5"]);
		expect(now.heard).toEqual(["4", "5"]);
		expect(other.heard).toEqual([]);
	});

	test("a subscription that cannot go on says reset and ends", async () => {
		const store = await bench().open({ logLength: 2 });
		await sayAll(store, "r", ["1", "2", "3"]);
		const { epoch } = (await store.load("r")).position;
		const ears = [0, 9, -1].map((seq) => ({ ...ear(), from: { epoch, seq } }));
		ears.push({ ...ear(), from: { epoch: "another", seq: 3 } });
		for (const { from, hear } of ears) await store.subscribe("r", from, hear);
		await sayAll(store, "r", ["4"]);
		await until(() => ears.every(({ heard }) => heard.length > 0));
		for (const { heard } of ears) expect(heard).toEqual(["reset"]);
	});

	test("nothing is heard after unsubscribing, not even from within a listener", async () => {
		const store = await bench().open();
		const one = ear();
		const end = await store.subscribe("r", "now", (event) => {
			one.hear(event);
			end();
			end();
		});
		const two = ear();
		await store.subscribe("r", "now", two.hear);
		await Promise.all(["1", "2", "3"].map((body) => store.apply("r", say(body))));
		await until(() => two.heard.length === 3);
		expect(one.heard).toEqual(["1"]);
	});

	test("a listener that throws hurts neither others nor the command", async () => {
		const failures: unknown[] = [];
		const store = await bench().open({ listenerFailed: (error) => failures.push(error) });
		const [before, after] = [ear(), ear()];
		await store.subscribe("r", "now", before.hear);
		await store.subscribe("r", "now", (event) => {
			throw event;
		});
		await store.subscribe("r", "now", after.hear);
		await sayAll(store, "r", ["1", "2"]);
		await until(() => failures.length === 2);
		expect(before.heard).toEqual(["1", "2"]);
		expect(after.heard).toEqual(["1", "2"]);
		expect(failures).toMatchObject([{ body: "1" }, { body: "2" }]);
	});

	test("everyone hears the same order when listeners answer from within", async () => {
		const store = await bench().open();
		const first = ear();
		await store.subscribe("r", "now", (event) => {
			first.hear(event);
			if (event !== "reset" && event.seq < 20) void store.apply("r", say(`re ${event.body}`));
		});
		const second = ear();
		await store.subscribe("r", "now", second.hear);
		await Promise.all([store.apply("r", say("a")), store.apply("r", say("b"))]);
		await until(() => second.heard.length >= 20);
		expect(second.heard.slice(0, 20)).toEqual(first.heard.slice(0, 20));
	});

	test("an answer from within a listener never overtakes what was applied before it", async () => {
		const store = await bench().open();
		const { heard, hear } = ear();
		const answers: Promise<unknown>[] = [];
		await store.subscribe("r", "now", (event) => {
			hear(event);
			if (heard.length < 4) answers.push(store.apply("r", say(`re ${heard.length}`)));
		});
		await Promise.all(
			["a", "b", "c"].map((key) => store.apply("r", { type: "put", key, value: "", body: key })),
		);
		await until(() => heard.length === 6);
		await Promise.all(answers);
		const { epoch } = (await store.load("r")).position;
		const events = await store.replay("r", { epoch, seq: 0 }, 9);
		const expected = heard.map((body, i) => ({ seq: i + 1, body }));
		expect(events).toMatchObject(expected);
	});

	test("subscribing while others write leaves no gap and repeats nothing", async () => {
		const store = await bench().open({ logLength: 1000 });
		const subscribers: { readonly from: number; readonly seqs: number[] }[] = [];
		const writer = async (name: string): Promise<void> => {
			for (let i = 0; i < 60; i++) {
				const key = `${name}${i % 5}`;
				await store.apply("r", { type: "put", key, value: `${i}`, body: `${name} ${i}` });
			}
		};
		const reader = async (): Promise<void> => {
			for (let i = 0; i < 20; i++) {
				const { position } = await store.load("r");
				const from: Position = { ...position, seq: Math.max(0, position.seq - i) };
				const seqs: number[] = [];
				subscribers.push({ from: from.seq, seqs });
				await store.subscribe("r", from, (e) => seqs.push(e === "reset" ? Number.NaN : e.seq));
			}
		};
		await Promise.all([writer("a"), reader(), writer("b"), reader(), writer("c")]);
		const { seq } = (await store.load("r")).position;
		expect(seq).toBe(180);
		expect(subscribers).toHaveLength(40);
		await until(() => subscribers.every(({ seqs }) => seqs.at(-1) === seq));
		for (const { from, seqs } of subscribers)
			expect(seqs).toEqual(Array.from({ length: seq - from }, (_, i) => from + 1 + i));
	});

	test("an idle room can be resumed until others push it out, then it resets", async () => {
		const store = await bench().open({ idleRooms: 1 });
		await store.join("r", "m", "");
		const { position } = await store.apply("r", say("1"));
		await store.leave("r", "m");
		await sayAll(store, "r", ["2"]);
		expect(await store.replay("r", position, 9)).toEqual([{ seq: 2, body: "2", value: null }]);
		await sayAll(store, "another", ["x"]);
		expect(await store.replay("r", position, 9)).toBe("reset");
		await sayAll(store, "r", ["1", "2", "3"]);
		expect(await store.replay("r", position, 9)).toBe("reset");
		const { heard, hear } = ear();
		await store.subscribe("r", position, hear);
		await until(() => heard.length > 0);
		expect(heard).toEqual(["reset"]);
		expect((await store.load("r")).position).toMatchObject({ seq: 3 });
	});

	test("a room's log is bounded in characters, and keeps its last event whatever its size", async () => {
		const store = await bench().open({ logSize: 10 });
		const { epoch } = (await store.load("r")).position;
		const { heard, hear } = ear();
		await store.subscribe("r", "now", hear);
		await sayAll(store, "r", ["12345", "67890", "1"]);
		expect(await store.replay("r", { epoch, seq: 1 }, 9)).toHaveLength(2);
		expect(await store.replay("r", { epoch, seq: 0 }, 9)).toBe("reset");
		await sayAll(store, "r", ["x".repeat(50)]);
		expect(await store.replay("r", { epoch, seq: 3 }, 9)).toHaveLength(1);
		expect(await store.replay("r", { epoch, seq: 2 }, 9)).toBe("reset");
		await until(() => heard.length === 4);
	});

	test("values count as bodies do", async () => {
		const store = await bench().open({ logSize: 10, idleSize: 10 });
		const { epoch } = (await store.load("r")).position;
		const put = (value: string) => store.apply("r", { type: "put", key: "k", value, body: "b" });
		for (const value of ["1234", "1234", "1"]) await put(value);
		expect(await store.replay("r", { epoch, seq: 1 }, 9)).toHaveLength(2);
		expect(await store.replay("r", { epoch, seq: 0 }, 9)).toBe("reset");
		const { position } = await put("x".repeat(10));
		await store.apply("r", { type: "remove", key: "k" });
		expect(await store.replay("r", position, 9)).toBe("reset");
	});

	test("idle rooms together keep no more than a number of characters", async () => {
		const store = await bench().open({ idleSize: 100 });
		const { position } = await store.apply("first", say("x".repeat(60)));
		const { position: later } = await store.apply("second", say("x".repeat(60)));
		await sayAll(store, "second", ["x".repeat(30)]);
		expect(await store.replay("first", { ...position, seq: 0 }, 9)).toBe("reset");
		expect(await store.replay("second", later, 9)).toHaveLength(1);
		await sayAll(store, "third", ["x".repeat(10)]);
		expect(await store.replay("second", later, 9)).toHaveLength(1);
	});

	test.each(["field", "member", "subscriber"])(
		"a room with a %s keeps its events",
		async (what) => {
			const store = await bench().open({ idleRooms: 0 });
			if (what === "field") await store.apply("r", { type: "put", key: "k", value: "" });
			if (what === "member") await store.join("r", "m", "");
			if (what === "subscriber") await store.subscribe("r", "now", () => {});
			const { position } = await store.apply("r", say("1"));
			await sayAll(store, "another", ["x"]);
			await sayAll(store, "r", ["2"]);
			expect(await store.replay("r", position, 9)).toEqual([{ seq: 2, body: "2", value: null }]);
		},
	);
}
