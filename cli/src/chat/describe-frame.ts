import { decodeClientMessage, decodeServerMessage, describeMessage } from "@gw-sim/protocols/chat";
import type { DescribeFrame } from "../describe-frame.js";

export const describeChatFrame: DescribeFrame = (frame, dir) =>
	describeMessage(dir === "in" ? decodeServerMessage(frame) : decodeClientMessage(frame));
