import { decodeClientMessage, decodeServerMessage, describeMessage } from "@gw-sim/protocols/cloud";
import type { DescribeFrame } from "../describe-frame.js";

export const describeCloudFrame: DescribeFrame = (frame, dir) => {
	if (dir === "in") return describeMessage(decodeServerMessage(frame));
	const message = decodeClientMessage(frame);
	// Whatever else a lamp sends is its secret, which stands here under another name.
	return message.type === "other" ? "secret" : describeMessage(message);
};
