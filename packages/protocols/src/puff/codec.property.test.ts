import { inflateSync } from "node:zlib";
import { DecodeError, type JsonValue } from "@gw-sim/core";
import {
	decodeClientFrame,
	decodeServerMessage,
	describeMessage,
	encodeClientMessage,
	encodeServerMessage,
	type Inflate,
	readDeviceState,
} from "@gw-sim/protocols/puff";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memberTexts, objectText } from "./member-texts.js";

const inflate: Inflate = (bytes) => inflateSync(bytes);
const ops = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 420, -1, 1.5, "4", null];
const events = [
	...["JOINED_GROUP", "GROUP_CREATE", "GROUP_DELETE", "GROUP_UPDATE", "GROUP_USER_JOIN"],
	...["GROUP_USER_LEFT", "GROUP_USER_UPDATE", "GROUP_USER_UPDATED", "GROUP_USER_DEVICE_UPDATE"],
	...["GROUP_START_HEATING", "GROUP_HEAT_INQUIRY", "GROUP_USER_READY", "GROUP_VISIBILITY_CHANGE"],
	...["PUBLIC_GROUPS_UPDATE", "GROUP_JOIN_ERROR", "SYNTAX_ERROR", "__proto__", "constructor"],
];
const keys = [
	...["group_id", "session_id", "name", "visibility", "state", "members", "ready", "device_state"],
	...["device_type", "code", "excluded", "heartbeat_interval", "temperature", "activeColor"],
	...["__proto__", "constructor", "toString", "", "profile", "member_count"],
];
const json = fc.letrec<{ value: JsonValue; object: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		fc.constantFrom<JsonValue>(null, true, 0, 6, 1e21, "public", "chilling", "ab12cd"),
		fc.string({ unit: "binary" }),
		// JSON has no minus zero.
		fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
		fc.array(tie("value"), { maxLength: 3 }),
		tie("object"),
	),
	object: fc
		.array(
			fc.tuple(fc.oneof(fc.constantFrom(...keys), fc.string({ unit: "binary" })), tie("value")),
			{ maxLength: 5 },
		)
		.map((entries) => Object.fromEntries(entries)),
}));
const frame = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.json(),
	fc.uint8Array({ maxLength: 20 }),
	fc
		.tuple(fc.constantFrom(...ops), fc.constantFrom(...events), json.value)
		.map(([op, t, d]) => JSON.stringify({ op, t, d })),
);

test("any frame is understood, ignored or refused, never more", () => {
	fc.assert(
		fc.property(frame, (given) => {
			const decodings = [
				(): string => describeMessage(decodeClientFrame(given, { inflate })),
				(): string => describeMessage(decodeServerMessage(String(given))),
			];
			for (const decoding of decodings)
				try {
					const line = decoding();
					expect(line.length).toBeLessThan(1000);
					expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u);
				} catch (error) {
					expect(error).toBeInstanceOf(DecodeError);
				}
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		}),
		{ numRuns: 5000 },
	);
});

test("what a client sends comes out as it went in, with any blanks, in any order", () => {
	fc.assert(
		fc.property(json.object, fc.constantFrom(0, 1, 4, "\t"), fc.boolean(), (d, indent, isFirst) => {
			const frame = isFirst ? { d, op: 4 } : { op: 4, d };
			const message = decodeClientFrame(JSON.stringify(frame, null, indent), { inflate });
			if (message.kind !== "device") throw new Error(message.kind);
			expect(JSON.parse(message.deviceState)).toEqual(d);
			// What is written again is the same to the byte.
			const written = encodeClientMessage(message);
			const again = decodeClientFrame(written, { inflate });
			expect(again).toEqual(message);
		}),
		{ numRuns: 2000 },
	);
});

test("the members of an object are what JSON.parse finds there", () => {
	fc.assert(
		fc.property(json.object, fc.constantFrom(0, 2), (object, indent) => {
			const texts = memberTexts(JSON.stringify(object, null, indent));
			expect([...texts.keys()]).toEqual(Object.keys(object ?? {}));
			expect(JSON.parse(objectText(texts))).toEqual(object);
		}),
		{ numRuns: 2000 },
	);
});

test("a device's state goes through an event unchanged, whatever it holds", () => {
	fc.assert(
		fc.property(json.object, fc.string({ unit: "binary" }), (state, name) => {
			const text = encodeServerMessage({
				type: "JOINED_GROUP",
				groupId: "ab12cd",
				name,
				visibility: "public",
				state: "chilling",
				members: [
					{ sessionId: name, name, deviceState: JSON.stringify(state), deviceType: name },
					{ sessionId: "b", name: "", deviceState: "{}", deviceType: null },
				],
			});
			expect(JSON.parse(text)).toEqual({
				op: 3,
				t: "JOINED_GROUP",
				d: {
					group_id: "ab12cd",
					name,
					visibility: "public",
					state: "chilling",
					members: [
						{ session_id: name, name, device_state: state, device_type: name },
						{ session_id: "b", name: "", device_state: {}, device_type: null },
					],
				},
			});
		}),
	);
});

test("a device's state is read as far as it is of the right type", () => {
	expect(
		readDeviceState({
			temperature: null,
			battery: "80",
			state: 6,
			activeColor: { r: 1, g: 2, b: 3, a: 4 },
			profile: { name: "High", temp: 277.2, time: 5 },
			lastDab: { timestamp: 1, actualTemp: 270 },
			serialNumber: "x",
			chargeSource: 3,
		}),
	).toEqual({
		temperature: null,
		state: 6,
		activeColor: { r: 1, g: 2, b: 3 },
		lastDab: { timestamp: 1, actualTemp: 270 },
		chargeSource: 3,
	});
});
