import type { PuffClient } from "@gw-sim/client/puff";
import { isJsonObject, type JsonValue, parseJson } from "@gw-sim/core";
import { encodeServerMessage, type ServerEvent } from "@gw-sim/protocols/puff";

/** Tells everything that the gateway says of groups and their members, as it stood on the wire. */
export function listenToGroupNews(
	client: PuffClient,
	tell: (type: string, data: JsonValue) => void,
): void {
	const told = (event: ServerEvent): void => tell(event.type, dataOf(event));
	const groupId = (): string => client.group?.groupId ?? "";
	client.on("created", (created) => told({ type: "GROUP_CREATE", ...created }));
	client.on("deleted", (deleted) => told({ type: "GROUP_DELETE", ...deleted }));
	client.on("userJoined", ({ sessionId, name }) =>
		told({ type: "GROUP_USER_JOIN", groupId: groupId(), sessionId, name }),
	);
	client.on("userLeft", ({ sessionId }) =>
		told({ type: "GROUP_USER_LEFT", groupId: groupId(), sessionId }),
	);
	client.on("userChanged", ({ sessionId, name, deviceType }) =>
		told({ type: "GROUP_USER_UPDATE", groupId: groupId(), sessionId, name, deviceType }),
	);
	client.on("device", ({ member: { sessionId, deviceType }, raw }) =>
		told({
			type: "GROUP_USER_DEVICE_UPDATE",
			groupId: groupId(),
			sessionId,
			deviceState: JSON.stringify(raw),
			deviceType,
		}),
	);
	client.on("ready", ({ sessionId }) => told({ type: "GROUP_USER_READY", sessionId }));
	client.on("inquiry", ({ sessionId }) => told({ type: "GROUP_HEAT_INQUIRY", sessionId }));
	client.on("startHeating", (role) => told({ type: "GROUP_START_HEATING", role }));
	client.on("visibilityChanged", ({ visibility, sessionId }) =>
		told({ type: "GROUP_VISIBILITY_CHANGE", visibility, sessionId: sessionId ?? "" }),
	);
	client.on("publicGroups", (groups) => told({ type: "PUBLIC_GROUPS_UPDATE", groups }));
	client.on("event", ({ name, data }) => tell(name, data ?? null));
}

function dataOf(event: ServerEvent): JsonValue {
	const message = parseJson(encodeServerMessage(event));
	return isJsonObject(message) ? (message.d ?? null) : null;
}
