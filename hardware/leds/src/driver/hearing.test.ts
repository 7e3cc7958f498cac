import fc from "fast-check";
import { expect, test } from "vitest";
import type { LedProtocol } from "../wire/protocols.js";
import { dialectOf, hear, type Signal } from "./hearing.js";

const bytesOf = (text: string): Uint8Array =>
	Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each<[LedProtocol, string, Signal[]]>([
	["adalight", "Ada\n", ["hello"]],
	["adalight", "Ada\r\nACK\r\n", ["hello", "announces-ack"]],
	["adalight", "Ada\nACK\n\x06\x06", ["hello", "announces-ack", "ack", "ack"]],
	["adalight", "\xff\x80Ada\n", ["hello"]],
	["adalight", "xyzAda\nAda\nAda\n", ["hello", "hello", "hello"]],
	["adalight", "A\x06da\n", ["ack", "hello"]],
	["adalight", "Ada\x00\nada\nAda ACK", []],
	["lightberry", "Ada\n", ["hello"]],
	["skydimo", "Ada\n", ["hello"]],
	["awa", "\r\nWelcome!\r\nAwa driver 8.\r\n", ["hello"]],
	["awa", "Ada\nACK\n\x06", []],
	["tpm2", "\xac", ["hello"]],
	["tpm2", "Ada\n\x06", []],
])("%s: %j means %j, wherever it is cut", (protocol, text, expected) => {
	const dialect = dialectOf(protocol);
	expect(hear(dialect, "", bytesOf(text)).signals).toEqual(expected);
	for (let cut = 1; cut < text.length; cut++) {
		const first = hear(dialect, "", bytesOf(text.slice(0, cut)));
		const second = hear(dialect, first.tail, bytesOf(text.slice(cut)));
		expect([...first.signals, ...second.signals]).toEqual(expected);
	}
});

test("whatever a board says, little of it is kept", () => {
	fc.assert(
		fc.property(
			fc.constantFrom<LedProtocol>("adalight", "awa", "tpm2"),
			fc.array(fc.uint8Array({ maxLength: 100 })),
			(protocol, chunks) => {
				let tail = "";
				for (const chunk of chunks) {
					({ tail } = hear(dialectOf(protocol), tail, chunk));
					expect(tail.length).toBeLessThanOrEqual(16);
				}
			},
		),
	);
});
