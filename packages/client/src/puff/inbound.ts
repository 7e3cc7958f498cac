import { DecodeError, type Frame, utf8Decode } from "@gw-sim/core";
import type { CloseInfo } from "@gw-sim/transport";
import { type Inflate, tooBig } from "./inflate.js";

/** What a frame that waits takes besides its content, roughly. */
const overheadBytes = 64;

/** Told what came, in the order in which it did. */
interface InboundListener {
	text(text: string): void;
	/** A frame that cannot be unpacked; `too-big` where it, or what waits, is more than allowed. */
	bad(error: DecodeError): void;
	closed(info: CloseInfo): void;
}

export interface InboundOptions {
	readonly inflate: Inflate;
	/** Of one message when it is unpacked, and of all frames that wait to be. */
	readonly maxBytes: number;
	readonly listener: InboundListener;
}

/**
 * The frames of a connection as text. Unpacking may take its time: whatever comes meanwhile, the end
 * of the connection among it, waits for its turn.
 */
export class Inbound {
	readonly #options: InboundOptions;
	#waiting: (Frame | CloseInfo)[] = [];
	#waitingBytes = 0;
	#isBusy = false;
	/** Of connections; what an earlier one is still unpacking is of no interest. */
	#generation = 0;

	constructor(options: InboundOptions) {
		this.#options = options;
	}

	frame(frame: Frame): void {
		this.#waitingBytes += frame.length + overheadBytes;
		this.#waiting.push(frame);
		const { maxBytes, listener } = this.#options;
		if (this.#isBusy && this.#waitingBytes > maxBytes) {
			this.clear();
			listener.bad(tooBig(maxBytes));
		} else this.#next();
	}

	closed(info: CloseInfo): void {
		this.#waiting.push(info);
		this.#next();
	}

	/** Forgets what waits: the connection that it came by is of no interest any more. */
	clear(): void {
		this.#generation++;
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#isBusy = false;
	}

	#next(): void {
		while (!this.#isBusy) {
			const item = this.#waiting.shift();
			if (item === undefined) return;
			if (typeof item === "string" || item instanceof Uint8Array) {
				this.#waitingBytes -= item.length + overheadBytes;
				this.#take(item);
			} else this.#options.listener.closed(item);
		}
	}

	#take(frame: Frame): void {
		const { inflate, maxBytes, listener } = this.#options;
		if (typeof frame === "string") {
			listener.text(frame);
			return;
		}
		try {
			const bytes = inflate(frame, maxBytes);
			if (bytes instanceof Uint8Array) this.#unpacked(bytes);
			else this.#await(bytes);
		} catch (error) {
			listener.bad(undecodable(error));
		}
	}

	#await(bytes: Promise<Uint8Array>): void {
		const generation = this.#generation;
		const then = (run: () => void): void => {
			if (generation !== this.#generation) return;
			this.#isBusy = false;
			run();
			this.#next();
		};
		this.#isBusy = true;
		bytes.then(
			(unpacked) => then(() => this.#unpacked(unpacked)),
			(error: unknown) => then(() => this.#options.listener.bad(undecodable(error))),
		);
	}

	#unpacked(bytes: Uint8Array): void {
		const text = utf8Decode(bytes);
		const { listener } = this.#options;
		if (text === null) listener.bad(undecodable(new Error("not UTF-8")));
		else listener.text(text);
	}
}

function undecodable(error: unknown): DecodeError {
	if (error instanceof DecodeError) return error;
	return new DecodeError("a binary frame that is no compressed text", {
		code: "bad-deflate",
		closeCode: 1007,
		cause: error,
	});
}
