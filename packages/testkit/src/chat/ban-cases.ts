import { type ExactJson, ExactNumber } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { including } from "../pattern.js";
import type { Person } from "./person.js";
import { at, integerAt } from "./shapes.js";
import { chatCase, type Stage } from "./stage.js";
import { type ChatTarget, needsTokens, needsVictims } from "./target.js";

async function victim(stage: Stage, index: number, shownAs = "victim"): Promise<Person> {
	const person = await stage.connect(shownAs);
	person.present(stage.terms.tokens.victims?.[index] ?? "");
	await person.ready();
	return person;
}

async function userOf(person: Person): Promise<ExactJson> {
	return at(await person.say(), "user");
}

/** SYSTEM_BAN_ADD. */
export const banCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"ban-by-anybody-is-4004",
		"SYSTEM_BAN_ADD of who is no administrator is error 4004, and nobody is banned",
		async (stage) => {
			const [user, other] = [await stage.enter(), await stage.enter("other")];
			user.emit("SYSTEM_BAN_ADD", { userID: integerAt(await userOf(other), "id"), reason: "no" });
			await user.error(4004);
			await other.say();
		},
		needsTokens("other"),
	),
	chatCase(
		"ban-of-nobody-is-1",
		"Banning a user whom the gateway does not have is error 1, not fatal",
		async (stage) => {
			const admin = await stage.enter("admin");
			admin.emit("SYSTEM_BAN_ADD", { userID: new ExactNumber("99999999999999999999") });
			await admin.error(1);
			await admin.say();
		},
		needsTokens("admin"),
	),
	chatCase(
		"bad-ban-is-4004",
		"A ban without a userID of at most 20 digits is error 4004",
		async (stage) => {
			const admin = await stage.enter("admin");
			for (const cnf of [{}, { userID: -1 }, { userID: 1.5 }, { userID: "nobody" }]) {
				admin.emit("SYSTEM_BAN_ADD", cnf);
				await admin.error(4004);
			}
		},
		needsTokens("admin"),
	),
	chatCase(
		"ban-cuts-every-session",
		"Every connection of a banned user is told error 5, fatal, and closed 1008",
		async (stage) => {
			const admin = await stage.enter("admin");
			const victims = [
				await victim(stage, 0, "victim 1"),
				await victim(stage, 0, "victim 2"),
			] as const;
			admin.emit("SYSTEM_BAN_ADD", { userID: integerAt(await userOf(victims[0]), "id") });
			for (const person of victims) await person.fatal(5, 1008);
			await admin.say();
		},
		needsTokens("admin"),
		needsVictims(1),
	),
	chatCase(
		"ban-is-seen-by-the-room",
		"The room of a banned user gets ROOM_USER_REMOVE",
		async (stage) => {
			const admin = await stage.enter("admin");
			const witness = await stage.another();
			const banned = await victim(stage, 1);
			await stage.gather(witness, banned);
			const user = await userOf(banned);
			await witness.event("MESSAGE_CREATE", including({ user }));
			admin.emit("SYSTEM_BAN_ADD", { userID: integerAt(user, "id"), reason: "spam" });
			await banned.fatal(5, 1008);
			await witness.event("ROOM_USER_REMOVE", { user });
			await witness.quiet();
		},
		needsTokens("admin"),
		needsVictims(2),
	),
	chatCase(
		"ban-lasts",
		"A banned user's next 110 is error 5, with the old session, too",
		async (stage) => {
			const admin = await stage.enter("admin");
			const banned = await victim(stage, 2);
			const { sessionId } = banned;
			admin.emit("SYSTEM_BAN_ADD", { userID: integerAt(await userOf(banned), "id") });
			await banned.fatal(5, 1008);
			for (const resume of [{}, { session_id: sessionId, s: 0 }]) {
				const returned = await stage.resume(stage.terms.tokens.victims?.[2] ?? "", resume);
				await returned.fatal(5, 1008);
			}
		},
		needsTokens("admin"),
		needsVictims(3),
	),
];
