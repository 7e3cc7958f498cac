import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { anyInteger, anyText, anything } from "../../pattern.js";
import { anyUuid, chatFrame, configFrame, pollFrame, profileFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

/** What may be known of a room that others use, too. */
const anybody = { config: anything, profile: { properties: anything } };

export const connectCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"connect-config-then-profile",
		"A new connection is sent its room's config, then its profile, and nothing else",
		async (room) => {
			const peer = await room.open();
			await peer.expect(configFrame(room.target.initialConfig ?? ""));
			await peer.expect(profileFrame({ id: anyText, suffix: anyInteger }));
			await peer.quiet();
		},
	),
	gatewayCase(
		"connect-profile-shape",
		"A newcomer's profile holds its suffix, no properties, a UUID as its id, connection details, and the role of a user",
		async (room) => {
			await room.enter({ profile: { id: anyUuid, suffix: 1 } });
		},
	),
	gatewayCase(
		"connect-new-id-each",
		"Every connection without a session gets an id that nobody had, in whatever room",
		async (room) => {
			const party = await room.enterAll(3);
			const outsider = await room.another().enter();
			const ids = new Set([...party, outsider].map(({ id }) => id));
			if (ids.size < 4) throw new ConformanceFailure("two connections got the same id");
		},
	),
	gatewayCase(
		"connect-without-room",
		'A connection that names no room, or the empty one, is in the room "default"',
		async (room) => {
			const message = room.name;
			const silent = await room.enter({ ...anybody, query: {} });
			const empty = await room.enter({ ...anybody, query: { room: "" } });
			const named = await room.enter({ ...anybody, query: { room: "default" } });
			await named.saySettled(["subscribe", "chat"]);
			for (const guest of [silent, empty]) {
				guest.say("chat", message);
				await named.skipTo(chatFrame(message, guest.suffix));
			}
			named.say("unsubscribe", "chat");
		},
	),
	gatewayCase(
		"connect-any-room-name",
		"Any text is a room's name, and every other text another room",
		async (room) => {
			const own = ["a b&c=d", "../x?y#z", "\u{1f6aa} d\u00e9j\u00e0", "A", "a"];
			const names = [...own.map((name) => `${room.name}/${name}`), "__proto__", "constructor"];
			const pairs = [];
			for (const name of names) {
				const options = { ...anybody, query: { room: name } };
				pairs.push([await room.enter(options), await room.enter(options)] as const);
			}
			for (const [reader] of pairs) await reader.saySettled(["subscribe", "chat"]);
			for (const [reader, writer] of pairs) {
				writer.say("chat", room.name);
				await reader.expect(chatFrame(room.name, writer.suffix));
			}
		},
	),
	gatewayCase(
		"suffix-counts-connections",
		"A room numbers its connections 1, 2, 3 and so on",
		async (room) => {
			for (const suffix of [1, 2, 3]) await room.enter({ profile: { suffix } });
		},
	),
	gatewayCase(
		"suffix-is-never-reused",
		"The number of a connection that left is not given again",
		async (room) => {
			const [, b] = await room.enterAll(2);
			await b.leave();
			await room.enter({ profile: { suffix: 3 } });
		},
	),
	gatewayCase(
		"rooms-are-apart",
		"What is said, voted, counted and numbered in one room shows in no other",
		async (room) => {
			const here = await room.enter();
			const elsewhere = room.another();
			const there = await elsewhere.enter({ profile: { suffix: 1 } });
			for (const event of ["chat", "poll", "ephemeralPoll", "counter"])
				await there.saySettled(["subscribe", event]);
			await here.saySettled(
				["chat", "x"],
				["poll", { id: "p", answer: "x" }],
				["ephemeralPoll", { id: "e", answer: "x" }],
				["counter", { id: "c", value: 1 }],
			);
			await room.silence();
			there.say("poll", { id: "p", answer: "y" });
			await there.expect(pollFrame("p", { y: 1 }));
			there.say("counter", { id: "c", value: 5 });
			await there.expect(elsewhere.counter("c", "5"));
		},
	),
];
