import type { JsonValue } from "@gw-sim/core";
import { type ClientMessage, describeMessage, type ServerMessage } from "@gw-sim/protocols/lock";
import fc from "fast-check";
import { expect, test } from "vitest";

const base = { joinRef: "1", ref: "2", topic: "lock:a" } as const;

test.each<[ClientMessage | ServerMessage, string]>([
	[{ ...base, event: "phx_join", payload: {} }, "lock:a phx_join"],
	[{ ...base, event: "event", payload: { access: true } }, 'lock:a event {"access":true}'],
	[{ ...base, event: "t", payload: new Uint8Array(4) }, "lock:a t <4 bytes>"],
	[{ ...base, kind: "reply", status: "ok", response: {} }, "lock:a reply 2 ok"],
	[
		{ ...base, kind: "reply", ref: 2, topic: null, status: "error", response: { reason: "no" } },
		'null reply 2 error {"reason":"no"}',
	],
	[{ ...base, kind: "push", event: "phx_close", payload: {} }, "lock:a phx_close"],
	[
		{ kind: "broadcast", topic: "lock:a", event: "mode:pair", payload: { name: "fob" } },
		'lock:a mode:pair to all {"name":"fob"}',
	],
])("%j reads %j", (message, line) => {
	expect(describeMessage(message)).toBe(line);
});

test("a long payload ends in an ellipsis", () => {
	const line = describeMessage({ ...base, event: "e", payload: "x".repeat(10_000) });
	expect(line).toMatch(/x…$/);
	expect(line.length).toBeLessThan(200);
});

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test("whatever a peer sent becomes one harmless line", () => {
	const text = fc.string({ unit: "binary", maxLength: 400 });
	const hostile = fc.constantFrom(
		"\x1b]52;c;AAAA\x07",
		"\x9b2J",
		"a\r\nb",
		"\u202e",
		"🔒".repeat(200),
	);
	const json = fc
		.oneof(text, hostile, fc.jsonValue({ stringUnit: "binary" }))
		.map((value) => value as JsonValue);
	fc.assert(
		fc.property(json, json, json, json, text, (ref, topic, event, payload, status) => {
			for (const message of [
				{ joinRef: ref, ref, topic, event, payload },
				{ kind: "reply", joinRef: ref, ref, topic, status, response: payload },
				{ kind: "broadcast", topic: status, event: status, payload },
			] satisfies (ClientMessage | ServerMessage)[])
				expect(describeMessage(message)).not.toMatch(unsafe);
		}),
		{ numRuns: 1000 },
	);
});
