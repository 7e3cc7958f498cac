import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { ann, bob, ChatStage, type Chatter, root, tokenOf } from "./testing/chat-stage.js";

const fast = { rateLimit: { payloads: 100_000, perMs: 1 } };

test("20,000 clients that come and go in every manner leave nothing behind", async () => {
	const random = seededRandom("churn");
	const stage = new ChatStage({ chat: { ...fast, session: { ttlMs: 200 } } });
	const { clock, host, store } = stage;
	const ids = [ann, bob, root];
	const sessions: { readonly id: string; readonly sessionId: string }[] = [];
	let last: Chatter | null = null;
	for (let i = 0; i < 20_000; i++) {
		const id = ids[i % 3] ?? ann;
		const client = stage.dial();
		const known = sessions[integer(random, 0, 99)];
		client.onOpen = () => {
			if (i % 13 === 0) client.present("no token");
			else if (i % 7 === 0) client.send("nonsense");
			else if (i % 5 === 0 && known !== undefined)
				client.present(tokenOf(known.id), { sessionId: known.sessionId, s: 0 });
			else if (i % 17 !== 0) client.present(tokenOf(id));
			if (i % 3 === 0) client.say("hello");
			if (i === 100 || i === 200) client.emit("CHANNEL_ADD", '{"name":"room"}');
			if (i % 4 === 0) client.emit("CHANNEL_MOVE", `{"roomID":${integer(random, 1, 4)}}`);
			if (i % 19 === 0) client.send("x".repeat(5000));
			else if (i % 6 === 0) client.socket.terminate();
			else if (i % 6 === 1) client.socket.close(4001);
			else if (i % 6 !== 2) client.socket.close(1000);
		};
		if (i % 6 === 2) clock.after(integer(random, 0, 50), () => client.socket.close(1000));
		if (i % 9 === 0) last = client;
		if (i % 50 !== 49) continue;
		store.delayMs = integer(random, 0, 3);
		await clock.advance(10);
		const sessionId = last?.frames.flatMap((text) => /"session_id":(\d+)/.exec(text)?.[1] ?? [])[0];
		if (sessionId !== undefined) sessions[integer(random, 0, 99)] = { id, sessionId };
	}
	await clock.advance(10_000);
	expect(host.connections.size).toBe(0);
	expect(clock.pending).toBe(0);
	// The lobby alone, as long as the gateway lives.
	expect(store.following).toBe(1);
	expect(host.metrics.render()).toContain('gw_sim_connections_total{protocol="chat"} 20000\n');
	expect(stage.log).toEqual([]);
	await host.drain(0);
	await clock.advance(0);
	expect(store.following).toBe(0);
}, 60_000);

test("no more sessions wait than clients could be connected; the one that waits longest leaves", async () => {
	const stage = new ChatStage({ chat: fast, limits: { maxConnections: 5 } });
	const bystander = await stage.present(bob);
	const lost: Chatter[] = [];
	for (let i = 0; i < 8; i++) {
		const client = await stage.present(ann);
		lost.push(client);
		client.socket.terminate();
		await stage.clock.advance(100);
	}
	expect(bystander.takeBriefs().filter((text) => text.endsWith("REMOVE"))).toHaveLength(3);
	const answers: string[] = [];
	for (const { sessionId } of lost) {
		const client = await stage.greeted();
		client.present(tokenOf(ann), { sessionId, s: 0 });
		await stage.turn();
		answers.push(client.takeBriefs()[0] ?? "");
		client.socket.close(1000);
		await stage.turn();
	}
	expect(answers).toEqual([
		...Array.from({ length: 3 }, () => "140"),
		...Array.from({ length: 5 }, () => "140 resumed"),
	]);
	bystander.socket.close(1000);
	await stage.turn();
	expect(stage.clock.pending).toBe(0);
});
