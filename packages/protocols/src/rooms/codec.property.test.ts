import { DecodeError, type JsonValue } from "@gw-sim/core";
import {
	decodeClientMessage,
	decodeServerMessage,
	describeMessage,
	encodeClientMessage,
	encodeServerMessage,
	type Profile,
	type ServerMessage,
} from "@gw-sim/protocols/rooms";
import fc from "fast-check";
import { expect, test } from "vitest";

const types = [
	...["login", "profile", "subscribe", "unsubscribe", "chat", "poll", "ephemeralPoll", "counter"],
	...["ping", "close", "authenticate", "config", "broadcast", "relay", "deleteRelay", "error"],
	...["relay:chat", "wave", "", "__proto__", "constructor"],
];
const name = fc.oneof(
	fc.constantFrom("__proto__", "constructor", "toString", "valueOf", "", "all", "a:b", "10", "2"),
	fc.string(),
);
const scalar = fc.oneof(
	fc.constantFrom<JsonValue>(null, true, false, 0, 1e21, 1.5, "5", " 1 ", "NaN"),
	name,
	fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const object = fc
	.array(
		fc.tuple(
			fc.oneof(
				fc.constantFrom(
					"id",
					"answer",
					"value",
					"ts",
					"key",
					"type",
					"data",
					"to",
					"stats",
					"user",
				),
				fc.constantFrom("message", "suffix", "properties", "role", "connectionDetails"),
				name,
			),
			fc.oneof(
				scalar,
				fc.array(scalar, { maxLength: 3 }),
				fc.dictionary(name, scalar, { maxKeys: 3 }),
			),
		),
		{ maxLength: 5 },
	)
	.map((entries): JsonValue => Object.fromEntries(entries));
const frame = fc.oneof(
	fc.string(),
	fc.json(),
	fc.uint8Array({ maxLength: 20 }),
	fc
		.tuple(fc.constantFrom(...types), fc.oneof(scalar, object, fc.array(scalar, { maxLength: 2 })))
		.map(([type, data]) => JSON.stringify({ type, data })),
);

test("any frame is understood or refused, never more", () => {
	fc.assert(
		fc.property(frame, (text) => {
			for (const decode of [decodeClientMessage, decodeServerMessage])
				try {
					const line = describeMessage(decode(text));
					expect(line.length).toBeLessThan(1000);
					expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u);
				} catch (error) {
					expect(error).toBeInstanceOf(DecodeError);
				}
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		}),
		{ numRuns: 2000 },
	);
});

test("what is understood of a client has a form that JSON can carry", () => {
	fc.assert(
		fc.property(frame, (text) => {
			let message: ReturnType<typeof decodeClientMessage>;
			try {
				message = decodeClientMessage(text);
			} catch {
				return;
			}
			expect(decodeClientMessage(encodeClientMessage(message.raw))).toEqual(message);
			if (message.type === "counter") expect(Number.isFinite(Number(message.delta))).toBe(true);
		}),
		{ numRuns: 1000 },
	);
});

const json = fc
	.jsonValue({ maxDepth: 3 })
	.map((value): JsonValue => JSON.parse(JSON.stringify(value)));
const properties = fc.dictionary(name, json, { maxKeys: 4 }).map((value) => ({ ...value }));
const profile: fc.Arbitrary<Profile> = fc.record({
	suffix: fc.nat(),
	properties,
	id: name,
	connectionDetails: properties,
	role: fc.constantFrom("user" as const, "admin" as const),
});
const id = fc.oneof(name, fc.integer());
const decimal = fc
	.tuple(
		fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }),
		fc.stringMatching(/^(\.\d{0,19}[1-9])?$/),
	)
	.map(([whole, fraction]) => `${whole}${fraction}`);
const serverMessage: fc.Arbitrary<ServerMessage> = fc.oneof(
	fc.record({ type: fc.constant("config" as const), value: fc.string() }),
	fc.record({ type: fc.constant("profile" as const), profile }),
	fc.record({
		type: fc.constant("chat" as const),
		message: fc.option(json, { nil: undefined }),
		user: fc.record({ suffix: fc.nat(), properties }),
	}),
	fc.record({
		type: fc.constantFrom("poll" as const, "ephemeralPoll" as const),
		id,
		stats: fc.array(fc.tuple(name, fc.nat())).map((entries) => new Map(entries)),
	}),
	fc.record({ type: fc.constant("counter" as const), id, value: decimal }),
	fc.record({
		type: fc.constant("relay" as const),
		message: fc.record({ type: name, data: json }, { requiredKeys: ["type"] }),
		user: profile,
	}),
	fc.record({
		type: fc.constant("broadcast" as const),
		message: fc.record({ type: fc.constant("news"), data: json }, { requiredKeys: [] }),
	}),
);

test("a client reads what a server writes", () => {
	fc.assert(
		fc.property(serverMessage, fc.constantFrom("number", "string"), (message, counterValueAs) => {
			const read = decodeServerMessage(encodeServerMessage(message, { counterValueAs }));
			expect(read).toEqual(message);
		}),
		{ numRuns: 1000 },
	);
});
