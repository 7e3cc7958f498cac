import { readFileSync } from "node:fs";
import type { Frame, JsonObject } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientEnvelope,
	decodeClientMessage,
	decodeServerMessage,
	dispatchFrame,
	dispatchHead,
	encodeClientMessage,
	encodeServerMessage,
	type ReceivedMessage,
	readClientEnvelope,
} from "@gw-sim/protocols/chat";
import { expect, test } from "vitest";

interface Example {
	readonly name: string;
	readonly direction: "client" | "server";
	readonly text?: string;
	readonly hex?: string;
}

interface ValidExample extends Example {
	readonly text: string;
	/** A nonce stands there as its text. */
	readonly message: JsonObject;
	/** What is written for the message where that is not `text`; empty where nothing can be. */
	readonly written?: string;
}

const { valid, invalid }: { valid: readonly ValidExample[]; invalid: readonly Example[] } =
	JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

const frameOf = ({ text, hex }: Example): Frame =>
	text ?? Uint8Array.from(Buffer.from(hex ?? "", "hex"));

function decode({ direction }: Example, frame: Frame): ClientMessage | ReceivedMessage {
	return direction === "client" ? decodeClientMessage(frame) : decodeServerMessage(frame);
}

test.each(valid)("$direction: $name is understood", (example) => {
	const message = decode(example, example.text);
	expect(JSON.parse(JSON.stringify(message))).toEqual(example.message);
});

test.each(valid.filter(({ direction }) => direction === "client"))(
	"client: $name is written to the letter",
	({ text, written = text }) => {
		expect(encodeClientMessage(decodeClientMessage(text))).toBe(written);
	},
);

test.each(valid.filter(({ direction, written }) => direction === "server" && written !== ""))(
	"server: $name is written to the letter",
	({ text, written = text }) => {
		const message = decodeServerMessage(text);
		if (message.kind === "foreign") throw new Error("cannot be written");
		expect(encodeServerMessage(message)).toBe(written);
		if (message.kind !== "dispatch" || message.s === null) return;
		expect(dispatchFrame(dispatchHead(message.event), message.s)).toBe(written);
	},
);

test.each(invalid)("$direction: $name is refused", (example) => {
	expect(() => decode(example, frameOf(example))).toThrow(
		expect.objectContaining({ name: "DecodeError", code: "bad-frame", closeCode: 1002 }),
	);
});

test("one head serves every session, each with its own number at the end", () => {
	const head = dispatchHead({ type: "SERVER_MESSAGE", content: 'a "quote"' });
	expect(head).toBe(
		'{"f":130,"e":"SERVER_MESSAGE","t":"SERVER_MESSAGE","cnf":{"content":"a \\"quote\\""},"s":',
	);
	expect([1, 9007199254740991].map((s) => JSON.parse(dispatchFrame(head, s)).s)).toEqual([
		1, 9007199254740991,
	]);
});

test("a 130 is known as one before its event is looked at", () => {
	for (const text of ['{"f":130}', '{"f":130,"e":1,"t":2,"cnf":5}', '{"f":130,"e":"NOPE"}']) {
		const envelope = decodeClientEnvelope(text);
		expect(envelope.f).toBe(130);
		expect(() => readClientEnvelope(envelope)).toThrow(/malformed chat payload/);
	}
});

test("ids that differ in their last digit stay two, bare or as text", () => {
	const ids = ["6982582592583503353", "6982582592583503354", '"6982582592583503355"'].map((id) => {
		const text = `{"f":130,"t":"SYSTEM_BAN_ADD","cnf":{"userID":${id}}}`;
		const message = decodeClientMessage(text);
		return message.kind === "execute" && message.event.type === "SYSTEM_BAN_ADD"
			? message.event.userId
			: null;
	});
	expect(ids).toEqual(["6982582592583503353", "6982582592583503354", "6982582592583503355"]);
});

test("a nonce comes back as the digits or the text that it was", () => {
	for (const nonce of ["9835823582359235235", '"9835823582359235235"', "0", '"0"', '"007"', "12"]) {
		const sent = decodeClientMessage(
			`{"f":130,"t":"MESSAGE_CREATE","cnf":{"content":"x","nonce":${nonce}}}`,
		);
		if (sent.kind !== "execute" || sent.event.type !== "MESSAGE_CREATE") throw new Error("other");
		const user = { id: "1", name: "", uuid: "", admin: false, bio: "" };
		const head = dispatchHead({ ...sent.event, user, messageId: "5" });
		expect(head).toContain(`"nonce":${nonce}}`);
	}
});

test("a message may nest as deep as the gateway lets it", () => {
	const text = '{"f":120,"x":[[[]]]}';
	expect(decodeClientMessage(text, { maxDepth: 4 })).toEqual({ kind: "heartbeat" });
	expect(() => decodeClientMessage(text, { maxDepth: 3 })).toThrow(/deeper than 3/);
});

test("an unknown event's name reaches no terminal unescaped", () => {
	const text = JSON.stringify({ f: 130, t: `\u001b[2J${"x".repeat(100)}`, cnf: {} });
	expect(() => decodeClientMessage(text)).toThrow(/^malformed chat payload: \\u001b\[2Jx+… is no/);
});
