import { decodeClientMessage, decodeServerMessage, describeMessage } from "@gw-sim/protocols/lock";
import type { DescribeFrame } from "../describe-frame.js";

export const describeLockFrame: DescribeFrame = (frame, dir) => {
	// Frames of version 1 are objects; those of version 2 are arrays, or bytes.
	const version = typeof frame === "string" && frame.startsWith("{") ? 1 : 2;
	return describeMessage(
		dir === "in" ? decodeServerMessage(frame, version) : decodeClientMessage(frame, version),
	);
};
