import { DecodeError } from "@gw-sim/core";

/**
 * A frame that means nothing in this protocol. A gateway answers error 4004 and keeps the connection;
 * the close code is for those who would rather end it.
 */
export function malformed(what: string): DecodeError {
	return new DecodeError(`malformed chat payload: ${what}`, { code: "bad-frame", closeCode: 1002 });
}
