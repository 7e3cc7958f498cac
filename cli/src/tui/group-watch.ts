import { type Frame, safe } from "@gw-sim/core";
import {
	type GroupView,
	LiveGroup,
	type ReceivedGroupEvent,
	type ReceivedMessage,
} from "@gw-sim/protocols/puff";
import { heatNames } from "@gw-sim/simulator-puff";
import { puffReceived } from "../puff/describe-frame.js";
import type { GroupMember } from "./device-model.js";
import { limits } from "./limits.js";

export interface GroupNews {
	readonly groupName: string;
	readonly members: readonly GroupMember[];
}

/** Follows the group of one puff by what its gateway tells it. */
export class GroupWatch {
	#self = "";
	#group: LiveGroup | null = null;

	/** Takes a frame that came in; the result is the group where it changed, null otherwise. */
	take(frame: Frame): GroupNews | null {
		const message = readFrame(frame);
		if (message === null) return null;
		if (message.type === "hello") this.#self = message.sessionId;
		else if (message.type === "JOINED_GROUP") this.#group = new LiveGroup(message, this.#self);
		else if (this.#group !== null && isGroupEvent(message)) this.#group.apply(message);
		else return null;
		return this.#group === null ? null : newsOf(this.#group);
	}
}

function readFrame(frame: Frame): ReceivedMessage | null {
	try {
		return puffReceived(frame);
	} catch {
		return null;
	}
}

const groupEvents: ReadonlySet<string> = new Set<ReceivedGroupEvent["type"]>([
	"GROUP_UPDATE",
	"GROUP_USER_JOIN",
	"GROUP_USER_LEFT",
	"GROUP_USER_UPDATE",
	"GROUP_USER_DEVICE_UPDATE",
	"GROUP_USER_READY",
	"GROUP_VISIBILITY_CHANGE",
]);

function isGroupEvent(message: ReceivedMessage): message is ReceivedGroupEvent {
	return groupEvents.has(message.type);
}

function newsOf({ name, members, ready }: GroupView): GroupNews {
	const told: GroupMember[] = [];
	for (const { sessionId, name: called, rawDevice } of members.values()) {
		if (told.length === limits.members) break;
		told.push({
			sessionId: safe(sessionId, 40),
			name: safe(called, 40),
			isReady: ready.has(sessionId),
			heat: heatNames[Number(rawDevice.get("state") ?? -1)] ?? null,
		});
	}
	return { groupName: safe(name, 80), members: told };
}
