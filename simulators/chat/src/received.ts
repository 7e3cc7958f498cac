import type { ChatClient, ChatRoom, ChatUser } from "@gw-sim/client/chat";
import { type JsonObject, type JsonValue, parseExactJson, parseJson } from "@gw-sim/core";

const maxDepth = 64;

/**
 * Tells whatever a chat's gateway sends and people care about, under the protocol's own names. Ids
 * and nonces are text, with every digit.
 */
export function receivedMessages(
	client: ChatClient,
	tell: (type: string, data: JsonValue) => void,
): void {
	client.on("message", ({ user, content, messageId: messageID, nonce }) =>
		tell("MESSAGE_CREATE", { user: userData(user), content, messageID, nonce }),
	);
	client.on("messageDeleted", ({ messageId: messageID }) => tell("MESSAGE_DELETE", { messageID }));
	client.on("typing", (user) => tell("START_TYPING", { user: userData(user) }));
	client.on("userJoined", (user) => tell("ROOM_USER_ADD", { user: userData(user) }));
	client.on("userLeft", (user) => tell("ROOM_USER_REMOVE", { user: userData(user) }));
	client.on("roomCreated", (room) => tell("CHANNEL_ADD", roomData(room)));
	client.on("roomMoved", (room) => tell("CHANNEL_MOVE", roomData(room)));
	client.on("serverMessage", ({ content }) => tell("SERVER_MESSAGE", { content }));
	client.on("gatewayDown", () => tell("GATEWAY_DOWN", null));
	client.on("event", ({ name, cnf }) => tell(name, readable(cnf)));
}

function userData(user: ChatUser): JsonObject {
	return { ...user };
}

function roomData(room: ChatRoom): JsonObject {
	return { ...room, creator: userData(room.creator) };
}

/** JSON whose numbers beyond 2^53 are text. */
function readable(json: string): JsonValue {
	const exact = parseExactJson(json, maxDepth);
	return (exact === undefined ? undefined : parseJson(JSON.stringify(exact))) ?? null;
}
