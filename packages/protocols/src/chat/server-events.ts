import { type ExactJson, type ExactJsonObject, ExactNumber } from "@gw-sim/core";
import * as v from "valibot";
import type { ChatRoom, ChatUser, ServerEvent } from "./messages.js";
import { nonce, room, shaped, snowflake, user } from "./schemas.js";

type Type = ServerEvent["type"];
type EventOf<T extends Type> = Extract<ServerEvent, { readonly type: T }>;

const bodies: { readonly [T in Type]: v.GenericSchema<unknown, EventOf<T>> } = {
	MESSAGE_CREATE: v.pipe(
		v.object({ user, content: v.string(), messageID: v.nullish(snowflake, null), nonce }),
		v.transform(
			({ user, content, messageID, nonce }): EventOf<"MESSAGE_CREATE"> => ({
				type: "MESSAGE_CREATE",
				user,
				content,
				messageId: messageID,
				nonce,
			}),
		),
	),
	MESSAGE_DELETE: v.pipe(
		v.object({ messageID: snowflake }),
		v.transform(
			({ messageID }): EventOf<"MESSAGE_DELETE"> => ({
				type: "MESSAGE_DELETE",
				messageId: messageID,
			}),
		),
	),
	START_TYPING: v.pipe(
		v.object({ user }),
		v.transform(({ user }): EventOf<"START_TYPING"> => ({ type: "START_TYPING", user })),
	),
	ROOM_USER_ADD: v.pipe(
		v.object({ user }),
		v.transform(({ user }): EventOf<"ROOM_USER_ADD"> => ({ type: "ROOM_USER_ADD", user })),
	),
	ROOM_USER_REMOVE: v.pipe(
		v.object({ user }),
		v.transform(({ user }): EventOf<"ROOM_USER_REMOVE"> => ({ type: "ROOM_USER_REMOVE", user })),
	),
	CHANNEL_ADD: v.pipe(
		v.object({ room }),
		v.transform(({ room }): EventOf<"CHANNEL_ADD"> => ({ type: "CHANNEL_ADD", room })),
	),
	CHANNEL_MOVE: v.pipe(
		v.object({ room }),
		v.transform(({ room }): EventOf<"CHANNEL_MOVE"> => ({ type: "CHANNEL_MOVE", room })),
	),
	SERVER_MESSAGE: v.pipe(
		v.object({ content: v.string() }),
		v.transform(({ content }): EventOf<"SERVER_MESSAGE"> => ({ type: "SERVER_MESSAGE", content })),
	),
	GATEWAY_DOWN: v.pipe(
		v.object({}),
		v.transform((): EventOf<"GATEWAY_DOWN"> => ({ type: "GATEWAY_DOWN" })),
	),
};

/** The event that a gateway names, with its data; null for an unknown one, or data of another shape. */
export function readServerEvent(name: string, cnf: ExactJson | undefined): ServerEvent | null {
	if (name === "GATEWAY_DOWN") return { type: name };
	return isServerEventType(name) ? shaped<ServerEvent>(bodies[name], cnf) : null;
}

/** The data of an event as it travels. */
export function writeServerEvent(event: ServerEvent): ExactJsonObject {
	switch (event.type) {
		case "MESSAGE_CREATE": {
			const { content, messageId, nonce } = event;
			const id = messageId === null ? {} : { messageID: new ExactNumber(messageId) };
			const echo = nonce === null ? {} : { nonce };
			return { user: wireUser(event.user), content, ...id, ...echo };
		}
		case "MESSAGE_DELETE":
			return { messageID: new ExactNumber(event.messageId) };
		case "START_TYPING":
		case "ROOM_USER_ADD":
		case "ROOM_USER_REMOVE":
			return { user: wireUser(event.user) };
		case "CHANNEL_ADD":
		case "CHANNEL_MOVE":
			return { room: wireRoom(event.room) };
		case "SERVER_MESSAGE":
			return { content: event.content };
		case "GATEWAY_DOWN":
			return {};
	}
}

function wireUser({ id, name, uuid, admin, bio }: ChatUser): ExactJsonObject {
	return { id: new ExactNumber(id), name, uuid, admin, bio };
}

function wireRoom({ id, name, description, visibility, creator }: ChatRoom): ExactJsonObject {
	return { id: new ExactNumber(id), name, description, visibility, creator: wireUser(creator) };
}

function isServerEventType(name: string): name is Type {
	return Object.hasOwn(bodies, name);
}
