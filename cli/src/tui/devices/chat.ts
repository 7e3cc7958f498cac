import { isJsonObject, type JsonObject, type JsonValue, safeJson } from "@gw-sim/core";
import type { ChatModel, TranscriptLine } from "../device-model.js";
import { limits } from "../limits.js";
import { shown, word } from "../readers.js";
import { emptyRing, pushed } from "../ring.js";
import { baseOf, newBase } from "./device-base.js";

/** What a transcript's line says, before it has its place. */
export type Saying = Pick<TranscriptLine, "tone" | "who" | "text">;

export function newChat(name: string): ChatModel {
	return {
		...newBase(name),
		kind: "chat",
		user: null,
		room: null,
		roomName: null,
		rooms: [],
		transcript: emptyRing,
	};
}

export function chatTold(chat: ChatModel, state: JsonObject): ChatModel {
	const { room, user } = state;
	const id = word(isJsonObject(room) ? room.id : room);
	return {
		...chat,
		...baseOf(state, chat),
		user: word(isJsonObject(user) ? user.name : user),
		room: id,
		roomName: chat.rooms.find((known) => known.id === id)?.name ?? null,
	};
}

/** What the gateway said, as the model keeps it, and the line that it is worth. */
export function chatHeard(
	chat: ChatModel,
	seq: number,
	at: number,
	type: string,
	data: JsonValue,
): ChatModel {
	const body = isJsonObject(data) ? data : {};
	const { tone, who, text } = sayingOf(type, body, data);
	return {
		...(type === "CHANNEL_ADD" || type === "CHANNEL_MOVE" ? withRoom(chat, body) : chat),
		transcript: pushed(chat.transcript, [{ seq, at, tone, who, text }], limits.transcript),
	};
}

function withRoom(chat: ChatModel, { id, name }: JsonObject): ChatModel {
	const room = { id: word(id) ?? "", name: word(name) ?? "" };
	const others = chat.rooms.filter((known) => known.id !== room.id);
	return {
		...chat,
		rooms: [...others, room].slice(-limits.rooms),
		roomName: chat.room === room.id ? room.name : chat.roomName,
	};
}

function sayingOf(type: string, body: JsonObject, data: JsonValue): Saying {
	const { user, content, messageID, name } = body;
	const who = word(isJsonObject(user) ? user.name : undefined) ?? "somebody";
	switch (type) {
		case "MESSAGE_CREATE":
			return { tone: "said", who, text: shown(content, limits.message) };
		case "MESSAGE_DELETE":
			return note(`message ${shown(messageID, 40)} was deleted`);
		case "START_TYPING":
			return note(`${who} is typing`);
		case "ROOM_USER_ADD":
			return note(`${who} is here`);
		case "ROOM_USER_REMOVE":
			return note(`${who} has left`);
		case "CHANNEL_ADD":
			return note(`there is a room ${shown(name, 80)}`);
		case "CHANNEL_MOVE":
			return note(`you are in the room ${shown(name, 80)}`);
		case "SERVER_MESSAGE":
			return { tone: "alarm", who: "", text: `the gateway: ${shown(content)}` };
		case "GATEWAY_DOWN":
			return { tone: "alarm", who: "", text: "the gateway goes down" };
		default:
			return note(`${shown(type, 80)} ${shown(safeJson(data))}`);
	}
}

function note(text: string): Saying {
	return { tone: "note", who: "", text };
}
