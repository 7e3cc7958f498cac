import { DecodeError } from "@gw-sim/core";

/**
 * Unpacks a whole zlib stream of at most `maxBytes`. At once where the platform can: what comes of a
 * frame then happens in the same turn, as a virtual clock needs.
 * @throws DecodeError `too-big`, also as a rejection, before more than that is held in memory;
 * anything else for a damaged stream.
 */
export type Inflate = (deflated: Uint8Array, maxBytes: number) => Uint8Array | Promise<Uint8Array>;

export function tooBig(maxBytes: number): DecodeError {
	return new DecodeError(`a message of more than ${maxBytes} bytes`, {
		code: "too-big",
		closeCode: 1009,
	});
}
