import type { ChatErrorCode, ClientEvent } from "@gw-sim/protocols/chat";
import { defaultRoom } from "@gw-sim/protocols/chat";
import type { ChatSession } from "./chat-session.js";
import type { Community } from "./community.js";

/** Does what an identified client asks for; gives null, or the error code that says why not. */
export async function execute(
	community: Community,
	session: ChatSession,
	event: ClientEvent,
): Promise<ChatErrorCode | null> {
	const { room, user } = session;
	switch (event.type) {
		case "MESSAGE_CREATE":
			await community.post(session, event.content, event.nonce);
			return null;
		case "MESSAGE_DELETE":
			return (await room.delete(event.messageId, user)) ? null : 4004;
		case "START_TYPING":
			await room.tell({ type: "START_TYPING", user }, session);
			return null;
		case "CHANNEL_ADD":
			return (await community.createRoom(session, event)) ? null : 4004;
		case "CHANNEL_MOVE":
		case "ROOM_USER_ADD":
			if (community.lobby.room(event.roomId) === null) return 3;
			await community.move(session, event.roomId);
			return null;
		case "ROOM_USER_REMOVE":
			await community.move(session, defaultRoom.id);
			return null;
		case "SYSTEM_BAN_ADD":
			// No code says that somebody may not do something.
			if (!user.admin) return 4004;
			return (await community.ban(event.userId, event.reason)) ? null : 1;
	}
}
