import type { ConformanceCase } from "../../conformance.js";
import { chatFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

export const chatCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"chat-goes-to-subscribers-only",
		"A chat goes to everybody who subscribed to chat, and to nobody else",
		async (room) => {
			const [a, b, c, d] = await room.enterAll(4);
			await a.saySettled(["subscribe", "chat"]);
			await b.saySettled(["subscribe", "chat"]);
			await c.saySettled(["subscribe", "poll"], ["subscribe", "chats"]);
			d.say("chat", "hello");
			for (const reader of [a, b]) await reader.expect(chatFrame("hello", d.suffix));
		},
	),
	gatewayCase(
		"chat-echo-by-subscription",
		"The sender gets its own chat where it subscribed, and only there",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			b.say("chat", "not to me");
			await a.expect(chatFrame("not to me", b.suffix));
			await b.settle();
			a.say("chat", "to me");
			await a.expect(chatFrame("to me", a.suffix));
		},
	),
	gatewayCase("chat-after-unsubscribe", "Who unsubscribed gets no more chats", async (room) => {
		const [a, b] = await room.enterAll(2);
		await a.saySettled(["subscribe", "chat"]);
		b.say("chat", 1);
		await a.expect(chatFrame(1, b.suffix));
		await a.saySettled(["unsubscribe", "chat"]);
		b.say("chat", 2);
	}),
	gatewayCase(
		"chat-tells-who",
		"A chat names its sender by suffix and public properties as they are at that moment, and by nothing else",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			await b.login({ name: "Al", _key: 1 });
			b.say("chat", "as Al");
			await a.expect(chatFrame("as Al", b.suffix, { name: "Al" }));
			await b.login({ name: "Bo" });
			b.say("chat", "as Bo");
			await a.expect(chatFrame("as Bo", b.suffix, { name: "Bo" }));
		},
	),
	gatewayCase(
		"chat-any-json",
		"A chat's message is any JSON, and comes out as it went in",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			const messages = [
				"",
				"\u0000\u001b[31m \u2028 \u{1f44b}",
				0,
				-1.5,
				true,
				[],
				[[1, [2]], {}],
				{ message: 1, user: { suffix: 9 }, type: "profile" },
				"x".repeat(5000),
			];
			for (const message of messages) {
				b.say("chat", message);
				await a.expect(chatFrame(message, b.suffix));
			}
		},
	),
	gatewayCase(
		"chat-null-or-nothing",
		"A chat of null carries the message null; a chat without data carries no message",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			b.say("chat", null);
			await a.expect(chatFrame(null, b.suffix));
			b.say("chat");
			const user = { suffix: b.suffix, properties: {} };
			await a.expect({ type: "chat", data: { user } });
		},
	),
	gatewayCase(
		"chat-has-no-history",
		"Nobody gets a chat from before they subscribed",
		async (room) => {
			const a = await room.enter();
			await a.saySettled(["chat", "early"]);
			const b = await room.enter();
			await b.saySettled(["subscribe", "chat"]);
			a.say("chat", "late");
			await b.expect(chatFrame("late", a.suffix));
		},
	),
];
