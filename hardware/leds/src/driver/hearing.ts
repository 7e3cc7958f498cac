import { awaGreeting } from "../wire/awa.js";
import type { LedProtocol } from "../wire/protocols.js";
import { tpm2Ack, tpm2Greeting } from "../wire/tpm2.js";

/** What a board's bytes mean. */
export type Signal = "hello" | "announces-ack" | "ack";

/** What a board is asked, and how its answers are understood. */
export interface Dialect {
	/** Sent when the port is open; null where boards speak up by themselves. */
	readonly greeting: Uint8Array | null;
	/** The signal that one byte is by itself. */
	readonly bytes: ReadonlyMap<number, Signal>;
	/** The signals that texts at the end of a line, or within one, are. */
	readonly texts: ReadonlyMap<string, Signal>;
}

/** The byte that our firmware sends after each frame that its strip shows: ASCII ACK. */
const ackByte = 0x06;

const adalight: Dialect = {
	greeting: null,
	bytes: new Map([[ackByte, "ack"]]),
	texts: new Map([
		["Ada\n", "hello"],
		["ACK\n", "announces-ack"],
	]),
};

const dialects: Readonly<Record<LedProtocol, Dialect>> = {
	adalight,
	lightberry: adalight,
	skydimo: adalight,
	awa: { greeting: awaGreeting, bytes: new Map(), texts: new Map([["Awa driver", "hello"]]) },
	tpm2: { greeting: tpm2Greeting, bytes: new Map([[tpm2Ack, "hello"]]), texts: new Map() },
};

/** How boards of a protocol are asked and understood. */
export function dialectOf(protocol: LedProtocol): Dialect {
	return dialects[protocol];
}

/** What a board said, as far as it may belong to what it says next. */
export type Tail = string;

/** Longer than every text that means something. */
const maxTail = 16;

/**
 * Understands a board's bytes, wherever they are cut.
 * @returns What they mean, in their order, and the tail to go on with.
 */
export function hear(
	{ bytes, texts }: Dialect,
	tail: Tail,
	received: Uint8Array,
): { readonly tail: Tail; readonly signals: readonly Signal[] } {
	const signals: Signal[] = [];
	let heard = tail;
	for (const byte of received) {
		const signal = bytes.get(byte);
		if (signal !== undefined) {
			signals.push(signal);
			continue;
		}
		if (byte === 0x0d) continue;
		heard = (heard + String.fromCharCode(byte)).slice(-maxTail);
		for (const [text, meaning] of texts)
			if (heard.endsWith(text)) {
				signals.push(meaning);
				heard = "";
			}
	}
	return { tail: heard, signals };
}
