import { encodeServerMessage, type ServerMessage } from "@gw-sim/protocols/puff";
import type { SharedFrame } from "@gw-sim/transport";
import { deflate } from "./zlib.js";

/**
 * A message for any number of clients: encoded, deflated and framed once each, and not at all where
 * nobody takes it in that form.
 */
export class Broadcast {
	readonly #message: ServerMessage;
	#plain: SharedFrame | null = null;
	#deflated: SharedFrame | null = null;

	constructor(message: ServerMessage) {
		this.#message = message;
	}

	/** Characters of its text; 0 before somebody has heard it. */
	get length(): number {
		return this.#plain?.frame.length ?? 0;
	}

	/** The frame for clients that asked for compression, or for those that did not. */
	frame(isDeflated: boolean): SharedFrame {
		this.#plain ??= { frame: encodeServerMessage(this.#message) };
		if (!isDeflated) return this.#plain;
		this.#deflated ??= { frame: deflate(String(this.#plain.frame)) };
		return this.#deflated;
	}
}
