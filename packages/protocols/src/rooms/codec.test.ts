import { readFileSync } from "node:fs";
import type { Frame, JsonObject } from "@gw-sim/core";
import {
	decodeClientMessage,
	decodeServerMessage,
	type EncodeOptions,
	encodeClientMessage,
	encodeServerMessage,
	type ServerMessage,
} from "@gw-sim/protocols/rooms";
import { describe, expect, test } from "vitest";

interface Example {
	readonly name: string;
	readonly direction: "client" | "server";
	readonly text: string;
	readonly options?: EncodeOptions;
	readonly decodeOnly?: boolean;
	readonly message: JsonObject;
}

interface InvalidExample {
	readonly name: string;
	readonly direction: "client" | "server";
	readonly text?: string;
	readonly hex?: string;
	readonly code: string;
}

const { valid, invalid }: { valid: readonly Example[]; invalid: readonly InvalidExample[] } =
	JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

const fromClient = valid.filter(({ direction }) => direction === "client");
const fromServer = valid.filter(({ direction }) => direction === "server");

const decode = (direction: Example["direction"], frame: Frame): unknown =>
	direction === "client" ? decodeClientMessage(frame) : decodeServerMessage(frame);

/** With the stats as pairs, as in the examples. */
function plain(message: ServerMessage): unknown {
	return message.type === "poll" || message.type === "ephemeralPoll"
		? { ...message, stats: [...message.stats] }
		: message;
}

test.each(fromClient)("$name is understood, and kept as it came", ({ text, message }) => {
	const { type, data } = JSON.parse(text);
	expect(decodeClientMessage(text)).toEqual({
		...message,
		raw: data === undefined ? { type } : { type, data },
	});
});

test.each(fromServer)("$name is understood by a client", ({ text, message }) => {
	expect(plain(decodeServerMessage(text))).toEqual(message);
});

test.each(fromServer.filter(({ decodeOnly }) => decodeOnly !== true))(
	"$name is written so, byte by byte",
	({ text, options }) => {
		expect(encodeServerMessage(decodeServerMessage(text), options)).toBe(text);
	},
);

test.each(invalid)("$direction: $name is refused as $code", ({ direction, text, hex, code }) => {
	const frame = text ?? Uint8Array.from(Buffer.from(hex ?? "", "hex"));
	expect(() => decode(direction, frame)).toThrow(
		expect.objectContaining({
			name: "DecodeError",
			code,
			message: expect.stringMatching(/^.+\.$/),
		}),
	);
});

describe("a client's frame", () => {
	test("tells no data from null", () => {
		expect(encodeClientMessage({ type: "chat" })).toBe('{"type":"chat"}');
		expect(encodeClientMessage({ type: "chat", data: null })).toBe('{"type":"chat","data":null}');
		expect(decodeClientMessage('{"type":"chat"}').raw).not.toHaveProperty("data");
		expect(decodeClientMessage('{"type":"chat","data":null}').raw).toHaveProperty("data", null);
	});

	test("may nest 32 levels, or as many as it is told", () => {
		const nested = (depth: number): string =>
			`{"type":"chat","data":${"[".repeat(depth)}${"]".repeat(depth)}}`;
		expect(() => decodeClientMessage(nested(31))).not.toThrow();
		expect(() => decodeClientMessage(nested(32))).toThrow(/within 32 levels/);
		expect(() => decodeClientMessage(nested(4), { maxDepth: 4 })).toThrow(
			expect.objectContaining({ code: "too-deep" }),
		);
		expect(() => decodeClientMessage(nested(100_000))).toThrow(/levels|JSON/);
	});

	test("keeps the keys __proto__ and constructor as ordinary ones", () => {
		const text = '{"type":"login","data":{"__proto__":{"polluted":1},"constructor":2,"":3}}';
		const message = decodeClientMessage(text);
		expect(encodeClientMessage(message.raw)).toBe(text);
		expect(message.type === "login" && Object.keys(message.properties)).toEqual([
			"__proto__",
			"constructor",
			"",
		]);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});
});

describe("a server's frame", () => {
	test("has answers in the order that was given, whatever they look like", () => {
		const stats = [
			["b", 1],
			["10", 2],
			["2", 3],
			["__proto__", 4],
			['"', 5],
		] as const;
		expect(encodeServerMessage({ type: "poll", id: "p", stats })).toBe(
			'{"type":"poll","data":{"id":"p","stats":{"b":1,"10":2,"2":3,"__proto__":4,"\\"":5}}}',
		);
	});

	test("has a counter's digits as a number or as a string", () => {
		const message = { type: "counter", id: "a", value: "123456789012345678901.5" } as const;
		expect(encodeServerMessage(message)).toBe(
			'{"type":"counter","data":{"id":"a","value":123456789012345678901.5}}',
		);
		expect(encodeServerMessage(message, { counterValueAs: "string" })).toBe(
			'{"type":"counter","data":{"id":"a","value":"123456789012345678901.5"}}',
		);
	});

	test.each(["", "Infinity", "+1", "01", "1.", '1"', "0x1"])("has no counter of %j", (value) => {
		expect(() => encodeServerMessage({ type: "counter", id: "a", value })).toThrow(
			expect.objectContaining({ name: "UsageError", code: "bad-decimal" }),
		);
	});

	test("has of a profile what is for the wire, and nothing else", () => {
		const profile = {
			suffix: 1,
			properties: { a: 1 },
			id: "s",
			connectionDetails: {},
			role: "user",
			sockets: 2,
		} as const;
		expect(encodeServerMessage({ type: "profile", profile })).not.toContain("sockets");
		expect(encodeServerMessage({ type: "chat", message: 1, user: profile })).toBe(
			'{"type":"chat","data":{"message":1,"user":{"suffix":1,"properties":{"a":1}}}}',
		);
	});

	test("may wrap the deepest message that a client can send", () => {
		const data = JSON.parse("[".repeat(31) + "]".repeat(31));
		const user = {
			suffix: 1,
			properties: {},
			id: "s",
			connectionDetails: {},
			role: "user",
		} as const;
		const frame = encodeServerMessage({ type: "relay", message: { type: "chat", data }, user });
		expect(decodeServerMessage(frame)).toEqual({
			type: "relay",
			message: { type: "chat", data },
			user,
		});
	});
});
