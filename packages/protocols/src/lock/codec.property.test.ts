import { DecodeError, type Frame, type JsonValue } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientMessage,
	decodeServerMessage,
	encodeClientMessage,
	encodeServerMessage,
	type ServerMessage,
	type Version,
} from "@gw-sim/protocols/lock";
import fc from "fast-check";
import { expect, test } from "vitest";

const runs = { numRuns: 2000 };

const version = fc.constantFrom<Version>(1, 2);
/** JSON as it comes out of a parser: minus zero has no form of its own. */
const json = fc
	.json({ maxDepth: 6, stringUnit: "binary" })
	.map((text): JsonValue => JSON.parse(JSON.stringify(JSON.parse(text))));
const text = fc.string({ unit: "binary", maxLength: 40 });
const event = text.filter((name) => name !== "phx_reply");
const bytes = fc.uint8Array({ maxLength: 100 });
/** Fits a binary frame and differs from null there. */
const field = fc.string({ unit: "binary", minLength: 1, maxLength: 60 });
const binaryRef = fc.option(field, { nil: null });

const clientText: fc.Arbitrary<ClientMessage> = fc.record({
	joinRef: json,
	ref: json,
	topic: json,
	event: json,
	payload: json,
});
const clientBinary: fc.Arbitrary<ClientMessage> = fc.record({
	joinRef: binaryRef,
	ref: binaryRef,
	topic: field,
	event: field,
	payload: bytes,
});

const kind = <K extends string>(name: K): fc.Arbitrary<K> => fc.constant(name);
const serverBinary: fc.Arbitrary<ServerMessage> = fc.oneof(
	fc.record({
		kind: kind("reply"),
		joinRef: binaryRef,
		ref: binaryRef,
		topic: field,
		status: field,
		response: bytes,
	}),
	fc.record({
		kind: kind("push"),
		joinRef: binaryRef,
		ref: fc.constant(null),
		topic: field,
		event: field,
		payload: bytes,
	}),
	fc.record({ kind: kind("broadcast"), topic: field, event: field, payload: bytes }),
);
const replyText = fc.record({
	kind: kind("reply"),
	joinRef: json,
	ref: json,
	topic: json,
	status: text,
	response: json,
});
const broadcastText = fc.record({ kind: kind("broadcast"), topic: text, event, payload: json });
const pushText = fc
	.record({ kind: kind("push"), joinRef: json, ref: json, topic: text, event, payload: json })
	.filter(({ joinRef, ref }) => joinRef !== null || ref !== null);

const roundTrip = {
	client: (message: ClientMessage, v: Version) =>
		decodeClientMessage(encodeClientMessage(message, v), v, { maxDepth: 64 }),
	server: (message: ServerMessage, v: Version) =>
		decodeServerMessage(encodeServerMessage(message, v), v),
};

test("a client's JSON message survives either version", () => {
	fc.assert(
		fc.property(clientText, version, (message, v) => {
			expect(roundTrip.client(message, v)).toEqual(message);
		}),
		runs,
	);
});

test("a client's binary message survives version 2", () => {
	fc.assert(
		fc.property(clientBinary, (message) => {
			expect(roundTrip.client(message, 2)).toEqual(message);
		}),
		runs,
	);
});

test("a hub's JSON message survives version 2", () => {
	fc.assert(
		fc.property(fc.oneof(replyText, broadcastText, pushText), (message) => {
			expect(roundTrip.server(message, 2)).toEqual(message);
		}),
		runs,
	);
});

test("a hub's reply or broadcast survives version 1 but for the join_ref", () => {
	fc.assert(
		fc.property(fc.oneof(replyText, broadcastText), (message) => {
			fc.pre(message.kind === "reply" || !message.event.startsWith("phx_"));
			const expected = message.kind === "reply" ? { ...message, joinRef: null } : message;
			expect(roundTrip.server(message, 1)).toEqual(expected);
		}),
		runs,
	);
});

test("the end of a join survives version 1", () => {
	const ending = fc.constantFrom("phx_close", "phx_error");
	fc.assert(
		fc.property(text, ending, text, json, (topic, name, ref, payload) => {
			const message = { kind: "push", joinRef: ref, ref, topic, event: name, payload } as const;
			expect(roundTrip.server(message, 1)).toEqual(message);
		}),
	);
});

test("a hub's binary message survives version 2", () => {
	fc.assert(
		fc.property(serverBinary, (message) => {
			expect(roundTrip.server(message, 2)).toEqual(message);
		}),
		runs,
	);
});

/** Near misses: what a frame has, in the wrong number or of the wrong type. */
const nearlyText = fc.oneof(
	fc.array(json, { maxLength: 7 }).map((items) => JSON.stringify(items)),
	fc
		.dictionary(fc.constantFrom("topic", "event", "payload", "ref", "join_ref", "__proto__"), json)
		.map((object) => JSON.stringify(object)),
	clientText.map((message) => JSON.stringify(Object.values(message)).slice(0, -1)),
);
const nearlyBinary = fc
	.tuple(fc.nat(3), fc.uint8Array({ maxLength: 5, max: 12 }), fc.uint8Array({ maxLength: 60 }))
	.map(([first, lengths, rest]) => new Uint8Array([first, ...lengths, ...rest]));
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.json(),
	nearlyText,
	fc.uint8Array(),
	nearlyBinary,
);

test("any frame at all is a message or a DecodeError", () => {
	const attempt = (decode: () => unknown): void => {
		try {
			decode();
		} catch (error) {
			expect(error).toBeInstanceOf(DecodeError);
			expect(error).toMatchObject({ closeCode: 1011 });
		}
	};
	fc.assert(
		fc.property(anyFrame, version, fc.boolean(), (frame, v, legacyFirmware) => {
			attempt(() => decodeClientMessage(frame, v, { legacyFirmware }));
			attempt(() => decodeServerMessage(frame, v));
		}),
		{ numRuns: 10_000 },
	);
});
