import { readFileSync } from "node:fs";
import { DecodeError, type Frame, type JsonObject, type JsonValue } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientMessage,
	decodeServerMessage,
	encodeClientMessage,
	encodeServerMessage,
	type ServerMessage,
	type Version,
} from "@gw-sim/protocols/lock";
import { expect, test } from "vitest";

interface Example {
	readonly name: string;
	readonly version: Version;
	readonly direction: "client" | "server";
	readonly text?: string;
	readonly hex?: string;
}

interface ValidExample extends Example {
	readonly decodeOnly?: boolean;
	readonly legacyFirmware?: boolean;
	readonly message: JsonObject;
}

const { valid, invalid }: { valid: readonly ValidExample[]; invalid: readonly Example[] } =
	JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

const frameOf = ({ text, hex }: Example): Frame => text ?? bytes(hex ?? "");

/** The message with its `…Hex` key turned into bytes. */
function messageOf({ message }: ValidExample): Record<string, unknown> {
	const { payloadHex, responseHex, ...rest } = message;
	if (typeof payloadHex === "string") return { ...rest, payload: bytes(payloadHex) };
	if (typeof responseHex === "string") return { ...rest, response: bytes(responseHex) };
	return rest;
}

function decode(
	{ direction, version }: Example,
	frame: Frame,
	legacyFirmware = false,
): ClientMessage | ServerMessage {
	return direction === "client"
		? decodeClientMessage(frame, version, { legacyFirmware })
		: decodeServerMessage(frame, version);
}

function encode({ direction, version }: Example, message: ClientMessage | ServerMessage): Frame {
	if ("kind" in message) return encodeServerMessage(message, version);
	expect(direction).toBe("client");
	return encodeClientMessage(message, version);
}

const comparable = (frame: Frame): JsonValue | Uint8Array =>
	typeof frame === "string" ? JSON.parse(frame) : frame;

test.each(valid)("V$version $direction: $name is understood", (example) => {
	expect(decode(example, frameOf(example), example.legacyFirmware)).toEqual(messageOf(example));
});

test.each(valid.filter((example) => example.decodeOnly !== true))(
	"V$version $direction: $name is written so",
	(example) => {
		const message = decode(example, frameOf(example));
		expect(comparable(encode(example, message))).toEqual(comparable(frameOf(example)));
	},
);

test.each(invalid)("V$version $direction: $name closes with 1011", (example) => {
	expect(() => decode(example, frameOf(example))).toThrow(
		expect.objectContaining({ name: "DecodeError", code: "bad-frame", closeCode: 1011 }),
	);
});

test.each(valid.filter(({ hex, version, decodeOnly }) => hex && version === 2 && !decodeOnly))(
	"$direction: $name is refused where it is cut in its header",
	(example) => {
		const frame = bytes(example.hex ?? "");
		const message = messageOf(example);
		const data = (message.payload ?? message.response) as Uint8Array;
		for (let end = 0; end < frame.length - data.length; end++)
			expect(() => decode(example, frame.subarray(0, end))).toThrow(DecodeError);
		for (let end = frame.length - data.length; end < frame.length; end++)
			expect(() => decode(example, frame.subarray(0, end))).not.toThrow();
	},
);

test("JSON in a binary V2 frame is understood behind the firmware switch alone", () => {
	const frame = new TextEncoder().encode('[1,2,"lock:a","reset",{}]');
	expect(() => decodeClientMessage(frame, 2)).toThrow(DecodeError);
	expect(decodeClientMessage(frame, 2, { legacyFirmware: true })).toMatchObject({ joinRef: 1 });
});

test("binary frames keep their meaning behind the firmware switch", () => {
	const message: ClientMessage = {
		joinRef: "1",
		ref: "2",
		topic: "lock:a",
		event: "t",
		payload: new Uint8Array([91]),
	};
	const frame = encodeClientMessage(message, 2);
	expect(decodeClientMessage(frame, 2, { legacyFirmware: true })).toEqual(message);
});

test("a binary field of 255 bytes passes, one of 256 is the caller's fault", () => {
	const message = { joinRef: null, ref: "1", event: "t", payload: new Uint8Array(1) };
	const longest = { ...message, topic: `lock:${"é".repeat(125)}` };
	expect(decodeClientMessage(encodeClientMessage(longest, 2), 2)).toEqual(longest);
	expect(() => encodeClientMessage({ ...message, topic: "x".repeat(256) }, 2)).toThrow(
		expect.objectContaining({ name: "UsageError", code: "field-too-long" }),
	);
});

test("bytes cannot be sent under version 1", () => {
	const message = { topic: "lock:a", event: "t", payload: new Uint8Array(1) };
	expect(() => encodeClientMessage({ joinRef: null, ref: "1", ...message }, 1)).toThrow(
		expect.objectContaining({ name: "UsageError" }),
	);
	expect(() => encodeServerMessage({ kind: "broadcast", ...message }, 1)).toThrow(
		expect.objectContaining({ name: "UsageError" }),
	);
});

test("a decoded binary payload does not share memory with the frame", () => {
	const frame = Buffer.from("00000001017465deadbeef", "hex");
	const { payload } = decodeClientMessage(frame, 2);
	frame.fill(0);
	expect(payload).toEqual(bytes("deadbeef"));
});

test("nesting counts the frame's own array and stops at 32", () => {
	const nested = (depth: number): string =>
		`["1","2","lock:a","event",${"[".repeat(depth)}${"]".repeat(depth)}]`;
	expect(() => decodeClientMessage(nested(31), 2)).not.toThrow();
	expect(() => decodeClientMessage(nested(32), 2)).toThrow(/deeper than 32/);
	expect(() => decodeClientMessage(nested(4), 2, { maxDepth: 4 })).toThrow(DecodeError);
});

test("64 KiB of open brackets are refused", () => {
	const half = 32 * 1024;
	const text = "[".repeat(half) + "]".repeat(half);
	expect(() => decodeClientMessage(text, 2)).toThrow(DecodeError);
	expect(() => decodeServerMessage(text, 1)).toThrow(DecodeError);
});

test("a client understands what a hub wrapped around the deepest payload that it took", () => {
	const payload = JSON.parse("[".repeat(31) + "]".repeat(31)) as JsonValue;
	decodeClientMessage(JSON.stringify(["1", "2", "lock:a", "event", payload]), 2);
	const wrapped = { from: "lock-1", message: payload };
	const frame = encodeServerMessage(
		{ kind: "broadcast", topic: "lock:b", event: "event", payload: wrapped },
		2,
	);
	expect(decodeServerMessage(frame, 2)).toMatchObject({ payload: wrapped });
});

test("the keys __proto__ and constructor stay ordinary keys", () => {
	const text = '{"__proto__":{"admin":true},"constructor":1}';
	for (const frame of [
		`["1","2","lock:a","event",${text}]`,
		`{"topic":"lock:a","event":"event","payload":${text},"ref":"2"}`,
	]) {
		const version = frame.startsWith("[") ? 2 : 1;
		const message = decodeClientMessage(frame, version);
		expect(Object.keys(message.payload as JsonObject)).toEqual(["__proto__", "constructor"]);
		expect(encodeClientMessage(message, version)).toContain(text);
	}
	expect(({} as JsonObject).admin).toBeUndefined();
});

test("a V1 frame cannot name its keys through __proto__", () => {
	const text = '{"__proto__":{"topic":"lock:a","event":"e","payload":{},"ref":"1"}}';
	expect(() => decodeClientMessage(text, 1)).toThrow(DecodeError);
});
