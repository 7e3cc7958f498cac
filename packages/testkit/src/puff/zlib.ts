import { deflateSync, inflateSync } from "node:zlib";
import { utf8Decode } from "@gw-sim/core";

/** The text in one complete zlib stream; null where it is none. */
export function inflate(bytes: Uint8Array): string | null {
	try {
		return utf8Decode(inflateSync(bytes));
	} catch {
		return null;
	}
}

/** A text as one zlib stream, packed from not at all, 0, to tightly, 9. */
export function deflate(text: string, level = 6): Uint8Array {
	return new Uint8Array(deflateSync(text, { level }));
}
