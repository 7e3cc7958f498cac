import type { Frame } from "@gw-sim/core";
import { logPrefix, okText, pingText, pongText } from "./encode.js";
import type { ReceivedClientMessage, ReceivedMessage } from "./messages.js";
import { packetsIn } from "./packets.js";

export interface DecodeOptions {
	/** Whether a colour with the mode of weather is malformed; the first servers send such. @defaultValue false */
	readonly strict?: boolean;
}

/** What a server's frame means; every frame means something, if only that it is none of these. */
export function decodeServerMessage(frame: Frame, options: DecodeOptions = {}): ReceivedMessage {
	if (typeof frame !== "string") return { type: "binary", length: frame.length };
	switch (frame) {
		case "":
			return { type: "empty" };
		case okText:
			return { type: "ok" };
		case pongText:
			return { type: "pong" };
		default: {
			const packets = packetsIn(frame, options.strict ?? false);
			return packets.length === 0 ? { type: "text", text: frame } : { type: "packets", packets };
		}
	}
}

/**
 * What a frame means that a lamp sends after its secret. The first frame is not for this: it has to
 * be the secret itself, whatever that looks like.
 */
export function decodeClientMessage(frame: Frame): ReceivedClientMessage {
	if (frame === pingText) return { type: "ping" };
	return typeof frame === "string" && frame.startsWith(logPrefix)
		? { type: "log", line: frame.slice(logPrefix.length) }
		: { type: "other" };
}
