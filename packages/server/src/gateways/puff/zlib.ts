import { deflateSync, inflateSync } from "node:zlib";
import { DecodeError } from "@gw-sim/core";
import type { Inflate } from "@gw-sim/protocols/puff";

/** RFC 6455: a message that is too big. */
const tooBig = 1009;

/**
 * Inflates zlib streams (RFC 1950) up to a size; what would come out larger is given up there, with
 * a DecodeError that closes with 1009.
 */
export function boundedInflate(maxBytes: number): Inflate {
	return (deflated) => {
		try {
			return inflateSync(deflated, { maxOutputLength: maxBytes });
		} catch (error) {
			if (error instanceof RangeError)
				throw new DecodeError(`a message inflates to more than ${maxBytes} bytes`, {
					code: "too-big",
					closeCode: tooBig,
					cause: error,
				});
			throw error;
		}
	};
}

/** A whole zlib stream with the header 78 9c, as the original's. */
export function deflate(text: string): Uint8Array {
	return deflateSync(text);
}
