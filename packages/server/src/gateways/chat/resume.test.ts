import { seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { randomSessionId } from "./members.js";
import { ann, bob, ChatStage, type Chatter, root, tokenOf } from "./testing/chat-stage.js";

/** Ann, whose connection is cut with three events handled and two more missed, and Bob who sees. */
async function interrupted(chat: object = {}) {
	const stage = new ChatStage({ chat });
	const bystander = await stage.present(bob);
	const lost = await stage.present(ann);
	for (const text of ["a", "b", "c"]) bystander.say(text);
	await stage.turn();
	const seen = lost.take();
	lost.socket.terminate();
	await stage.turn();
	for (const text of ["d", "e"]) bystander.say(text);
	await stage.turn();
	bystander.take();
	const resume = async (s: unknown, id = ann, sessionId = lost.sessionId): Promise<Chatter> => {
		const client = await stage.greeted();
		client.present(tokenOf(id), { sessionId, s: s as number });
		await stage.turn();
		return client;
	};
	return { stage, bystander, lost, seen, resume };
}

test("what was missed comes in order, under its old numbers, as it would have come", async () => {
	const { stage, bystander, lost, seen, resume } = await interrupted();
	const client = await resume(1);
	const [ready = "", ...events] = client.take();
	expect(ready).toBe(
		`{"f":140,"cnf":{"v":6,"session_id":${lost.sessionId},"enc_key":"","resumed":true}}`,
	);
	expect(events.slice(0, 2)).toEqual(seen.slice(1));
	expect(events.map((text) => [JSON.parse(text).s, JSON.parse(text).cnf.content])).toEqual([
		[2, "b"],
		[3, "c"],
		[4, "d"],
		[5, "e"],
	]);
	bystander.say("f");
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["#6 MESSAGE_CREATE f"]);
	// To the others she was there all the time.
	expect(bystander.takeBriefs()).toEqual(["#7 MESSAGE_CREATE f"]);
});

test.each([
	["an unknown session", (s: string) => [String(BigInt(s) ^ 1n), 3, ann]],
	["a session of somebody else", (s: string) => [s, 3, bob]],
	["a session of somebody else, by an administrator", (s: string) => [s, 3, root]],
	["a number that was not reached", (s: string) => [s, 6, ann]],
	["a negative number", (s: string) => [s, -1, ann]],
	["a fraction", (s: string) => [s, 3.5, ann]],
	["a number in quotes", (s: string) => [s, '"3"', ann]],
	["no number", (s: string) => [s, "null", ann]],
	["a huge number", (s: string) => [s, "99999999999999999999", ann]],
	["an id that is none", () => ['"__proto__"', 3, ann]],
	["an id that is an object", () => ["{}", 3, ann]],
] as const)("%s gets an ordinary 140, and takes nothing from the session", async (_, asking) => {
	const { stage, bystander, lost, resume } = await interrupted();
	const [sessionId, s, id] = asking(lost.sessionId) as [string, unknown, string];
	const client = await resume(s, id, sessionId);
	const [ready = "", ...rest] = client.take();
	expect(JSON.parse(ready)).toEqual({
		f: 140,
		cnf: { v: 6, session_id: expect.any(Number), enc_key: "" },
	});
	expect(ready).not.toContain(lost.sessionId);
	expect(rest).toEqual([]);
	bystander.say("f");
	await stage.turn();
	expect(client.takeBriefs()).toEqual(["#1 MESSAGE_CREATE f"]);
	expect((await resume(5)).takeBriefs()).toEqual([
		"140 resumed",
		"#6 ROOM_USER_ADD",
		"#7 MESSAGE_CREATE f",
	]);
});

test.each([
	[0, [5], [0, 3, 4]],
	[1, [4, 5], [0, 3]],
	[3, [2, 3, 4, 5], [0, 1]],
	[256, [0, 1, 2, 3, 4, 5], [6]],
])(
	"with %i events kept, those who handled %j can resume and those of %j cannot",
	async (bufferEvents, can, cannot) => {
		for (const s of can) {
			const { resume } = await interrupted({ session: { bufferEvents } });
			const missed = ["a", "b", "c", "d", "e"].slice(s).map((text, i) => `#${s + i + 1} ${text}`);
			expect((await resume(s)).takeBriefs()).toEqual([
				"140 resumed",
				...missed.map((text) => text.replace(" ", " MESSAGE_CREATE ")),
			]);
		}
		for (const s of cannot) {
			const { resume } = await interrupted({ session: { bufferEvents } });
			expect((await resume(s)).takeBriefs()).toEqual(["140"]);
		}
	},
);

test("of 1,000 events the last 256 are kept and not one more", async () => {
	const stage = new ChatStage({ chat: { rateLimit: { payloads: 10_000, perMs: 1 } } });
	const bystander = await stage.present(bob);
	for (const s of [743, 744]) {
		const lost = await stage.present(ann);
		lost.socket.terminate();
		for (let i = 1; i <= 1000; i++) bystander.say(`${i}`);
		await stage.turn();
		const client = await stage.greeted();
		client.present(tokenOf(ann), { sessionId: lost.sessionId, s });
		await stage.turn();
		const got = client.takeBriefs();
		if (s === 743) expect(got).toEqual(["140"]);
		else
			expect(got).toEqual([
				"140 resumed",
				...Array.from({ length: 256 }, (_, i) => `#${745 + i} MESSAGE_CREATE ${745 + i}`),
			]);
	}
});

test("what a client says it has handled is let go, and what it cannot have is ignored", async () => {
	const stage = new ChatStage();
	const client = await stage.present(ann);
	for (const text of ["a", "b", "c"]) client.say(text);
	await stage.turn();
	client.emit("START_TYPING", "{}", 2);
	for (const bogus of ["99", "-1", "1", "0", '"3"', "null", "2.5", "{}", "99999999999999999999"])
		client.send(`{"f":130,"t":"START_TYPING","cnf":{},"s":${bogus}}`);
	// One that is refused acknowledges nothing, and one that is no event either.
	client.send('{"f":130,"t":"NOPE","cnf":{},"s":3}').send('{"f":120,"s":3}');
	await stage.turn();
	expect(client.takeBriefs().slice(3)).toEqual(["150 4004 false", "120"]);
	client.socket.terminate();
	const resumed = async (s: number): Promise<string[]> => {
		const again = await stage.greeted();
		again.present(tokenOf(ann), { sessionId: client.sessionId, s });
		await stage.turn();
		return again.takeBriefs();
	};
	expect((await resumed(1))[0]).toBe("140");
	expect((await resumed(2)).slice(0, 2)).toEqual(["140 resumed", "#3 MESSAGE_CREATE c"]);
});

test("a session that nobody resumes leaves once, when its time is over", async () => {
	const { stage, bystander, resume } = await interrupted();
	for (let i = 1; i < 120; i++) {
		bystander.send('{"f":120}');
		await stage.clock.advance(1000);
	}
	bystander.take();
	await stage.clock.advance(999);
	expect(bystander.takeBriefs()).toEqual([]);
	await stage.clock.advance(1);
	expect(bystander.take().map((text) => JSON.parse(text).e)).toEqual(["ROOM_USER_REMOVE"]);
	expect((await resume(5)).takeBriefs()).toEqual(["140"]);
	await stage.clock.advance(20_000);
	expect(bystander.takeBriefs()).toEqual(["#8 ROOM_USER_ADD"]);
});

test("a resumed session has its whole time again", async () => {
	const { stage, bystander, resume } = await interrupted({ session: { ttlMs: 5000 } });
	for (let i = 0; i < 5; i++) {
		await stage.clock.advance(4999);
		const client = await resume(5);
		expect(client.takeBriefs()).toEqual(["140 resumed"]);
		client.socket.close(4001);
		await stage.turn();
	}
	await stage.clock.advance(4999);
	expect(bystander.takeBriefs()).toEqual([]);
	await stage.clock.advance(1);
	expect(bystander.takeBriefs()).toEqual(["#7 ROOM_USER_REMOVE"]);
});

test.each([
	[1000, false],
	[1001, false],
	[1002, true],
	[1005, true],
	[1011, true],
	[3000, true],
	[4001, true],
	[4999, true],
])("after a client's close with %i resuming works: %s", async (code, works) => {
	const stage = new ChatStage();
	const bystander = await stage.present(bob);
	const client = await stage.present(ann);
	bystander.take();
	if (code === 1005) client.socket.close();
	else client.socket.close(code);
	await stage.turn();
	expect(bystander.takeBriefs()).toEqual(works ? [] : ["#2 ROOM_USER_REMOVE"]);
	const again = await stage.greeted();
	again.present(tokenOf(ann), { sessionId: client.sessionId, s: 0 });
	await stage.turn();
	expect(again.takeBriefs()).toEqual([works ? "140 resumed" : "140"]);
});

test("10,000 guesses at the ids of 100 sessions hit none", async () => {
	const stage = new ChatStage();
	const ids = new Set<string>();
	for (let i = 0; i < 100; i++) {
		const client = await stage.present(ann);
		ids.add(client.sessionId);
		client.socket.terminate();
	}
	expect(ids.size).toBe(100);
	for (const id of ids) expect(Number.isSafeInteger(Number(id))).toBe(true);
	// The best guesses there are: what the generator makes, and the neighbours of real ones.
	const random = seededRandom("thief");
	const near = [...ids].flatMap((id) => [-2, -1, 1, 2].map((d) => String(Number(id) + d)));
	const guesses = [...near, ...Array.from({ length: 9600 }, () => randomSessionId(random))];
	expect(guesses).toHaveLength(10_000);
	const answers = new Map<string, number>();
	for (let i = 0; i < guesses.length; i += 5) {
		const thieves = guesses.slice(i, i + 5).map((sessionId) => {
			const thief = stage.dial();
			thief.onOpen = () => thief.present(tokenOf(ann), { sessionId, s: 0 });
			return thief;
		});
		await stage.turn();
		for (const thief of thieves) {
			const answer = thief.takeBriefs()[1] ?? "nothing";
			answers.set(answer, (answers.get(answer) ?? 0) + 1);
			thief.socket.close(1000);
		}
		await stage.turn();
	}
	expect([...answers]).toEqual([["140", 10_000]]);
	for (const sessionId of ids) {
		const thief = await stage.greeted();
		thief.present(tokenOf(bob), { sessionId, s: 0 });
		await stage.turn();
		expect(thief.takeBriefs()).toEqual(["140"]);
		thief.socket.close(1000);
	}
});

test("session ids are whole numbers below 2^53, spread over all of it", () => {
	const random = seededRandom("ids");
	const ids = Array.from({ length: 100_000 }, () => randomSessionId(random));
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids.every((id) => Number.isSafeInteger(Number(id)) && /^\d{1,16}$/.test(id))).toBe(true);
	for (let bit = 0n; bit < 53n; bit++) {
		const set = ids.filter((id) => ((BigInt(id) >> bit) & 1n) === 1n).length;
		expect(Math.abs(set - 50_000)).toBeLessThan(1000);
	}
});
