import type { ConformanceCase } from "../conformance.js";
import type { Person } from "./person.js";
import { anyUser, at, check, eventOf, integerAt } from "./shapes.js";
import { chatCase, type Stage } from "./stage.js";
import { type ChatTarget, needsPatience } from "./target.js";

/** Two in a room of their own: who will go, and who sees it. */
async function pair(stage: Stage): Promise<readonly [goer: Person, witness: Person]> {
	const people = [await stage.enter("user", "goer"), await stage.another()] as const;
	await stage.gather(...people);
	return people;
}

function leaving(code: number): ConformanceCase<ChatTarget> {
	return chatCase(
		`close-${code}-leaves-at-once`,
		`A client that closes ${code} has left: its room gets ROOM_USER_REMOVE at once`,
		async (stage) => {
			const [goer, witness] = await pair(stage);
			const cnf = await goer.say();
			await witness.event("MESSAGE_CREATE", cnf);
			goer.peer.close(code);
			await witness.event("ROOM_USER_REMOVE", { user: at(cnf, "user") });
		},
	);
}

/** Who is seen to come and go. */
export const presenceCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"ready-joins-the-first-room",
		"Who gets 140 is in the first room: the others there get ROOM_USER_ADD with the user",
		async (stage) => {
			const witness = await stage.enter("user", "witness");
			const newcomer = await stage.another();
			const cnf = await newcomer.say();
			await witness.event("ROOM_USER_ADD", { user: at(cnf, "user") });
			await witness.event("MESSAGE_CREATE", cnf);
		},
	),
	chatCase(
		"nobody-is-told-of-oneself",
		"Who arrives is not told of the own arrival",
		async (stage) => {
			const person = await stage.enter();
			const content = person.text();
			person.emit("MESSAGE_CREATE", { content });
			const ids: string[] = [];
			for (;;) {
				const frame = await person.peer.nextJson("the echo");
				if (eventOf(frame) === "ROOM_USER_ADD")
					ids.push(String(integerAt(frame, "cnf", "user", "id")));
				if (eventOf(frame) !== "MESSAGE_CREATE" || at(frame, "cnf", "content") !== content)
					continue;
				const own = String(integerAt(frame, "cnf", "user", "id"));
				check(!ids.includes(own), "got ROOM_USER_ADD of oneself");
				break;
			}
			await stage.gather(person);
			await person.quiet();
		},
	),
	chatCase(
		"presence-is-per-session",
		"Two sessions of one user come and go one by one",
		async (stage) => {
			const witness = await stage.another();
			const roomID = await stage.gather(witness);
			const first = await stage.enter("user", "first");
			await first.enter(roomID);
			await witness.event("ROOM_USER_ADD", { user: anyUser });
			const second = await stage.enter("user", "second");
			await second.enter(roomID);
			for (const person of [witness, first]) await person.event("ROOM_USER_ADD", { user: anyUser });
			second.peer.close(1000);
			for (const person of [witness, first])
				await person.event("ROOM_USER_REMOVE", { user: anyUser });
			const cnf = await first.say();
			await witness.event("MESSAGE_CREATE", cnf);
			await witness.quiet();
		},
	),
	leaving(1000),
	leaving(1001),
	chatCase(
		"lost-connection-is-not-shown-at-once",
		"A connection that is cut may come back: its room is told nothing yet",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			goer.peer.cut();
			await witness.quiet();
		},
	),
	chatCase(
		"lost-session-leaves-in-the-end",
		"A session that does not come back within its time has left: its room gets ROOM_USER_REMOVE",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			const cnf = await goer.say();
			await witness.event("MESSAGE_CREATE", cnf);
			goer.peer.cut();
			const { ttlMs } = stage.terms.session;
			await stage.elapse(0.8 * ttlMs, witness);
			await witness.quiet();
			await stage.elapse(0.25 * ttlMs, witness);
			await witness.event("ROOM_USER_REMOVE", { user: at(cnf, "user") });
		},
		needsPatience(({ session }) => 1.05 * session.ttlMs),
	),
];
