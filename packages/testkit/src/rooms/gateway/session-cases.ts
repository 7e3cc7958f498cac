import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { anyInteger } from "../../pattern.js";
import { anyUuid, chatFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

const ownSessions: ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"session-restores",
		"?session= with the id of an earlier profile restores the id, the suffix and all properties",
		async (room) => {
			const a = await room.enter();
			const properties = { name: "Al", _key: 1, nested: { x: [1] } };
			await a.login(properties);
			await a.leave();
			await room.enter({ session: a.id, profile: { id: a.id, suffix: a.suffix, properties } });
		},
	),
	gatewayCase(
		"session-restores-the-last-login",
		"What a session restores are the properties of its last login",
		async (room) => {
			const a = await room.enter();
			await a.login({ name: "Al" });
			await a.login({ color: "red" });
			const known = { id: a.id, suffix: a.suffix };
			await room.enter({ session: a.id, profile: { ...known, properties: { color: "red" } } });
		},
	),
	gatewayCase(
		"session-consumes-a-suffix",
		"A connection that is given its session's suffix consumes a number all the same",
		async (room) => {
			const a = await room.enter({ profile: { suffix: 1 } });
			await a.leave();
			await room.enter({ session: a.id, profile: { id: a.id, suffix: 1 } });
			await room.enter({ profile: { suffix: 3 } });
		},
	),
	gatewayCase(
		"session-on-two-connections",
		"Two connections of a session at once have one id and one suffix, and each gets its own messages",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			const twin = await room.enter({ session: a.id, profile: { id: a.id, suffix: a.suffix } });
			for (const reader of [a, twin]) await reader.saySettled(["subscribe", "chat"]);
			for (const writer of [a, twin, b]) {
				writer.say("chat", "m");
				for (const reader of [a, twin]) await reader.expect(chatFrame("m", writer.suffix));
			}
		},
	),
	gatewayCase("session-empty-is-none", "An empty ?session= is none at all", async (room) => {
		await room.enter({ session: "", profile: { id: anyUuid, suffix: 1 } });
	}),
	gatewayCase(
		"session-stays-in-its-room",
		"What a session has in one room does not follow it into another",
		async (room) => {
			const [, a] = await room.enterAll(2);
			await a.login({ name: "Al" });
			const profile = { suffix: 1, properties: {} };
			await room.another().enter({ session: a.id, profile });
		},
	),
];

/** What becomes of session ids that the gateway never gave is a matter of its configuration. */
const foreignSessions: readonly ConformanceCase<RoomsTarget>[] = [
	{
		...gatewayCase(
			"session-unknown",
			"A session that the gateway never gave is not taken: the connection gets an id of the gateway's (the original takes any)",
			async (room) => {
				for (const session of ["guessed-0001", "x".repeat(300), "__proto__", "a b;c=d"]) {
					const { id } = await room.enter({ session, profile: { id: anyUuid } });
					if (id === session) throw new ConformanceFailure("a client chose its own session id");
				}
			},
		),
		unfit: ({ clientSessions }) =>
			clientSessions === true ? "the target takes sessions of the clients' own" : null,
	},
	{
		...gatewayCase(
			"session-of-the-clients-own",
			"Where clients may bring sessions, an id of up to 64 letters, digits, - and _ is taken as it stands",
			async (room) => {
				for (const session of ["my-own_1", "x".repeat(64)]) {
					const first = await room.enter({ session, profile: { id: session } });
					await first.login({ name: "Al" });
					await first.leave();
					const known = { id: session, suffix: first.suffix, properties: { name: "Al" } };
					await room.enter({ session, profile: known });
				}
				await room.enter({ session: "a b;c=d", profile: { id: anyUuid, suffix: anyInteger } });
			},
		),
		unfit: ({ clientSessions }) =>
			clientSessions === true ? null : "the target takes no sessions of the clients' own",
	},
];

export const sessionCases: readonly ConformanceCase<RoomsTarget>[] = [
	...ownSessions,
	...foreignSessions,
];
