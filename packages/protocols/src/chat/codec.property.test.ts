import { DecodeError, ExactNumber, type Frame } from "@gw-sim/core";
import {
	type ChatRoom,
	type ChatUser,
	type ClientEvent,
	type ClientMessage,
	decodeClientMessage,
	decodeServerMessage,
	encodeClientMessage,
	encodeServerMessage,
	isSnowflake,
	type Nonce,
	type ServerEvent,
	type ServerMessage,
} from "@gw-sim/protocols/chat";
import fc from "fast-check";
import { expect, test } from "vitest";

const runs = { numRuns: 2000 };
const text = fc.string({ unit: "binary", maxLength: 60 });
const wording = text.filter((t) => t.trim() !== "");
const id = fc.bigInt({ min: 0n, max: 99_999_999_999_999_999_999n }).map(String);
const nonce: fc.Arbitrary<Nonce | null> = fc.oneof(
	fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 20 }),
	id.map((digits) => new ExactNumber(digits)),
	fc.constant(null),
);
const count = fc.maxSafeNat();
const is = <K extends string>(name: K): fc.Arbitrary<K> => fc.constant(name);

const clientEvent: fc.Arbitrary<ClientEvent> = fc.oneof(
	fc.record({ type: is("MESSAGE_CREATE"), content: wording, nonce }),
	fc.record({ type: is("MESSAGE_DELETE"), messageId: id }),
	fc.record({ type: is("START_TYPING") }),
	fc.record({
		type: is("CHANNEL_ADD"),
		name: wording,
		description: text,
		visibility: fc.boolean(),
	}),
	fc.record({ type: is("CHANNEL_MOVE"), roomId: id }),
	fc.record({ type: is("ROOM_USER_ADD"), roomId: id }),
	fc.record({ type: is("ROOM_USER_REMOVE") }),
	fc.record({
		type: is("SYSTEM_BAN_ADD"),
		userId: id,
		reason: fc.option(text, { nil: null }),
	}),
);
const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
	fc.record({
		kind: is("present"),
		token: text,
		resume: fc.option(fc.record({ sessionId: count.map(String), s: count }), { nil: null }),
	}),
	fc.record({ kind: is("heartbeat") }),
	fc.record({
		kind: is("execute"),
		event: clientEvent,
		ack: fc.option(count, { nil: null }),
	}),
);

const user: fc.Arbitrary<ChatUser> = fc.record({
	id,
	name: text,
	uuid: text,
	admin: fc.boolean(),
	bio: text,
});
const room: fc.Arbitrary<ChatRoom> = fc.record({
	id,
	name: text,
	description: text,
	visibility: fc.boolean(),
	creator: user,
});
const serverEvent: fc.Arbitrary<ServerEvent> = fc.oneof(
	fc.record({ type: is("MESSAGE_CREATE"), user, content: text, messageId: id, nonce }),
	fc.record({ type: is("MESSAGE_DELETE"), messageId: id }),
	fc.record({
		type: fc.constantFrom("START_TYPING" as const, "ROOM_USER_ADD", "ROOM_USER_REMOVE"),
		user,
	}),
	fc.record({ type: fc.constantFrom("CHANNEL_ADD" as const, "CHANNEL_MOVE"), room }),
	fc.record({ type: is("SERVER_MESSAGE"), content: text }),
	fc.record({ type: is("GATEWAY_DOWN") }),
);
const serverMessage: fc.Arbitrary<ServerMessage> = fc.oneof(
	fc.record({
		kind: is("introduce"),
		heartbeatIntervalMs: fc.integer({ min: 1, max: 2_147_483_647 }),
	}),
	fc.record({ kind: is("heartbeat") }),
	fc.record({
		kind: is("dispatch"),
		event: serverEvent,
		s: fc.option(count, { nil: null }),
	}),
	fc.record({
		kind: is("ready"),
		v: count,
		sessionId: id,
		encKey: text,
		resumed: fc.boolean(),
	}),
	fc.record({ kind: is("error"), code: count, fatal: fc.boolean() }),
);

test("a client's message survives the wire, every digit of it", () => {
	fc.assert(
		fc.property(clientMessage, (message) => {
			expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message);
		}),
		runs,
	);
});

test("a gateway's message survives the wire, every digit of it", () => {
	fc.assert(
		fc.property(serverMessage, (message) => {
			expect(decodeServerMessage(encodeServerMessage(message))).toEqual(message);
		}),
		runs,
	);
});

test("an id is 1 to 20 digits without leading zeros, and nothing else", () => {
	fc.assert(
		fc.property(fc.oneof(id, fc.string({ unit: fc.constantFrom(..."0123456789-+. e") })), (t) => {
			const isOne = /^[0-9]+$/.test(t) && String(BigInt(t)) === t && t.length <= 20;
			expect(isSnowflake(t)).toBe(isOne);
		}),
		runs,
	);
});

/** Near misses: what a frame has, of the wrong type or with the wrong neighbour. */
const junk = fc.oneof(
	fc.json({ maxDepth: 2 }),
	fc.constantFrom(
		"130",
		"110",
		"150",
		"140",
		"100",
		'"MESSAGE_CREATE"',
		'"START_TYPING"',
		'"CHANNEL_ADD"',
		'"GATEWAY_DOWN"',
		'{"content":" "}',
		'{"content":"x","nonce":[]}',
		'{"messageID":18446744073709551616}',
		'{"roomID":-6982582592583503353}',
		'{"room":{"id":1,"creator":{"id":"x"}}}',
		'{"user":{"id":2,"admin":"no"},"content":"x"}',
		'{"token":[]}',
		'{"session_id":99999999999999999999,"v":"6"}',
		'{"c":"4001"}',
		'{"hb_int":1e300}',
	),
);
const nearly = fc
	.array(fc.tuple(fc.constantFrom("f", "cnf", "s", "e", "t", "__proto__"), junk), { maxLength: 6 })
	.map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(",")}}`);
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.json(),
	nearly,
	nearly.map((frame) => `{"f":130,"e":"MESSAGE_CREATE",${frame.slice(1)}`),
	fc.uint8Array(),
);

test("any frame at all is a message or a DecodeError", () => {
	const attempt = (decode: () => unknown): void => {
		try {
			decode();
		} catch (error) {
			expect(error).toBeInstanceOf(DecodeError);
			expect(error).toMatchObject({ code: "bad-frame" });
		}
	};
	fc.assert(
		fc.property(anyFrame, (frame) => {
			attempt(() => decodeClientMessage(frame));
			attempt(() => decodeServerMessage(frame));
		}),
		{ numRuns: 10_000 },
	);
});
