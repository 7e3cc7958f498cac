import type { JsonObject, JsonValue } from "@gw-sim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeviceKind, SceneDeviceEvent } from "../up/orchestra.js";
import { happened } from "./happened.js";
import type { Happening } from "./happening.js";
import { Intake } from "./intake.js";
import { sentences } from "./sentences.js";
import { Player } from "./testing/player.js";

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const text = fc.oneof(
	fc.constantFrom(
		"\u001b]52;c;AAAA\u0007",
		"\u009b2J",
		"a\r\nroot",
		"\u202egnp",
		"\ud800",
		"__proto__",
	),
	fc.string({ unit: "binary", maxLength: 20 }),
);
const key = fc.oneof(
	text,
	fc.constantFrom("link", "mode", "name", "uuid", "user", "room", "group", "heat", "profile"),
	fc.constantFrom("content", "message", "id", "stats", "raw", "suffix", "properties", "messageID"),
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		text,
		fc.double({ noNaN: true }),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie("value"), { maxLength: 4 }),
		fc.dictionary(key, tie("value"), { maxKeys: 6 }) as fc.Arbitrary<JsonObject>,
	),
}));
const state = fc.dictionary(key, value, { maxKeys: 10 }) as fc.Arbitrary<JsonObject>;
const type = fc.oneof(
	text,
	fc.constantFrom("MESSAGE_CREATE", "CHANNEL_ADD", "START_TYPING", "SERVER_MESSAGE", "OTHER"),
	fc.constantFrom("chat", "poll", "counter", "error", "relay"),
);

const event: fc.Arbitrary<SceneDeviceEvent> = fc.oneof(
	fc.record({ event: fc.constant("state" as const), device: text, at: fc.nat(), state }),
	fc.record({ event: fc.constant("message" as const), type, data: value }),
	fc.record({ event: fc.constant("error" as const), message: text, code: text }),
	fc.record({
		event: fc.constant("frame" as const),
		dir: fc.constantFrom("in" as const, "out" as const),
		at: fc.nat(),
		data: text,
	}),
	fc.record({ event: fc.constant("pixels" as const), at: fc.nat(), leds: fc.nat(), hex: text }),
	fc.record({
		event: fc.constant("tag" as const),
		uid: text,
		result: fc.constantFrom("paired" as const, "denied" as const),
		reason: text,
	}),
);

/** Every text in a value, keys among them. */
function textsIn(found: unknown): readonly string[] {
	if (typeof found === "string") return [found];
	if (typeof found !== "object" || found === null || ArrayBuffer.isView(found)) return [];
	if (found instanceof Map)
		return [...found].flatMap(([name, one]) => [...textsIn(name), ...textsIn(one)]);
	return Object.entries(found).flatMap(([name, one]) => [name, ...textsIn(one)]);
}

test("nothing that a device tells can speak to the terminal, or break the model", () => {
	const kinds = fc.constantFrom<DeviceKind>("lock", "cloud", "puff", "chat", "room");
	fc.assert(
		fc.property(kinds, fc.array(event, { maxLength: 12 }), (kind, events) => {
			const player = new Player(["it", kind]);
			const before = player.model;
			const happenings: Happening[] = [];
			const intake = new Intake({
				kindOf: () => kind,
				now: () => 1,
				full: (full) => happenings.push(...full),
			});
			for (const one of events) intake.take({ type: "event", name: "it", event: one });
			happenings.push(...intake.release());
			const model = happened(before, happenings);
			expect(textsIn(model).filter((found) => unsafe.test(found))).toEqual([]);
			expect(sentences(before, model).filter((found) => unsafe.test(found))).toEqual([]);
		}),
		{ numRuns: 300 },
	);
});

test("a line that is cut ends in a whole character", () => {
	const player = new Player(["it", "lock"]);
	for (let i = 0; i < 4; i++) {
		const message = { event: "message", type: "x".repeat(i), data: "🎉".repeat(300) } as const;
		const model = happened(player.model, [{ at: 0, type: "event", name: "it", event: message }]);
		expect(textsIn(model).filter((found) => unsafe.test(found))).toEqual([]);
	}
});
