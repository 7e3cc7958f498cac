/**
 * A 64-bit fingerprint of a set of entries, cheap to keep up to date: entries go in and out in any
 * order. It guards against damage, not against malice.
 */
export class Digest {
	#high = 0;
	#low = 0;

	/** Puts an entry in, or takes it out where it was in. */
	toggle(key: string, value: string): void {
		let a = 0x9e3779b9;
		let b = 0x243f6a88;
		// The key's length keeps ("ab", "c") apart from ("a", "bc").
		for (const part of [String(key.length), ":", key, value]) {
			for (let i = 0; i < part.length; i++) {
				const unit = part.charCodeAt(i);
				a = Math.imul(a ^ unit, 0x85ebca6b);
				b = Math.imul(b ^ unit, 0xc2b2ae35);
				a ^= b >>> 15;
			}
		}
		a = Math.imul(a ^ (a >>> 16), 0x21f0aaad) ^ Math.imul(b ^ (b >>> 15), 0x735a2d97);
		b = Math.imul(b ^ (b >>> 16), 0x21f0aaad) ^ Math.imul(a ^ (a >>> 13), 0x735a2d97);
		this.#high ^= a ^ (a >>> 15);
		this.#low ^= b ^ (b >>> 15);
	}

	/** Whether it is the digest of no entries. */
	get isEmpty(): boolean {
		return this.#high === 0 && this.#low === 0;
	}

	/** 16 hexadecimal digits. */
	toString(): string {
		const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
		return hex(this.#high) + hex(this.#low);
	}
}
