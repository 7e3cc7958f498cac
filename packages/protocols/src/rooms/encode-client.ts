import type { RawMessage } from "./messages.js";

/**
 * The frame of a client's message.
 * @throws TypeError for data without a JSON form, such as a cycle.
 */
export function encodeClientMessage({ type, data }: RawMessage): string {
	return JSON.stringify({ type, data });
}
