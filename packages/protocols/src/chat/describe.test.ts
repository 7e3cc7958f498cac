import { ExactNumber } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeServerMessage,
	describeMessage,
	type ReceivedMessage,
} from "@gw-sim/protocols/chat";
import fc from "fast-check";
import { expect, test } from "vitest";

const execute = (event: Extract<ClientMessage, { kind: "execute" }>["event"]): ClientMessage => ({
	kind: "execute",
	event,
	ack: 3,
});

test.each<[ClientMessage | ReceivedMessage, string]>([
	[{ kind: "introduce", heartbeatIntervalMs: 20_000 }, "introduce, a heartbeat every 20000 ms"],
	[{ kind: "present", token: "secret", resume: null }, "present"],
	[
		{ kind: "present", token: "secret", resume: { sessionId: "968", s: 17 } },
		"present, resuming session 968 after 17",
	],
	[{ kind: "heartbeat" }, "heartbeat"],
	[
		execute({
			type: "MESSAGE_CREATE",
			content: "hi",
			nonce: new ExactNumber("9835823582359235235"),
		}),
		'MESSAGE_CREATE {"content":"hi","nonce":9835823582359235235}',
	],
	[execute({ type: "START_TYPING" }), "START_TYPING"],
	[
		{ kind: "dispatch", event: { type: "MESSAGE_DELETE", messageId: "5" }, s: 4 },
		'#4 MESSAGE_DELETE {"messageID":5}',
	],
	[{ kind: "dispatch", event: { type: "GATEWAY_DOWN" }, s: null }, "GATEWAY_DOWN"],
	[{ kind: "foreign", name: "TEA", cnf: "{}", s: 1 }, "#1 TEA {}"],
	[{ kind: "ready", v: 6, sessionId: "968", encKey: "key", resumed: false }, "ready, session 968"],
	[
		{ kind: "ready", v: 6, sessionId: "968", encKey: "", resumed: true },
		"ready, session 968 resumed",
	],
	[{ kind: "error", code: 4004, fatal: false }, "error 4004: invalid or malformed event"],
	[{ kind: "error", code: 4001, fatal: true }, "error 4001: timed out, the connection ends"],
	[{ kind: "error", code: 7, fatal: false }, "error 7: not documented"],
])("%j reads %j", (message, line) => {
	expect(describeMessage(message)).toBe(line);
});

test("whatever a peer sent becomes one harmless line", () => {
	const hostile = fc.oneof(
		fc.string({ unit: "binary", maxLength: 400 }),
		fc.constantFrom("\x1b]52;c;AAAA\x07", "\x9b2J", "a\r\nb", "\u202e", "\ud800"),
	);
	fc.assert(
		fc.property(hostile, hostile, (name, content) => {
			for (const event of ["SERVER_MESSAGE", name]) {
				const frame = JSON.stringify({ f: 130, t: event, cnf: { content }, s: 1 });
				const line = describeMessage(decodeServerMessage(frame));
				expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
				expect(line.length).toBeLessThan(2000);
			}
		}),
		{ numRuns: 1000 },
	);
});
