/** Most bytes that wait: what no program can want to have on its way. */
const maxBytes = 1 << 20;

/** Bytes that wait for their turn; what does not fit is refused. */
export class ByteQueue {
	#chunks: Uint8Array[] = [];
	/** Of the first chunk, how much is gone; of the chunks, how many are. */
	#offset = 0;
	#gone = 0;
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** Gives how many bytes, from the first on, were taken; they are copied. */
	push(bytes: Uint8Array): number {
		const taken = Uint8Array.from(bytes.subarray(0, maxBytes - this.#length));
		if (taken.length > 0) this.#chunks.push(taken);
		this.#length += taken.length;
		return taken.length;
	}

	shift(): number | undefined {
		const chunk = this.#chunks[this.#gone];
		if (chunk === undefined) return undefined;
		const byte = chunk[this.#offset++];
		this.#length--;
		if (this.#offset === chunk.length) this.#drop();
		return byte;
	}

	#drop(): void {
		this.#offset = 0;
		this.#gone++;
		// Now and then rather than each time, which would move all that wait.
		if (this.#gone === this.#chunks.length || this.#gone > 1000) {
			this.#chunks = this.#chunks.slice(this.#gone);
			this.#gone = 0;
		}
	}
}
