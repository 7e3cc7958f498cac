import { expect, test } from "vitest";
import { ann, bob, ChatStage, tokenOf } from "./testing/chat-stage.js";

test("at its end the gateway tells sessions GATEWAY_DOWN and 4003, and others 4003 alone", async () => {
	const stage = new ChatStage();
	const [first, second] = [await stage.present(ann), await stage.present(bob)];
	const anonymous = await stage.greeted();
	const away = await stage.present(ann);
	away.socket.terminate();
	await stage.turn();
	for (const client of [first, second]) client.take();
	const drained = stage.host.drain(2000);
	for (const client of [first, second, anonymous]) client.send('{"f":120}').say("too late");
	await stage.turn();
	await drained;
	const down = (s: number): string[] => [
		`{"f":130,"e":"GATEWAY_DOWN","t":"GATEWAY_DOWN","cnf":{},"s":${s}}`,
		'{"f":150,"cnf":{"c":4003,"d":true}}',
	];
	expect(first.take()).toEqual(down(3));
	expect(second.take()).toEqual(down(2));
	expect(anonymous.take()).toEqual(down(0).slice(1));
	for (const client of [first, second, anonymous]) expect(client.code).toBe(4003);
	expect([stage.clock.pending, stage.store.following]).toEqual([0, 0]);
	expect(stage.log).toEqual([]);
});

test("who is in the middle of something at that moment leaves nothing behind", async () => {
	for (let atMs = 0; atMs < 20; atMs++) {
		const stage = new ChatStage();
		const bystander = await stage.present(bob);
		stage.store.delayMs = 3;
		const client = stage.dial();
		client.onOpen = () =>
			client
				.present(tokenOf(ann))
				.emit("CHANNEL_ADD", '{"name":"two"}')
				.emit("CHANNEL_MOVE", '{"roomID":2}')
				.say("x");
		await stage.clock.advance(atMs);
		const drained = stage.host.drain(2000);
		await stage.clock.advance(100);
		await drained;
		for (const each of [client, bystander]) {
			const [last, ...rest] = each.takeBriefs().toReversed();
			expect(last).toBe("150 4003 true");
			expect(rest).not.toContain("150 4003 true");
			expect(each.code).toBe(4003);
		}
		expect([atMs, stage.clock.pending, stage.store.following]).toEqual([atMs, 0, 0]);
	}
});

test("a client that is asked to go before it was let in is never shown to the others", async () => {
	const stage = new ChatStage();
	const other = new ChatStage({ store: stage.store, clock: stage.clock });
	const witness = await other.present(bob);
	const client = await stage.greeted();
	stage.store.delayMs = 5;
	client.present(tokenOf(ann));
	await stage.clock.advance(1);
	const drained = stage.host.drain(2000);
	await stage.clock.advance(100);
	await drained;
	expect(client.takeBriefs()).toEqual(["150 4003 true"]);
	expect(witness.takeBriefs()).toEqual([]);
});

test.each([1000, 1001, 4003])(
	"a session that the gateway has cut waits for its client, though that answers with %i",
	async (code) => {
		const stage = new ChatStage();
		const client = await stage.present(ann);
		await stage.clock.advance(29_999);
		stage.clock.after(1, () => client.socket.close(code));
		const bystander = await stage.present(bob);
		await stage.clock.advance(100);
		expect(bystander.takeBriefs()).toEqual([]);
		const again = await stage.greeted();
		again.present(tokenOf(ann), { sessionId: client.sessionId, s: 0 });
		await stage.turn();
		expect(again.takeBriefs()).toEqual(["140 resumed", "#1 ROOM_USER_ADD"]);
	},
);

test("a client that floods and leaves at once may come back", async () => {
	const stage = new ChatStage({ limits: { messagesPerSecond: 10 } });
	const client = await stage.present(ann);
	for (let i = 0; i < 20; i++) client.send('{"f":120}');
	client.socket.close(1000);
	await stage.turn();
	const again = await stage.greeted();
	again.present(tokenOf(ann), { sessionId: client.sessionId, s: 0 });
	await stage.turn();
	expect(again.takeBriefs()).toEqual(["140 resumed"]);
});
