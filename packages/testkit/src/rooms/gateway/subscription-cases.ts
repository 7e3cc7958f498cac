import type { ConformanceCase } from "../../conformance.js";
import { chatFrame, pollFrame, profileFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

export const subscriptionCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"subscribe-is-silent",
		"Subscribing and unsubscribing are not answered where there is nothing to replay",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			for (const event of ["chat", "poll", "counter:c", "ephemeralPoll", "weather:tor"]) {
				a.say("subscribe", event);
				a.say("unsubscribe", event);
			}
			b.say("unsubscribe", "never:subscribed");
			await Promise.all([a.quiet(), b.quiet()]);
		},
	),
	gatewayCase(
		"subscribe-again",
		"Subscribing again changes nothing but replays what there is, and every message still comes once",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await b.saySettled(["poll", { id: "p", answer: "x" }]);
			for (const _ of [1, 2, 3]) {
				a.say("subscribe", "poll");
				await a.expect(pollFrame("p", { x: 1 }));
			}
			b.say("poll", { id: "p", answer: "y" });
			await a.expect(pollFrame("p", { y: 1 }));
		},
	),
	gatewayCase(
		"subscribe-all-spellings",
		'"poll", "poll:" and "poll:all" are one subscription, to every poll',
		async (room) => {
			for (const event of ["poll", "poll:", "poll:all"]) {
				const elsewhere = room.another();
				const [a, b] = await elsewhere.enterAll(2);
				await b.saySettled(["poll", { id: "p", answer: "x" }]);
				a.say("subscribe", event);
				await a.expect(pollFrame("p", { x: 1 }));
				b.say("poll", { id: "q", answer: "x" });
				b.say("poll", { id: "all", answer: "x" });
				await a.expect(pollFrame("q", { x: 1 }), pollFrame("all", { x: 1 }));
			}
		},
	),
	gatewayCase(
		"subscribe-splits-at-the-first-colon",
		"What follows the first colon is the id, with all further colons",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll:a:b:"]);
			for (const id of ["a", "b", "a:b", "a:b:", ":a:b:"]) b.say("poll", { id, answer: "x" });
			await a.expect(pollFrame("a:b:", { x: 1 }));
		},
	),
	gatewayCase(
		"subscribe-one-copy",
		"Who subscribed to an event both as a whole and by id gets one copy",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "counter"], ["subscribe", "counter:c"]);
			b.say("counter", { id: "c", value: 1 });
			await a.expect(room.counter("c", "1"));
		},
	),
	gatewayCase(
		"subscribe-chat-has-no-id",
		'"chat:x" never matches a chat; "chat:" and "chat:all" do',
		async (room) => {
			const [a, b, c, d] = await room.enterAll(4);
			await a.saySettled(["subscribe", "chat:x"]);
			await b.saySettled(["subscribe", "chat:"]);
			await c.saySettled(["subscribe", "chat:all"]);
			d.say("chat", "m");
			for (const reader of [b, c]) await reader.expect(chatFrame("m", d.suffix));
		},
	),
	gatewayCase(
		"subscribe-empty-event",
		'An event without a name, "" or ":x", is ignored',
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", ""], ["subscribe", ":x"], ["subscribe", ":"]);
			await b.saySettled(["chat", "m"], ["poll", { id: "x", answer: "y" }]);
			a.say("subscribe", "poll:x");
			await a.expect(pollFrame("x", { y: 1 }));
		},
	),
	gatewayCase(
		"subscribe-names-are-exact",
		"An event's name is compared as it stands: letters' case, blanks and beginnings count",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			for (const event of ["Chat", " chat", "cha", "chats", "constructor", "__proto__"])
				a.say("subscribe", event);
			await a.settle();
			await b.saySettled(["chat", "m"]);
			await a.saySettled(["subscribe", "chat"]);
			b.say("chat", "n");
			await a.expect(chatFrame("n", b.suffix));
		},
	),
	gatewayCase(
		"subscribe-not-text",
		'What is no text is subscribed to by its text, as JavaScript makes it: ["chat"] is "chat"',
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", ["chat"]], ["subscribe", ["poll:p", "q"]]);
			for (const id of ["p", "q", "p,q"]) b.say("poll", { id, answer: "x" });
			b.say("chat", "m");
			await a.expect(pollFrame("p,q", { x: 1 }), chatFrame("m", b.suffix));
			await a.saySettled(["subscribe"], ["subscribe", null], ["subscribe", {}], ["subscribe", 7]);
		},
	),
	gatewayCase(
		"unsubscribe-drops-every-id",
		"Unsubscribing from an event without an id, or from all of it, drops every id of it",
		async (room) => {
			for (const event of ["poll", "poll:", "poll:all"]) {
				const elsewhere = room.another();
				const [a, b] = await elsewhere.enterAll(2);
				for (const kept of ["poll", "poll:p", "poll:q", "chat"]) a.say("subscribe", kept);
				await a.saySettled(["unsubscribe", event]);
				b.say("poll", { id: "p", answer: "x" });
				b.say("chat", "m");
				await a.expect(chatFrame("m", b.suffix));
			}
		},
	),
	gatewayCase("unsubscribe-one-id", "Unsubscribing from one id keeps the others", async (room) => {
		const [a, b] = await room.enterAll(2);
		await a.saySettled(["subscribe", "poll:p"], ["subscribe", "poll:q"], ["unsubscribe", "poll:p"]);
		b.say("poll", { id: "p", answer: "x" });
		b.say("poll", { id: "q", answer: "x" });
		await a.expect(pollFrame("q", { x: 1 }));
	}),
	gatewayCase(
		"unsubscribe-does-not-narrow",
		"Unsubscribing from one id does not narrow a subscription to the whole event",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "poll"], ["unsubscribe", "poll:p"]);
			b.say("poll", { id: "p", answer: "x" });
			await a.expect(pollFrame("p", { x: 1 }));
		},
	),
	gatewayCase(
		"subscriptions-belong-to-the-connection",
		"A subscription holds for its connection only: another one of the same session does not share it, and it does not come back with the session (in the original it may)",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			const profile = { suffix: a.suffix };
			const twin = await room.enter({ session: a.id, profile });
			b.say("chat", "one");
			await a.expect(chatFrame("one", b.suffix));
			await room.silence();
			await Promise.all([a.leave(), twin.leave()]);
			await room.enter({ session: a.id, profile });
			b.say("chat", "two");
			b.say("profile");
			await b.expect(profileFrame({ id: b.id, suffix: b.suffix }));
		},
	),
];
