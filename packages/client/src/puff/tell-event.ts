import {
	type LiveGroup,
	type MemberView,
	type PuffClientEffect,
	readDeviceState,
} from "@gw-sim/protocols/puff";
import type { Emitter } from "../emitter.js";
import type { PuffClientEvents } from "./events.js";

type Event = Extract<PuffClientEffect, { readonly type: "event" }>["event"];
type GroupEvent = Parameters<LiveGroup["apply"]>[0];

/** Where an event is told, and what it is about. */
export interface Scene {
	readonly emitter: Emitter<PuffClientEvents>;
	/** The group that the client is in. */
	readonly group: LiveGroup | null;
	/** The client's own session. */
	readonly self: string;
}

/** Takes an event into the view of the group, then tells listeners of it in the shape that they get. */
export function tellEvent(scene: Scene, event: Event): void {
	const { emitter, group } = scene;
	switch (event.type) {
		case "GROUP_CREATE": {
			const { groupId, name } = event;
			emitter.emit("created", { groupId, name });
			break;
		}
		case "PUBLIC_GROUPS_UPDATE":
			emitter.emit("publicGroups", event.groups);
			break;
		case "foreign": {
			const { name, data } = event;
			emitter.emit("event", { name, data });
			break;
		}
		case "GROUP_JOIN_ERROR":
		case "GROUP_CREATE_ERROR":
		case "GROUP_ACTION_ERROR":
		case "USER_UPDATE_ERROR":
		case "SYNTAX_ERROR":
			emitter.emit("refused", { event: event.type, code: event.code });
			break;
		case "JOINED_GROUP":
			break;
		default:
			if (group !== null) tellGroupEvent(scene, group, event);
	}
}

function tellGroupEvent({ emitter, self }: Scene, group: LiveGroup, event: GroupEvent): void {
	const before = "sessionId" in event ? group.members.get(event.sessionId ?? "") : undefined;
	group.apply(event);
	switch (event.type) {
		case "GROUP_UPDATE":
			emitter.emit("group", group);
			break;
		case "GROUP_DELETE":
			emitter.emit("deleted", { groupId: event.groupId });
			break;
		case "GROUP_USER_JOIN":
			tellMember(group.members.get(event.member.sessionId), (who) =>
				emitter.emit("userJoined", who),
			);
			break;
		case "GROUP_USER_LEFT":
			tellMember(before, (who) => emitter.emit("userLeft", who));
			break;
		case "GROUP_USER_UPDATE":
			tellMember(group.members.get(event.member.sessionId), (who) =>
				emitter.emit("userChanged", who),
			);
			break;
		case "GROUP_USER_DEVICE_UPDATE": {
			const { deviceState: raw } = event;
			tellMember(group.members.get(event.member.sessionId), (member) =>
				emitter.emit("device", { member, changes: readDeviceState(raw), raw }),
			);
			break;
		}
		case "GROUP_USER_READY":
		case "GROUP_HEAT_INQUIRY": {
			const { sessionId } = event;
			const name = event.type === "GROUP_USER_READY" ? "ready" : "inquiry";
			emitter.emit(name, { sessionId, isSelf: sessionId === self });
			break;
		}
		case "GROUP_START_HEATING":
			emitter.emit("startHeating", event.role);
			break;
		case "GROUP_VISIBILITY_CHANGE": {
			const { visibility, sessionId } = event;
			emitter.emit("visibilityChanged", { visibility, sessionId });
			break;
		}
	}
}

/** The client itself is no member of its view: later gateways also tell it of its own doings. */
function tellMember(member: MemberView | undefined, tell: (member: MemberView) => void): void {
	if (member !== undefined) tell(member);
}
