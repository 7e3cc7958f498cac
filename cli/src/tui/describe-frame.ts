import { describeChatFrame } from "../chat/describe-frame.js";
import { describeCloudFrame } from "../cloud/describe-frame.js";
import type { DescribeFrame } from "../describe-frame.js";
import { describeLockFrame } from "../lock/describe-frame.js";
import { describePuffFrame } from "../puff/describe-frame.js";
import { describeRoomFrame } from "../room/describe-frame.js";
import type { DeviceKind } from "../up/orchestra.js";

/** How frames of each kind of device are told. */
export const describeFrame: Readonly<Record<DeviceKind, DescribeFrame>> = {
	lock: describeLockFrame,
	cloud: describeCloudFrame,
	puff: describePuffFrame,
	chat: describeChatFrame,
	room: describeRoomFrame,
};
