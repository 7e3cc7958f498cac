import { readFileSync } from "node:fs";
import { deflateSync, inflateSync } from "node:zlib";
import { DecodeError } from "@gw-sim/core";
import {
	type ClientMessage,
	type Decoded,
	decodeClientFrame,
	decodeServerMessage,
	encodeClientMessage,
	encodeServerMessage,
	type Inflate,
	type ReceivedMessage,
	type ServerMessage,
} from "@gw-sim/protocols/puff";
import { describe, expect, test } from "vitest";

interface Example {
	readonly name: string;
	readonly text: string;
}

const vectors: {
	readonly client: readonly (Example & {
		readonly message: ClientMessage;
		readonly decodeOnly?: boolean;
	})[];
	readonly ignored: readonly Example[];
	readonly server: readonly (Example & {
		readonly message: ServerMessage;
		readonly received?: ReceivedMessage;
	})[];
	readonly later: readonly (Example & { readonly received: ReceivedMessage })[];
	readonly unreadable: readonly Example[];
} = JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

const inflate: Inflate = (bytes) => inflateSync(bytes);
const decode = (frame: string | Uint8Array, maxDepth?: number): Decoded =>
	decodeClientFrame(frame, { inflate, ...(maxDepth === undefined ? {} : { maxDepth }) });
const deflated = (text: string | Uint8Array): Uint8Array => new Uint8Array(deflateSync(text));

test.each(vectors.client)("a client's $name is understood, as text and deflated", (example) => {
	expect(decode(example.text)).toEqual(example.message);
	expect(decode(deflated(example.text))).toEqual(example.message);
});

test.each(vectors.client.filter(({ decodeOnly }) => decodeOnly !== true))(
	"a client's $name is written so, byte by byte",
	({ text, message }) => {
		expect(encodeClientMessage(message)).toBe(text);
	},
);

test.each(vectors.ignored)("$name is ignored", ({ text }) => {
	expect(decode(text)).toEqual({ kind: "ignored", why: expect.any(String) });
});

test.each(vectors.server)("a gateway's $name is written so, byte by byte", ({ text, message }) => {
	expect(encodeServerMessage(message)).toBe(text);
});

test.each(vectors.server)("a gateway's $name is understood", ({ text, message, received }) => {
	expect(decodeServerMessage(text)).toEqual(received ?? message);
});

test.each(vectors.later)("a later gateway's $name is understood", ({ text, received }) => {
	expect(decodeServerMessage(text)).toEqual(received);
});

test.each(vectors.unreadable)("from a gateway, $name is unreadable", ({ text }) => {
	expect(() => decodeServerMessage(text)).toThrow(DecodeError);
});

describe("a binary frame", () => {
	const failure = (frame: Uint8Array, unpack = inflate): unknown => {
		try {
			return decodeClientFrame(frame, { inflate: unpack });
		} catch (error) {
			return error;
		}
	};

	test.each([
		["nothing", new Uint8Array(), "bad-deflate"],
		["plain JSON", new TextEncoder().encode('{"op":7}'), "bad-deflate"],
		["half a stream", deflated('{"op":7}').subarray(0, 8), "bad-deflate"],
		["a stream of no JSON", deflated("hello"), "bad-json"],
		["a stream of no UTF-8", deflated(Uint8Array.of(0x22, 0xff, 0x22)), "bad-json"],
	])("with %s closes with 1011, as the original crashed", (_, frame, code) => {
		expect(failure(frame)).toMatchObject({ name: "DecodeError", code, closeCode: 1011 });
	});

	test("with JSON that is no object is ignored, as text is", () => {
		expect(failure(deflated("[1]"))).toMatchObject({ kind: "ignored" });
	});

	test("is refused as its unpacking refuses it", () => {
		const bomb = new DecodeError("too much", { code: "too-big", closeCode: 1009 });
		const refuse: Inflate = () => {
			throw bomb;
		};
		expect(failure(deflated('{"op":7}'), refuse)).toBe(bomb);
	});
});

describe("nesting", () => {
	const nested = (depth: number): string =>
		`{"op":4,"d":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

	test("goes 32 levels deep, or as many as are allowed", () => {
		expect(decode(nested(31)).kind).toBe("device");
		expect(decode(nested(32)).kind).toBe("ignored");
		expect(decode(nested(3), 4).kind).toBe("device");
		expect(decode(nested(4), 4).kind).toBe("ignored");
	});

	test("of a whole frame is found out at once", () => {
		expect(decode(`{"op":4,"d":{"a":${"[".repeat(65_000)}`).kind).toBe("ignored");
		expect(decode(nested(10_000)).kind).toBe("ignored");
		expect(() =>
			decodeServerMessage(`{"op":3,"t":"X","d":${"[".repeat(65)}${"]".repeat(65)}}`),
		).toThrow(DecodeError);
	});
});

test("an op that comes twice counts as the last one", () => {
	expect(decode('{"op":7,"op":8}')).toEqual({ kind: "inquire" });
	expect(decode('{"op":7,"op":8.0}').kind).toBe("ignored");
	expect(decode('{"op":8.0,"op":7}')).toEqual({ kind: "leave" });
	expect(decode('{"\\u006fp":7}')).toEqual({ kind: "leave" });
});

test("no key of a device reaches a prototype", () => {
	decode('{"op":4,"d":{"__proto__":{"polluted":1}},"__proto__":{"polluted":1}}');
	decode('{"op":5,"d":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}');
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
