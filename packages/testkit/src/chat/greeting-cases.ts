import type { ExactJson } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { anyInteger, including } from "../pattern.js";
import { check, errorFrame, integerAt, ordinaryReady } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, needsTokens } from "./target.js";

/** 110s in which the token is no text. */
const tokenless: readonly ExactJson[] = [
	{ f: 110 },
	{ f: 110, cnf: {} },
	{ f: 110, cnf: { token: null } },
	{ f: 110, cnf: { token: 5 } },
	{ f: 110, cnf: { token: {} } },
	{ f: 110, cnf: "token" },
];

/** From the connection to the session: 100, 110, 140. */
export const greetingCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"greets-first",
		"A new connection is sent 100 with the heartbeat interval, and then nothing until it speaks",
		async (stage) => {
			const peer = await stage.open();
			const greeting = await peer.expect({ f: 100, cnf: { hb_int: anyInteger } });
			const { hbIntMs } = stage.target;
			const hbInt = Number(integerAt(greeting, "cnf", "hb_int"));
			check(hbInt > 0, "hb_int is 0");
			check(
				hbIntMs === undefined || hbIntMs === hbInt,
				`hb_int is ${hbInt}, the target says ${hbIntMs}`,
			);
			await peer.quiet();
		},
	),
	chatCase(
		"ready-shape",
		'A good 110 is answered 140 with v 6, a session_id and enc_key "", and nothing else',
		async (stage) => {
			const person = await stage.connect();
			person.present(stage.token("user"));
			await person.ready(ordinaryReady);
			await person.quiet();
		},
	),
	chatCase("session-ids", "Every session has an id of its own below 2^53", async (stage) => {
		const ids = new Set<string>();
		for (let i = 0; i < 3; i++) {
			const { sessionId } = await stage.enter();
			check(typeof sessionId === "number" || BigInt(sessionId.text) < 2n ** 53n, `${sessionId}`);
			ids.add(String(sessionId));
		}
		check(ids.size === 3, "two sessions have one id");
	}),
	chatCase(
		"bots-may-present",
		"A bot's token is as good as a user's",
		async (stage) => {
			const bot = await stage.enter("bot");
			await bot.say();
		},
		needsTokens("bot"),
	),
	chatCase(
		"event-before-present-is-4005",
		"130 before 110 is error 4005, not fatal, and 110 still works",
		async (stage) => {
			const person = await stage.connect();
			for (let i = 0; i < 2; i++) {
				person.emit("MESSAGE_CREATE", { content: "too early" });
				await person.peer.expect(errorFrame(4005, false));
			}
			person.present(stage.token("user"));
			await person.ready();
			await person.say();
		},
	),
	chatCase(
		"other-codes-before-present-are-4004",
		"Before 110 only 130 is error 4005: an unknown code is 4004",
		async (stage) => {
			const person = await stage.connect();
			person.send({ f: 999 });
			await person.peer.expect(errorFrame(4004, false));
			person.sendText("no JSON");
			await person.peer.expect(errorFrame(4004, false));
		},
	),
	chatCase(
		"present-without-token-is-4004",
		"110 whose token is no text is error 4004, and may be tried again",
		async (stage) => {
			const person = await stage.connect();
			for (const frame of tokenless) {
				person.send(frame);
				await person.peer.expect(errorFrame(4004, false));
			}
			person.present(stage.token("user"));
			await person.ready();
		},
	),
	chatCase(
		"second-present-is-4004",
		"A second 110 is error 4004 and leaves the session as it was",
		async (stage) => {
			const person = await stage.enter();
			const roomID = await person.makeRoom();
			await person.enter(roomID);
			person.present(stage.token("user"));
			await person.error(4004);
			const witness = await stage.another();
			await witness.enter(roomID);
			await person.event("ROOM_USER_ADD", { user: including({ id: anyInteger }) });
			const content = person.text();
			await person.say(content);
			await witness.event("MESSAGE_CREATE", including({ content }));
		},
	),
	chatCase(
		"second-present-with-bad-token-is-4004",
		"After 140 even a bad token is error 4004, not fatal",
		async (stage) => {
			const person = await stage.enter();
			person.present("nonsense");
			await person.error(4004);
			await person.say();
		},
	),
];
