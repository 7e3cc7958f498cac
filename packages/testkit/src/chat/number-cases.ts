import { type ExactJson, ExactNumber } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { anyInteger, including } from "../pattern.js";
import { at, check, integerAt } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, type Need, needsTokens } from "./target.js";
import { idOf, needsReadableToken } from "./token.js";

/** Beyond 2^63, and no double. */
const bigNonce = "9835823582359235235";
/** The largest of 20 digits. */
const longestNonce = "99999999999999999999";

/** None of them is a whole number of at most 20 digits. */
const badIntegers: readonly ExactJson[] = [
	-1,
	1.5,
	new ExactNumber("-9835823582359235235"),
	new ExactNumber("9835823582359235235.5"),
	new ExactNumber(`1${longestNonce}`),
	true,
	{},
	[1],
];

/** None of them is the text of a whole number of at most 20 digits. */
const badTexts: readonly ExactJson[] = [`1${longestNonce}`, "-1", "1.5", "one", ""];

const badIds: readonly ExactJson[] = [...badIntegers, ...badTexts];

/** Each of the bodies, sent as this event, is error 4004. */
function refusedIds(
	id: string,
	rule: string,
	event: string,
	...bodies: readonly ExactJson[]
): ConformanceCase<ChatTarget> {
	return chatCase(id, rule, async (stage) => {
		const person = await stage.enter();
		for (const cnf of bodies) {
			person.emit(event, cnf);
			await person.error(4004);
		}
		await person.beat();
	});
}

const needsNeighbours: Need = ({ tokens: { user, other = "" } }) => {
	const [one, two] = [idOf(user), idOf(other)];
	return one !== null && two !== null && one !== two && Number(one) === Number(two)
		? null
		: "user and other have no ids that are equal as doubles";
};

/** The nonce comes back as it was sent, of the same JSON type. */
function nonceCase(id: string, rule: string, ...nonces: readonly ExactJson[]) {
	return chatCase(id, rule, async (stage) => {
		const person = await stage.enter();
		for (const nonce of nonces) {
			const content = person.text();
			person.emit("MESSAGE_CREATE", { content, nonce });
			await person.event("MESSAGE_CREATE", including({ content, nonce }));
		}
	});
}

/** Integers beyond 2^53, which JavaScript's own JSON would round. */
export const numberCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"user-id-is-exact",
		"A user's id is the token's, digit by digit, as a bare number",
		async (stage) => {
			const person = await stage.enter();
			const id = integerAt(await person.say(), "user", "id");
			const wanted = idOf(stage.token("user"));
			check(String(id) === wanted, `the token says ${wanted}, the gateway ${id}`);
		},
		needsReadableToken,
	),
	chatCase(
		"neighbouring-ids-are-two-users",
		"Ids that are equal as doubles belong to two users",
		async (stage) => {
			const people = [await stage.enter(), await stage.enter("other")] as const;
			const [one, two] = [await people[0].say(), await people[1].say()];
			for (const [index, cnf] of [one, two].entries()) {
				const wanted = idOf(stage.token(index === 0 ? "user" : "other"));
				const id = integerAt(cnf, "user", "id");
				check(String(id) === wanted, `the token says ${wanted}, the gateway ${id}`);
			}
			check(at(one, "user", "uuid") !== at(two, "user", "uuid"), "both have one uuid");
		},
		needsTokens("other"),
		needsNeighbours,
	),
	nonceCase(
		"nonce-number-is-exact",
		"A nonce of up to 20 digits comes back digit by digit",
		new ExactNumber(bigNonce),
		new ExactNumber(longestNonce),
		new ExactNumber("9007199254740993"),
		0,
		5,
	),
	nonceCase(
		"nonce-text-stays-text",
		"A nonce written as text comes back as text",
		bigNonce,
		longestNonce,
		"5",
	),
	refusedIds(
		"bad-nonce-is-4004",
		"A nonce that is negative, a fraction, longer than 20 digits or no number is error 4004",
		"MESSAGE_CREATE",
		...badIntegers.map((nonce) => ({ content: "x", nonce })),
	),
	refusedIds(
		"bad-nonce-text-is-4004",
		"A nonce written as text has to be a decimal number of at most 20 digits: otherwise error 4004",
		"MESSAGE_CREATE",
		...badTexts.map((nonce) => ({ content: "x", nonce })),
	),
	refusedIds(
		"bad-room-id-is-4004",
		"A roomID that is no whole number of at most 20 digits is error 4004, not 3",
		"CHANNEL_MOVE",
		{},
		...badIds.map((roomID) => ({ roomID })),
	),
	refusedIds(
		"bad-message-id-is-4004",
		"A messageID that is no whole number of at most 20 digits is error 4004",
		"MESSAGE_DELETE",
		{},
		...badIds.map((messageID) => ({ messageID })),
	),
	chatCase("ids-as-text", "Ids may be written as decimal text", async (stage) => {
		const person = await stage.enter();
		const roomID = await person.makeRoom();
		person.emit("CHANNEL_MOVE", { roomID: String(roomID) });
		await person.moved(roomID);
		const messageID = integerAt(await person.say(), "messageID");
		person.emit("MESSAGE_DELETE", { messageID: String(messageID) });
		await person.event("MESSAGE_DELETE", { messageID });
	}),
	chatCase(
		"digits-in-content-stay",
		"Digits inside a content are left as they are",
		async (stage) => {
			const person = await stage.enter();
			const content = `id: 6982582592583503353, "x": 12345678901234567890 ${person.text()}`;
			person.emit("MESSAGE_CREATE", { content, nonce: new ExactNumber(bigNonce) });
			await person.event("MESSAGE_CREATE", including({ content, messageID: anyInteger }));
		},
	),
];
