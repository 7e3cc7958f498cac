import { integer, seededRandom } from "@gw-sim/core";
import { expect, onTestFinished, test } from "vitest";
import { RawClient } from "../../testing/raw-client.js";
import { testServer } from "../../testing/test-server.js";
import { ann, bob, ChatStage, type Chatter, secret, tokenOf } from "./testing/chat-stage.js";

const unlimited = {
	heartbeatIntervalMs: 100_000_000,
	rateLimit: { payloads: 100_000, perMs: 1 },
};

test("an old connection that is still open is told 4001 and hears no more", async () => {
	const stage = new ChatStage();
	const old = await stage.present(ann);
	const next = await stage.greeted();
	// What the old one sends at the same moment is either done before or not at all.
	next.present(tokenOf(ann), { sessionId: old.sessionId, s: 0 });
	old.say("late").say("later");
	await stage.turn();
	expect(old.takeBriefs()).toEqual(["150 4001 true"]);
	expect(old.code).toBe(4001);
	expect(next.takeBriefs()).toEqual(["140 resumed"]);
	next.say("on");
	await stage.turn();
	expect(next.takeBriefs()).toEqual(["#1 MESSAGE_CREATE on"]);
	// The end of the old connection is not the end of the session.
	await stage.clock.advance(10_000);
	expect(next.code).toBe(null);
});

test("what the old connection has asked for is finished for the new one", async () => {
	const stage = new ChatStage();
	const old = await stage.present(ann);
	stage.store.delayMs = 10;
	old.say("under way").emit("CHANNEL_ADD", '{"name":"never"}');
	await stage.clock.advance(1);
	const next = stage.dial();
	next.onOpen = () => next.present(tokenOf(ann), { sessionId: old.sessionId, s: 0 });
	await stage.clock.advance(100);
	expect(next.takeBriefs()).toEqual(["100", "140 resumed", "#1 MESSAGE_CREATE under way"]);
	expect(old.takeBriefs()).toEqual(["150 4001 true"]);
});

test("of two who resume one session at once exactly one keeps it, 1,000 times of 1,000", async () => {
	const random = seededRandom("two at once");
	const stage = new ChatStage({ chat: unlimited, seed: "contest" });
	const { clock, store } = stage;
	const bystander = await stage.present(bob);
	let holder = await stage.present(ann);
	const { sessionId } = holder;
	/** Contents by the session's numbers. */
	const told: string[] = [];
	let handled = 0;
	const speak = (): void => {
		bystander.say(`${told.length + 1}`);
		told.push(`#${told.length + 1} MESSAGE_CREATE ${told.length + 1}`);
	};
	const later = (run: () => void): void => void clock.after(integer(random, 0, 6), run);
	let openHolders = 0;

	for (let round = 0; round < 1000; round++) {
		store.delayMs = integer(random, 0, 2);
		const contestants: Chatter[] = [];
		const contest = (): void => {
			const client = stage.dial();
			const s = handled;
			client.onOpen = () => client.present(tokenOf(ann), { sessionId, s });
			contestants.push(client);
		};
		for (let i = integer(random, 0, 4); i > 0; i--) later(speak);
		if (integer(random, 0, 1) === 0) later(() => holder.socket.terminate());
		else openHolders++;
		later(contest);
		later(contest);
		await clock.advance(60);
		speak();
		await clock.advance(10);

		const kept = contestants.filter(({ code }) => code === null);
		expect(kept).toHaveLength(1);
		const [winner] = kept as [Chatter];
		expect(winner.takeBriefs()).toEqual(["100", "140 resumed", ...told.slice(handled)]);
		for (const loser of contestants)
			if (loser !== winner) {
				expect(loser.code).toBe(4001);
				const frames = loser.takeBriefs();
				expect(frames.slice(0, 2)).toEqual(["100", "140 resumed"]);
				expect(frames.at(-1)).toBe("150 4001 true");
				expect(frames.slice(2, -1)).toEqual(told.slice(handled, handled + frames.length - 3));
			}
		expect(holder.code).not.toBe(null);
		expect(bystander.takeBriefs().filter((text) => !text.includes("MESSAGE"))).toEqual(
			round === 0 ? ["#1 ROOM_USER_ADD"] : [],
		);
		holder = winner;
		handled = told.length - integer(random, 0, Math.min(5, told.length));
	}
	expect(openHolders).toBeGreaterThan(400);
	expect(store.following).toBe(2);
	expect(stage.log).toEqual([]);
}, 60_000);

test("over sockets, too, 300 times of 300", async () => {
	const users = [
		{ id: ann, name: "ann" },
		{ id: bob, name: "bob" },
	];
	const server = await testServer({ chat: { jwtSecret: secret, users, ...unlimited } });
	const clients = new Set<RawClient>();
	onTestFinished(() => {
		for (const client of clients) client.close();
	});
	const greeted = async (): Promise<RawClient> => {
		const client = await RawClient.open(server.endpoints.chat);
		clients.add(client);
		await client.next();
		return client;
	};
	interface Told {
		readonly f: number;
		readonly s?: number;
		readonly cnf: Readonly<Record<string, unknown>>;
	}
	const next = async (client: RawClient): Promise<Told> => (await client.next()) as Told;
	const say = (content: string): unknown =>
		bystander.send({ f: 130, t: "MESSAGE_CREATE", cnf: { content } });

	const bystander = (await greeted()).send({ f: 110, cnf: { token: tokenOf(bob) } });
	await next(bystander);
	let holder = (await greeted()).send({ f: 110, cnf: { token: tokenOf(ann) } });
	const { session_id } = (await next(holder)).cnf;
	let s = 0;

	for (let round = 0; round < 300; round++) {
		const pair = [await greeted(), await greeted()];
		if (round % 2 === 0) holder.close();
		say("during");
		for (const client of pair) client.send({ f: 110, cnf: { token: tokenOf(ann), session_id, s } });
		say("after");
		// Everybody reads until told to stop, or until the word that comes once the contest is over.
		const read = async (client: RawClient): Promise<{ client: RawClient; told: Told[] }> => {
			const told: Told[] = [];
			for (;;) {
				const frame = await next(client);
				told.push(frame);
				if (frame.f === 150 || frame.cnf.content === `over ${round}`) return { client, told };
			}
		};
		const reading = pair.map(read);
		const [loser] = [await Promise.race(reading)];
		say(`over ${round}`);
		const [first, second] = (await Promise.all(reading)) as [typeof loser, typeof loser];
		const winner = first.client === loser.client ? second : first;
		expect(loser.told.at(-1)).toEqual({ f: 150, cnf: { c: 4001, d: true } });
		expect((await loser.client.closed()).code).toBe(4001);
		expect(winner.told[0]).toMatchObject({ f: 140, cnf: { session_id, resumed: true } });
		expect(winner.told.slice(1).map((frame) => [frame.s, frame.cnf.content])).toEqual([
			[s + 1, "during"],
			[s + 2, "after"],
			[s + 3, `over ${round}`],
		]);
		await holder.closed();
		for (const client of [holder, loser.client]) clients.delete(client);
		holder = winner.client;
		s += 3;
	}
}, 60_000);
