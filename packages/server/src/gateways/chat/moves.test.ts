import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { ann, bob, ChatStage, type Chatter, root, tokenOf } from "./testing/chat-stage.js";

/** The names of the events in what came, with the user of those that tell of presence. */
function presence(frames: readonly string[]): string[] {
	return frames.flatMap((text) => {
		const { e, cnf } = JSON.parse(text);
		return String(e).startsWith("ROOM_USER") ? [`${e} ${cnf.user.name}`] : [];
	});
}

async function withRooms(count: number): Promise<{ stage: ChatStage; admin: Chatter }> {
	const stage = new ChatStage({ chat: { rateLimit: { payloads: 100_000, perMs: 1 } } });
	const admin = await stage.present(root);
	for (let i = 2; i <= count; i++) admin.emit("CHANNEL_ADD", `{"name":"room ${i}"}`);
	await stage.turn();
	admin.take();
	return { stage, admin };
}

const to = (roomId: number | string): string => `{"roomID":${roomId}}`;

test("an end in the middle of a move is told after it, in both rooms", async () => {
	for (let endAt = 0; endAt <= 12; endAt++) {
		const { stage, admin } = await withRooms(2);
		const there = await stage.present(bob);
		there.emit("CHANNEL_MOVE", to(2));
		await stage.turn();
		const mover = await stage.present(ann);
		for (const client of [admin, there]) client.take();
		stage.store.delayMs = 3;
		mover.emit("CHANNEL_MOVE", to(2));
		stage.clock.after(endAt, () => mover.socket.close(1000));
		await stage.clock.advance(100);
		expect(presence(admin.take())).toEqual(["ROOM_USER_REMOVE xFuney"]);
		const seen = presence(there.take());
		if (seen.length > 0) expect(seen).toEqual(["ROOM_USER_ADD xFuney", "ROOM_USER_REMOVE xFuney"]);
		for (const client of [admin, there]) client.socket.close(1000);
		await stage.clock.advance(100);
		expect([stage.clock.pending, stage.store.following]).toEqual([0, 1]);
	}
});

test("moves from an old and a new connection of one session are both done", async () => {
	for (let apart = 0; apart <= 8; apart++) {
		const { stage, admin } = await withRooms(3);
		const old = await stage.present(ann);
		admin.take();
		stage.store.delayMs = 5;
		old.emit("CHANNEL_MOVE", to(2));
		await stage.clock.advance(apart);
		const next = stage.dial();
		next.onOpen = () => {
			next.present(tokenOf(ann), { sessionId: old.sessionId, s: 0 });
			next.emit("CHANNEL_MOVE", to(3));
		};
		await stage.clock.advance(100);
		const rooms = [...old.take(), ...next.take()]
			.map((text) => JSON.parse(text))
			.filter(({ e }) => e === "CHANNEL_MOVE");
		expect(new Set(rooms.map(({ s, cnf }) => `${s} ${cnf.room.id}`))).toEqual(
			new Set(["1 2", "2 3"]),
		);
		stage.store.delayMs = 0;
		admin.emit("CHANNEL_MOVE", to(3)).say("in three");
		await stage.turn();
		expect(presence(admin.take())).toEqual(["ROOM_USER_REMOVE xFuney"]);
		expect(next.takeBriefs()).toContain("#4 MESSAGE_CREATE in three");
	}
});

test.each([
	["CHANNEL_MOVE", "{}", "4004"],
	["CHANNEL_MOVE", to(99), "3"],
	["CHANNEL_MOVE", to(0), "3"],
	["CHANNEL_MOVE", to("18446744073709551615"), "3"],
	["CHANNEL_MOVE", to('"99"'), "3"],
	["CHANNEL_MOVE", to('"__proto__"'), "4004"],
	["CHANNEL_MOVE", to("-1"), "4004"],
	["ROOM_USER_ADD", to(99), "3"],
	["ROOM_USER_ADD", "{}", "4004"],
])("%s %s is refused with %s, and nothing moves", async (event, cnf, code) => {
	const { stage, admin } = await withRooms(1);
	const client = await stage.present(ann);
	admin.take();
	client.emit(event, cnf).say("still in general");
	await stage.turn();
	expect(client.takeBriefs()).toEqual([`150 ${code} false`, "#1 MESSAGE_CREATE still in general"]);
	expect(presence(admin.take())).toEqual([]);
});

test("a move to where one is tells nobody else, and holds the room once", async () => {
	const { stage, admin } = await withRooms(2);
	const client = await stage.present(ann);
	admin.take();
	for (let i = 0; i < 10; i++) client.emit("CHANNEL_MOVE", to(1)).emit("ROOM_USER_REMOVE");
	client.say("here");
	await stage.turn();
	const got = client.takeBriefs();
	expect(got.slice(0, -1)).toEqual(Array.from({ length: 20 }, (_, i) => `#${i + 1} CHANNEL_MOVE`));
	expect(got.at(-1)).toBe("#21 MESSAGE_CREATE here");
	expect(admin.takeBriefs()).toEqual(["#3 MESSAGE_CREATE here"]);
	for (const one of [client, admin]) one.socket.close(1000);
	await stage.turn();
	expect(stage.store.following).toBe(1);
});

test("60 sessions that move, talk, drop and come back at random see whole and true histories", async () => {
	const random = seededRandom("moves");
	const { stage, admin } = await withRooms(5);
	admin.socket.close(1000);
	const { clock, store } = stage;
	interface Player {
		chatter: Chatter;
		/** All that the session was told. */
		readonly told: string[];
		sessionId: string;
	}
	const ids = [ann, bob, root];
	/** One who stays in each room, and sees everybody come before they go. */
	const observers: Player[] = [];
	for (let room = 1; room <= 5; room++) {
		const chatter = await stage.present(root);
		chatter.emit("CHANNEL_MOVE", to(room));
		await stage.turn();
		observers.push({ chatter, told: [], sessionId: "" });
	}
	for (const { chatter } of observers) chatter.take();
	const players: Player[] = [];
	for (let i = 0; i < 60; i++) {
		const chatter = await stage.present(ids[i % 3] ?? ann);
		players.push({ chatter, told: [], sessionId: chatter.sessionId });
	}
	const collect = (player: Player): void => {
		for (const text of player.chatter.take())
			if (text.startsWith('{"f":130')) player.told.push(text);
	};
	let said = 0;
	for (let step = 0; step < 4000; step++) {
		store.delayMs = integer(random, 0, 4);
		const player = players[integer(random, 0, players.length - 1)] as Player;
		const { chatter } = player;
		switch (integer(random, 0, 9)) {
			case 0:
			case 1:
			case 2:
				chatter.emit("CHANNEL_MOVE", to(integer(random, 1, 5)));
				break;
			case 3: {
				if (chatter.code === null) chatter.socket.terminate();
				await clock.advance(integer(random, 0, 3));
				collect(player);
				const again = stage.dial();
				const s = player.told.length;
				again.onOpen = () =>
					again.present(tokenOf(ids[players.indexOf(player) % 3] ?? ann), {
						sessionId: player.sessionId,
						s,
					});
				player.chatter = again;
				break;
			}
			default:
				chatter.say(`${++said}`);
		}
		if (integer(random, 0, 2) === 0) await clock.advance(integer(random, 0, 5));
		if (step % 50 === 0) {
			for (const each of [...players, ...observers]) each.chatter.send('{"f":120}');
			await clock.advance(10);
			for (const each of [...players, ...observers]) collect(each);
		}
	}
	await clock.advance(100);
	for (const player of players) {
		collect(player);
		// Numbered from 1 without a hole, and nothing twice.
		expect(player.told.map((text) => JSON.parse(text).s)).toEqual(player.told.map((_, i) => i + 1));
		const messages = player.told
			.map((text) => JSON.parse(text))
			.filter(({ e }) => e === "MESSAGE_CREATE");
		const messageIds = messages.map(({ cnf }) => cnf.messageID);
		expect(new Set(messageIds).size).toBe(messageIds.length);
	}
	for (const { chatter } of players) chatter.socket.close(1000);
	await clock.advance(100);
	for (const observer of observers) observer.chatter.send('{"f":120}');
	for (const observer of observers) {
		await clock.advance(1);
		collect(observer);
		const here = new Map<string, number>();
		for (const one of presence(observer.told)) {
			const [event, name = ""] = one.split(" ");
			const count = (here.get(name) ?? 0) + (event === "ROOM_USER_ADD" ? 1 : -1);
			expect(count).toBeGreaterThanOrEqual(0);
			here.set(name, count);
		}
	}
	// Those whose last connection was refused leave when their time is over.
	for (let i = 0; i < 10; i++) {
		await clock.advance(15_000);
		for (const observer of observers) observer.chatter.send('{"f":120}');
	}
	for (const observer of observers) {
		collect(observer);
		const [adds, removes] = ["ROOM_USER_ADD", "ROOM_USER_REMOVE"].map(
			(event) => presence(observer.told).filter((one) => one.startsWith(event)).length,
		);
		expect(adds).toBeGreaterThan(100);
		expect(adds).toBe(removes);
		observer.chatter.socket.close(1000);
	}
	await clock.advance(100);
	expect(clock.pending).toBe(0);
	expect(store.following).toBe(1);
}, 60_000);
