import {
	decodeClientMessage,
	decodeServerMessage,
	describeMessage,
	encodeServerMessage,
	type ServerMessage,
} from "@gw-sim/protocols/cloud";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
	["ok", "ok"],
	["pong", "pong"],
	["", "empty frame"],
	["hello", "text hello"],
	["[cc:0:?:?]", "off"],
	["[cc:1:5:7.50]", "rain 7.5"],
	["[cc:1:8:?]", "mist"],
	["[cc:1:?:?]", "weather as before"],
	["[cc:1:?:3]", "weather as before 3"],
	["[cc:2:255,162,174:0]", "color 255,162,174"],
	["[cc:2:255,162,174:3]", "color 255,162,174 pulse 3"],
	["[cc:2:?:?]", "color as before"],
	["[cc:r:?:?]", "reset"],
	["[cc:d:1:?]", "debug-on"],
	["[cc:9:?:?]", "unknown [cc:9:?:?]"],
	["[cc:1:10:1]", "[cc:1:10:1] (the weather needs a whole number from 1 to 9)"],
	["[cc:0:?:?][cc:1:6:9]", "off, storm 9"],
])("%j from a server reads %j", (text, line) => {
	expect(describeMessage(decodeServerMessage(text))).toBe(line);
});

test("a binary frame reads as its length", () => {
	expect(describeMessage(decodeServerMessage(new Uint8Array(4)))).toBe("<4 bytes>");
});

test.each<[ServerMessage, string]>([
	[{ type: "ok" }, "ok"],
	[{ type: "show", show: { mode: "off" } }, "off"],
	[{ type: "show", show: { mode: "weather", weather: 1, intensity: 4.17 } }, "sunrise 4.17"],
	[{ type: "show", show: { mode: "color", color: [1, 2, 3], pulse: 9 } }, "color 1,2,3 pulse 9"],
	[{ type: "command", command: "update" }, "update"],
])("%j reads %j, before and after the wire", (message, line) => {
	expect(describeMessage(message)).toBe(line);
	expect(describeMessage(decodeServerMessage(encodeServerMessage(message)))).toBe(line);
});

test("a lamp's messages read without the secret", () => {
	expect(describeMessage({ type: "secret", secret: "canary" })).toBe("secret");
	expect(describeMessage(decodeClientMessage("canary"))).not.toContain("canary");
	expect(describeMessage(decodeClientMessage("ping"))).toBe("ping");
	expect(describeMessage(decodeClientMessage("d:wifi\x1b[2J"))).toBe("log wifi\\u001b[2J");
});

test("whatever a peer sent becomes one harmless, short line", () => {
	const text = fc.oneof(
		fc.string({ unit: "binary", maxLength: 400 }),
		fc.array(fc.string({ unit: "binary" }), { maxLength: 6 }).map((p) => `[cc:${p.join(":")}]`),
		fc.constantFrom("[cc:1:\u202e:0]", "[cc:\x9b2J:?:?]", "d:a\r\nb", "[cc]".repeat(1000)),
	);
	fc.assert(
		fc.property(text, (frame) => {
			for (const message of [decodeServerMessage(frame), decodeClientMessage(frame)]) {
				const line = describeMessage(message);
				expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
				expect(line.length).toBeLessThan(2000);
			}
		}),
		{ numRuns: 1000 },
	);
});
