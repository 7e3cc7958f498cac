import { decodeClientMessage, decodeServerMessage, describeMessage } from "@gw-sim/protocols/rooms";
import type { DescribeFrame } from "../describe-frame.js";

const maxDepth = 64;

export const describeRoomFrame: DescribeFrame = (frame, dir) =>
	describeMessage(
		dir === "in" ? decodeServerMessage(frame) : decodeClientMessage(frame, { maxDepth }),
	);
