import { type Frame, integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "../chance.js";
import { type Draft, draft, replacing, spaced, spoiltOften, written } from "../draft.js";
import { hostileJson } from "../hostile-json.js";
import { mangled, noise, sendable } from "../mangle.js";
import type { Slot } from "../pattern.js";
import { admin, everybody, guests, type Member, oddTokens, tokenOf, victims } from "./people.js";

/** What a client could know, to say things that mean something. */
export interface Knowledge {
	readonly rooms: readonly string[];
	/** Of the sender's room. */
	readonly messages: readonly { readonly id: Slot }[];
	/** One that may not be deleted any more. */
	readonly tooOld: Slot | null;
	/** Sessions with whose they are, and the number of their last event. */
	readonly sessions: readonly {
		readonly id: string;
		readonly member: Member;
		readonly last: number;
	}[];
	/** The number of the last event that the sender got. */
	readonly last: number;
}

const names = [
	"MESSAGE_CREATE",
	"MESSAGE_DELETE",
	"START_TYPING",
	"CHANNEL_ADD",
	"CHANNEL_MOVE",
	"ROOM_USER_ADD",
	"ROOM_USER_REMOVE",
	"SYSTEM_BAN_ADD",
] as const;

const oddNames = [
	"GATEWAY_DOWN",
	"SERVER_MESSAGE",
	"message_create",
	"MESSAGE_CREATE ",
	"__proto__",
	"constructor",
	"toString",
	"",
	"\u0000",
];

/** A message of whatever kind; about every third is one that the gateway has to do something for. */
export function chatFrame(random: Random, known: Knowledge): Frame {
	const lawful = (): Draft => (oneIn(random, 12) ? present(random, known) : execute(random, known));
	return weighted<Frame>(random, [
		[44, () => (oneIn(random, 5) ? spaced(random, lawful()) : written(lawful()))],
		[30, () => written(spoiltOften(random, lawful()))],
		[6, () => envelope(random, lawful())],
		[8, () => mangled(random, written(lawful()), written(lawful()))],
		[3, () => sendable(sized(random))],
		[1, () => nestedFrame(random)],
		[2, () => Buffer.from(written(lawful()))],
		[8, () => noise(random)],
	]);
}

/** The 110 of somebody, perhaps to go on with a session. */
export function present(random: Random, known: Knowledge): Draft {
	const session = known.sessions.length === 0 ? null : pick(random, known.sessions);
	const isAsked = session !== null && oneIn(random, 2);
	const token = weighted(random, [
		[isAsked ? 20 : 0, () => tokenOf(session?.member ?? admin)],
		[6, () => tokenOf(pick(random, guests))],
		[2, () => tokenOf(admin)],
		[2, () => tokenOf(pick(random, victims))],
		[3, () => pick(random, oddTokens)],
	]);
	const cnf = draft({
		token: JSON.stringify(token),
		session_id: isAsked ? number(random, session.id) : undefined,
		s: isAsked ? number(random, String(integer(random, 0, session.last + 2))) : undefined,
	});
	return draft({ f: "110", cnf });
}

function execute(random: Random, known: Knowledge): Draft {
	const name = pick(random, names);
	const written = JSON.stringify(oneIn(random, 30) ? pick(random, oddNames) : name);
	const which = integer(random, 0, 2);
	return draft({
		f: "130",
		e: which === 1 ? undefined : written,
		t: which === 0 ? undefined : written,
		s: oneIn(random, 4)
			? number(random, String(Math.max(0, known.last + integer(random, -3, 2))))
			: undefined,
		cnf: body(random, name, known),
	});
}

function body(
	random: Random,
	name: (typeof names)[number],
	{ rooms, messages, tooOld }: Knowledge,
): Draft | string | undefined {
	const maybe = <T>(make: () => T): T | undefined => (oneIn(random, 3) ? make() : undefined);
	const text = (): string => JSON.stringify(words(random));
	switch (name) {
		case "MESSAGE_CREATE":
			return draft({
				content: text(),
				nonce: maybe(() => number(random, String(integer(random, 0, 2 ** 40)))),
			});
		case "MESSAGE_DELETE":
			return draft({ messageID: number(random, message(random, messages, tooOld)) });
		case "START_TYPING":
		case "ROOM_USER_REMOVE":
			return maybe(() => draft({}));
		case "CHANNEL_ADD":
			return draft({
				name: text(),
				description: maybe(text),
				visibility: maybe(() => String(oneIn(random, 2))),
			});
		case "CHANNEL_MOVE":
		case "ROOM_USER_ADD":
			return draft({ roomID: number(random, oneIn(random, 8) ? unknownId : pick(random, rooms)) });
		case "SYSTEM_BAN_ADD": {
			// Those who come and go are seldom banned: a ban is for good.
			const { id } = oneIn(random, 30) ? pick(random, everybody.slice(1)) : pick(random, victims);
			return draft({ userID: number(random, id), reason: maybe(text) });
		}
	}
}

const unknownId = "999999";

function message(
	random: Random,
	messages: Knowledge["messages"],
	tooOld: Knowledge["tooOld"],
): string {
	if (tooOld !== null && oneIn(random, 8)) return tooOld.text;
	if (messages.length === 0 || oneIn(random, 8)) return unknownId;
	return pick(random, oneIn(random, 8) ? messages.slice(0, 1) : messages).id.text;
}

/** A number's JSON: bare, sometimes as text, seldom written in another way. */
function number(random: Random, digits: string): string {
	return weighted(random, [
		[20, () => digits],
		[4, () => `"${digits}"`],
		[1, () => `${digits}.0`],
		[1, () => `${digits}e0`],
		[1, () => `"0${digits}"`],
		[1, () => `-${digits}`],
		[1, () => hostileJson(random)],
	]);
}

function words(random: Random): string {
	return pick(random, [
		"hello",
		"<b>hi</b>",
		"id: 6982582592583503353",
		"\u202e\u2066\u200b",
		"\ud83d\ude00 ü €",
		"\ud800",
		"\u0000\u001b[2J",
		'"}\\',
		"__proto__",
		"\ufeff.",
	]);
}

/** A lawful content under another function code. */
function envelope(random: Random, value: Draft): string {
	const f = weighted(random, [
		[3, () => String(pick(random, [100, 110, 120, 130, 140, 150, 0, 1, -120, 999]))],
		[1, () => pick(random, ["120.0", "1.2e2", "1200e-1", '"120"', "[120]", "120.5", "12e1"])],
		[1, () => hostileJson(random)],
	]);
	return written(replacing(value, "f", f));
}

/** A message whose UTF-8 is about as long as may be. */
function sized(random: Random): string {
	const bytes = 4096 + integer(random, -2, 2) + (oneIn(random, 4) ? 60_000 : 0);
	const frame = (content: string): string =>
		`{"f":130,"e":"MESSAGE_CREATE","cnf":{"content":"${content}"}}`;
	const room = bytes - Buffer.byteLength(frame(""));
	const letter = pick(random, ["x", "ü", "€", "😀"]);
	const size = Buffer.byteLength(letter);
	return frame("y".repeat(room % size) + letter.repeat(Math.floor(room / size)));
}

/** As deep as may be, or one level deeper, or much deeper. */
function nestedFrame(random: Random): string {
	const depth = pick(random, [30, 31, 32, 33, 500]) - 1;
	return `{"f":120,"cnf":${"[".repeat(depth)}${"]".repeat(depth)}}`;
}
