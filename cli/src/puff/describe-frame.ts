import { inflateSync } from "node:zlib";
import { type Frame, utf8Decode } from "@gw-sim/core";
import {
	decodeClientFrame,
	decodeServerMessage,
	describeMessage,
	type ReceivedMessage,
} from "@gw-sim/protocols/puff";
import type { DescribeFrame } from "../describe-frame.js";

/** What a frame may unpack to. */
const maxOutputLength = 4_194_304;

export const describePuffFrame: DescribeFrame = (frame, dir) =>
	describeMessage(dir === "in" ? puffReceived(frame) : decodeClientFrame(frame, { inflate }));

/** What a gateway told a puff. @throws DecodeError */
export function puffReceived(frame: Frame): ReceivedMessage {
	const text = typeof frame === "string" ? frame : (utf8Decode(inflate(frame)) ?? "");
	return decodeServerMessage(text);
}

function inflate(bytes: Uint8Array): Uint8Array {
	return inflateSync(bytes, { maxOutputLength });
}
