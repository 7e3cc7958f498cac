import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { including } from "../../pattern.js";
import { chatFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Guest } from "./guest.js";
import type { RoomsTarget } from "./target.js";

const rounds = 20;

/** The next texts as they came. */
async function readTexts(guest: Guest, count: number): Promise<readonly string[]> {
	const texts: string[] = [];
	while (texts.length < count) texts.push(await guest.readText(`message ${texts.length + 1}`));
	return texts;
}

function expectSame(left: readonly string[], right: readonly string[]): void {
	const at = left.findIndex((text, i) => text !== right[i]);
	if (at !== -1)
		throw new ConformanceFailure(
			`two readers differ at message ${at + 1}: ${left[at]} and ${right[at]}`,
		);
}

export const orderCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"order-same-for-all",
		"All readers get the chats of several senders in the same order",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			const senders = await room.enterAll(4);
			for (const reader of [a, b]) await reader.saySettled(["subscribe", "chat"]);
			for (let n = 0; n < rounds; n++) for (const sender of senders) sender.say("chat", n);
			const count = rounds * senders.length;
			expectSame(...(await Promise.all([readTexts(a, count), readTexts(b, count)])));
		},
	),
	gatewayCase(
		"order-of-each-sender",
		"What one client sends takes effect in the order in which it was sent",
		async (room) => {
			const [a, b, c] = await room.enterAll(3);
			await a.saySettled(["subscribe", "chat"]);
			const next = new Map([b, c].map(({ suffix }) => [suffix, 0]));
			for (let n = 0; n < rounds; n++) for (const sender of [b, c]) sender.say("chat", n);
			for (let i = 0; i < 2 * rounds; i++) {
				const text = await a.readText("a chat");
				const { data } = JSON.parse(text);
				const expected = next.get(data.user.suffix) ?? 0;
				if (data.message !== expected)
					throw new ConformanceFailure(`expected chat ${expected} of its sender, got ${text}`);
				next.set(data.user.suffix, expected + 1);
			}
		},
	),
	gatewayCase(
		"order-across-kinds",
		"Chats, votes, counters and logins keep one order, too",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			const senders = await room.enterAll(3);
			for (const reader of [a, b])
				for (const event of ["chat", "poll", "ephemeralPoll", "counter"])
					await reader.saySettled(["subscribe", event]);
			for (let n = 0; n < rounds; n++)
				for (const sender of senders) {
					sender.say("chat", n);
					sender.say("poll", { id: "p", answer: String(n % 3) });
					sender.say("counter", { id: "k", value: 0.1 });
					sender.say("ephemeralPoll", { id: "e", answer: String(n % 2) });
				}
			const count = 4 * rounds * senders.length;
			expectSame(...(await Promise.all([readTexts(a, count), readTexts(b, count)])));
		},
	),
	gatewayCase(
		"order-login-before-chat",
		"A chat after a login shows the new properties, and a chat after a subscription comes back",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			b.say("subscribe", "chat");
			for (let n = 0; n < rounds; n++) {
				b.say("login", { n });
				b.say("chat", n);
			}
			for (let n = 0; n < rounds; n++) {
				await a.expect(chatFrame(n, b.suffix, { n }));
				await b.expect(including({ type: "profile", data: including({ properties: { n } }) }));
				await b.expect(chatFrame(n, b.suffix, { n }));
			}
		},
	),
	gatewayCase(
		"order-snapshot-without-gap",
		"Who subscribes amid changes gets a snapshot and every later change, none twice",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			for (let n = 0; n < rounds; n++) b.say("counter", { id: "k", value: 1 });
			a.say("subscribe", "counter:k");
			for (let n = 0; n < rounds; n++) b.say("counter", { id: "k", value: 1 });
			const first = JSON.parse(await a.readText("a counter"));
			for (let n = Number(first.data.value) + 1; n <= 2 * rounds; n++)
				await a.expect(room.counter("k", String(n)));
		},
	),
	gatewayCase(
		"order-nothing-lost",
		"Every step of several clients counts exactly once",
		async (room) => {
			const senders = await room.enterAll(4);
			for (let n = 0; n < rounds; n++)
				for (const sender of senders) sender.say("counter", { id: "k", value: 0.01 });
			for (const sender of senders) await sender.settle();
			const a = await room.enter();
			a.say("subscribe", "counter:k");
			await a.expect(room.counter("k", String((rounds * senders.length) / 100)));
		},
	),
];
