import type {
	GroupUpdate,
	JoinedGroup,
	MemberSummary,
	PublicGroup,
	ServerEvent,
	ServerMessage,
	UserDeviceUpdate,
} from "./messages.js";

/** The text of a gateway's message; deflated as a whole where the client asked for that. */
export function encodeServerMessage(message: ServerMessage): string {
	switch (message.type) {
		case "hello":
			return JSON.stringify({
				op: 0,
				d: {
					session_id: message.sessionId,
					heartbeat_interval: message.heartbeatIntervalMs,
				},
			});
		case "JOINED_GROUP":
			return eventText(message.type, joinedText(message));
		case "GROUP_USER_DEVICE_UPDATE":
			return eventText(message.type, deviceUpdateText(message));
		case "GROUP_START_HEATING":
			// Without a key rather than with null: that is how the first gateway has it.
			return message.role === null
				? '{"op":3,"t":"GROUP_START_HEATING"}'
				: eventText(message.type, JSON.stringify(message.role));
		default:
			return eventText(message.type, JSON.stringify(dataOf(message)));
	}
}

/** A group as it is listed, in the API and in PUBLIC_GROUPS_UPDATE. */
export function wirePublicGroup({ groupId, name, visibility, state, memberCount }: PublicGroup): {
	readonly group_id: string;
	readonly name: string;
	readonly visibility: string;
	readonly state: string;
	readonly member_count: number;
} {
	return { group_id: groupId, name, visibility, state, member_count: memberCount };
}

function eventText(type: string, data: string): string {
	return `{"op":3,"t":"${type}","d":${data}}`;
}

type Spelt = "JOINED_GROUP" | "GROUP_USER_DEVICE_UPDATE" | "GROUP_START_HEATING";

function dataOf(event: Exclude<ServerEvent, { readonly type: Spelt }>): unknown {
	switch (event.type) {
		case "GROUP_CREATE":
			return { group_id: event.groupId, name: event.name };
		case "GROUP_DELETE":
			return { group_id: event.groupId };
		case "GROUP_UPDATE":
			return groupData(event);
		case "GROUP_USER_JOIN":
			return { group_id: event.groupId, session_id: event.sessionId, name: event.name };
		case "GROUP_USER_LEFT":
			return { group_id: event.groupId, session_id: event.sessionId };
		case "GROUP_USER_UPDATE": {
			const { groupId, sessionId, name, deviceType } = event;
			return { group_id: groupId, session_id: sessionId, name, device_type: deviceType };
		}
		case "GROUP_USER_UPDATED":
			return { group_id: event.sessionId, session_id: event.sessionId, name: event.name };
		case "GROUP_HEAT_INQUIRY":
		case "GROUP_USER_READY":
			return { session_id: event.sessionId };
		case "GROUP_VISIBILITY_CHANGE":
			return { visibility: event.visibility, session_id: event.sessionId };
		case "PUBLIC_GROUPS_UPDATE":
			return event.groups.map(wirePublicGroup);
		case "GROUP_JOIN_ERROR":
		case "GROUP_CREATE_ERROR":
		case "GROUP_ACTION_ERROR":
		case "USER_UPDATE_ERROR":
		case "SYNTAX_ERROR":
			return { code: event.code };
	}
}

function groupData({ groupId, name, visibility, state, members, ready }: GroupUpdate): unknown {
	return { group_id: groupId, name, visibility, state, members, ready };
}

function joinedText({ groupId, name, visibility, state, members }: JoinedGroup): string {
	const head = JSON.stringify({ group_id: groupId, name, visibility, state });
	return `${head.slice(0, -1)},"members":[${members.map(memberText).join(",")}]}`;
}

function memberText({ sessionId, name, deviceState, deviceType }: MemberSummary): string {
	const head = `{"session_id":${JSON.stringify(sessionId)},"name":${JSON.stringify(name)}`;
	return `${head},"device_state":${deviceState},"device_type":${JSON.stringify(deviceType)}}`;
}

function deviceUpdateText({
	groupId,
	sessionId,
	deviceState,
	deviceType,
}: UserDeviceUpdate): string {
	const head = `{"group_id":${JSON.stringify(groupId)},"session_id":${JSON.stringify(sessionId)}`;
	return `${head},"device_state":${deviceState},"device_type":${JSON.stringify(deviceType)}}`;
}
