import { type Command, parseTally } from "@gw-sim/store";
import { expect, test } from "vitest";
import { type Bench, hostileNames } from "./bench.js";

export function stateRules(bench: () => Bench): void {
	test("put, get and remove", async () => {
		const store = await bench().open();
		expect(await store.get("r", "k")).toBeNull();
		expect(await store.apply("r", { type: "put", key: "k", value: "v" })).toMatchObject({
			applied: true,
			value: "v",
		});
		expect(await store.get("r", "k")).toBe("v");
		expect(await store.get("other", "k")).toBeNull();
		const remove = { type: "remove", key: "k" } as const;
		expect(await store.apply("r", remove)).toMatchObject({ applied: true, value: null });
		expect(await store.apply("r", remove)).toMatchObject({ applied: false, value: null });
		expect(await store.get("r", "k")).toBeNull();
	});

	test("cas sets on a match only, and tells the current value otherwise", async () => {
		const store = await bench().open();
		const cas = (expected: string | null, value: string | null) =>
			store.apply("r", { type: "cas", key: "k", expected, value });
		expect(await cas("x", "a")).toMatchObject({ applied: false, value: null });
		expect(await cas(null, "a")).toMatchObject({ applied: true, value: "a" });
		expect(await cas(null, "b")).toMatchObject({ applied: false, value: "a" });
		expect(await cas("a", "b")).toMatchObject({ applied: true, value: "b" });
		expect(await cas("b", null)).toMatchObject({ applied: true, value: null });
		expect(await cas(null, null)).toMatchObject({ applied: true, value: null });
	});

	test("of 100 cas at once exactly one wins", async () => {
		const store = await bench().open();
		const results = await Promise.all(
			Array.from({ length: 100 }, (_, i) =>
				store.apply("r", { type: "cas", key: "owner", expected: null, value: `${i}` }),
			),
		);
		expect(results.filter(({ applied }) => applied)).toHaveLength(1);
		const owner = await store.get("r", "owner");
		for (const { value } of results) expect(value).toBe(owner);
	});

	test("add counts in exact decimals", async () => {
		const store = await bench().open();
		const add = (delta: string) => store.apply("r", { type: "add", key: "n", delta });
		expect(await add("17.75")).toMatchObject({ applied: true, value: "17.75" });
		expect(await add("-15.14")).toMatchObject({ applied: true, value: "2.61" });
		expect(await add("1e30")).toMatchObject({ applied: false, value: "2.61" });
		expect(await store.get("r", "n")).toBe("2.61");
	});

	test("100 adds at once all count", async () => {
		const store = await bench().open();
		const add = { type: "add", key: "n", delta: "0.1" } as const;
		await Promise.all(Array.from({ length: 100 }, () => store.apply("r", add)));
		expect(await store.get("r", "n")).toBe("10");
	});

	test("add of text that is no number is the caller's fault and changes nothing", async () => {
		const store = await bench().open();
		const command = { type: "add", key: "n", delta: "NaN", body: "e" } as const;
		await expect(store.apply("r", command)).rejects.toMatchObject({ code: "bad-decimal" });
		await store.apply("r", { type: "put", key: "n", value: "red" });
		await expect(store.apply("r", { ...command, delta: "1" })).rejects.toMatchObject({
			code: "bad-decimal",
		});
		const { fields, position } = await store.load("r");
		expect([...fields]).toEqual([["n", "red"]]);
		expect(position.seq).toBe(0);
	});

	test("a vote moves one ballot and counts it", async () => {
		const store = await bench().open();
		const vote = (ballot: string, choice: string | null) =>
			store.apply("r", { type: "vote", key: "poll", ballot, choice });
		const counts = (value: string | null) => ({ applied: true, value });
		expect(await vote("ann", "tea")).toMatchObject(counts('[["tea",1]]'));
		expect(await vote("ben", "coffee")).toMatchObject(counts('[["tea",1],["coffee",1]]'));
		expect(await vote("cid", "tea")).toMatchObject(counts('[["tea",2],["coffee",1]]'));
		expect(await vote("ann", "tea")).toMatchObject(counts('[["tea",2],["coffee",1]]'));
		expect(await vote("ann", "coffee")).toMatchObject(counts('[["tea",1],["coffee",2]]'));
		expect(await vote("cid", null)).toMatchObject(counts('[["coffee",2]]'));
		expect(await store.get("r", "cid")).toBeNull();
		expect(await vote("cid", "tea")).toMatchObject(counts('[["coffee",2],["tea",1]]'));
		const { fields } = await store.load("r");
		expect(new Map(fields)).toEqual(
			new Map([
				["poll", '[["coffee",2],["tea",1]]'],
				["ann", "coffee"],
				["ben", "coffee"],
				["cid", "tea"],
			]),
		);
	});

	test("a ballot is taken back once, and the emptied tally stays", async () => {
		const store = await bench().open();
		const back = { type: "vote", key: "poll", ballot: "ann", choice: null } as const;
		expect(await store.apply("r", back)).toMatchObject({ applied: false, value: null });
		await store.apply("r", { ...back, choice: "tea" });
		expect(await store.apply("r", back)).toMatchObject({ applied: true, value: "[]" });
		expect(await store.apply("r", back)).toMatchObject({ applied: false, value: "[]" });
		expect([...(await store.load("r")).fields]).toEqual([["poll", "[]"]]);
	});

	test("a ballot that the tally does not hold has nothing to take out", async () => {
		const store = await bench().open();
		const vote = (choice: string | null) =>
			store.apply("r", { type: "vote", key: "poll", ballot: "ann", choice });
		await store.apply("r", { type: "put", key: "ann", value: "tea" });
		expect(await vote("tea")).toMatchObject({ applied: true, value: null });
		expect(await store.get("r", "poll")).toBeNull();
		expect(await vote("coffee")).toMatchObject({ applied: true, value: '[["coffee",1]]' });
		await store.apply("r", { type: "put", key: "poll", value: '[["water",7]]' });
		expect(await vote(null)).toMatchObject({ applied: true, value: '[["water",7]]' });
		expect(await store.get("r", "ann")).toBeNull();
	});

	test("any text is an ordinary tally, ballot and choice", async () => {
		const store = await bench().open();
		for (const key of hostileNames)
			for (const name of hostileNames) {
				const vote = { type: "vote", key, ballot: `${key}/${name}`, choice: name } as const;
				await store.apply("r", vote);
			}
		for (const key of hostileNames)
			expect([...parseTally((await store.get("r", key)) ?? "")]).toEqual(
				hostileNames.map((name) => [name, 1]),
			);
	});

	test("of 100 votes at once each counts where its voter ended", async () => {
		const store = await bench().open();
		await Promise.all(
			Array.from({ length: 100 }, (_, i) =>
				store.apply("r", { type: "vote", key: "poll", ballot: `b${i % 10}`, choice: `${i % 30}` }),
			),
		);
		const fields = new Map((await store.load("r")).fields);
		const tally = parseTally(fields.get("poll") ?? "");
		fields.delete("poll");
		const counts = new Map<string, number>();
		for (const choice of fields.values()) counts.set(choice, (counts.get(choice) ?? 0) + 1);
		expect(tally).toEqual(counts);
	});

	test("a vote on text that is no tally is the caller's fault and changes nothing", async () => {
		const store = await bench().open();
		const vote = { type: "vote", key: "poll", ballot: "ann", choice: "tea", body: "e" } as const;
		await store.apply("r", { type: "put", key: "poll", value: "red" });
		const refused: [Command, string][] = [
			[vote, "bad-tally"],
			[{ ...vote, choice: null }, "bad-tally"],
			[{ ...vote, key: "same", ballot: "same" }, "bad-usage"],
		];
		for (const [command, code] of refused)
			await expect(store.apply("r", command)).rejects.toMatchObject({ name: "UsageError", code });
		const { fields, position } = await store.load("r");
		expect([...fields]).toEqual([["poll", "red"]]);
		expect(position.seq).toBe(0);
	});

	test("any text is an ordinary room, key, value and member", async () => {
		const store = await bench().open();
		for (const room of hostileNames)
			for (const key of hostileNames) {
				await store.apply(room, { type: "put", key, value: `${room}/${key}` });
				await store.join(room, key, `${key}\0`);
			}
		for (const room of hostileNames) {
			const { fields } = await store.load(room);
			expect(new Map(fields)).toEqual(new Map(hostileNames.map((k) => [k, `${room}/${k}`])));
			expect(await store.members(room)).toEqual(new Map(hostileNames.map((k) => [k, `${k}\0`])));
		}
		expect({}).not.toHaveProperty("polluted");
	});

	test("what was loaded does not change afterwards", async () => {
		const store = await bench().open();
		await store.apply("r", { type: "put", key: "k", value: "1", body: "e" });
		await store.join("r", "m", "");
		const [loaded, members] = [await store.load("r"), await store.members("r")];
		await store.apply("r", { type: "put", key: "k", value: "2", body: "e" });
		await store.leave("r", "m");
		expect([...loaded.fields, loaded.position.seq]).toEqual([["k", "1"], 1]);
		expect([...members]).toEqual([["m", ""]]);
	});

	test("members join, change and leave", async () => {
		const store = await bench().open();
		await store.join("r", "ann", "1");
		await store.join("r", "ben", "2");
		await store.join("r", "ann", "3");
		await store.leave("r", "ben");
		await store.leave("r", "nobody");
		expect([...(await store.members("r"))]).toEqual([["ann", "3"]]);
		expect([...(await store.members("other"))]).toEqual([]);
	});

	test("a session is taken once, by one taker", async () => {
		const store = await bench().open();
		for (const id of hostileNames) await store.session.put(id, `of ${id}`, 1000);
		const id = "__proto__";
		const taken = await Promise.all(Array.from({ length: 50 }, () => store.session.take(id)));
		expect(taken.filter((value) => value !== null)).toEqual([`of ${id}`]);
		expect(await store.session.take("unknown")).toBeNull();
	});

	test("a session expires, and putting it again renews it", async () => {
		const { clock, open } = bench();
		const store = await open();
		for (const id of ["a", "b", "c"]) await store.session.put(id, id, 1000);
		await clock.advance(999);
		await store.session.put("b", "b2", 1000);
		expect(await store.session.take("a")).toBe("a");
		await clock.advance(1);
		expect(await store.session.take("c")).toBeNull();
		expect(await store.session.take("b")).toBe("b2");
	});

	test("too many sessions push out the oldest", async () => {
		const store = await bench().open({ maxSessions: 2 });
		for (const id of ["a", "b", "a", "c"]) await store.session.put(id, id, 1000);
		expect(await store.session.take("b")).toBeNull();
		expect(await store.session.take("a")).toBe("a");
		expect(await store.session.take("c")).toBe("c");
	});

	test("close finishes what is under way; afterwards everything is refused", async () => {
		const store = await bench().open();
		expect(store.health()).toEqual({ ok: true });
		const events: unknown[] = [];
		await store.subscribe("r", "now", (event) => events.push(event));
		const put = { type: "put", key: "k", value: "v", body: "e" } as const;
		const last = store.apply("r", put);
		await Promise.all([store.close(), store.close()]);
		expect(await last).toMatchObject({ applied: true });
		expect(events).toEqual([{ seq: 1, body: "e", value: "v" }]);
		expect(store.health().ok).toBe(false);
		const start = { epoch: "", seq: 0 };
		const calls = [
			() => store.apply("r", put),
			() => store.get("r", "k"),
			() => store.load("r"),
			() => store.replay("r", start, 1),
			() => store.subscribe("r", "now", () => {}),
			() => store.join("r", "m", ""),
			() => store.leave("r", "m"),
			() => store.members("r"),
			() => store.session.put("s", "", 1),
			() => store.session.take("s"),
		];
		for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "store-closed" });
	});
}
