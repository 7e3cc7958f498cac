import {
	type ExactJson,
	type ExactJsonObject,
	ExactNumber,
	isExactJsonObject,
	safe,
} from "@gw-sim/core";
import * as v from "valibot";
import { malformed } from "./malformed.js";
import type { ClientEvent } from "./messages.js";
import { nonce, shaped, snowflake, wording } from "./schemas.js";

type Type = ClientEvent["type"];
type EventOf<T extends Type> = Extract<ClientEvent, { readonly type: T }>;

const empty: ExactJsonObject = {};

/** The data of each event; ids end in `ID` there. */
const bodies: { readonly [T in Type]: v.GenericSchema<unknown, EventOf<T>> } = {
	MESSAGE_CREATE: v.pipe(
		v.object({ content: wording, nonce }),
		v.transform(
			({ content, nonce }): EventOf<"MESSAGE_CREATE"> => ({
				type: "MESSAGE_CREATE",
				content,
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
		v.object({}),
		v.transform((): EventOf<"START_TYPING"> => ({ type: "START_TYPING" })),
	),
	CHANNEL_ADD: v.pipe(
		v.object({
			name: wording,
			description: v.nullish(v.string(), ""),
			visibility: v.nullish(v.boolean(), true),
		}),
		v.transform((room): EventOf<"CHANNEL_ADD"> => ({ type: "CHANNEL_ADD", ...room })),
	),
	CHANNEL_MOVE: v.pipe(
		v.object({ roomID: snowflake }),
		v.transform(
			({ roomID }): EventOf<"CHANNEL_MOVE"> => ({ type: "CHANNEL_MOVE", roomId: roomID }),
		),
	),
	ROOM_USER_ADD: v.pipe(
		v.object({ roomID: snowflake }),
		v.transform(
			({ roomID }): EventOf<"ROOM_USER_ADD"> => ({ type: "ROOM_USER_ADD", roomId: roomID }),
		),
	),
	ROOM_USER_REMOVE: v.pipe(
		v.object({}),
		v.transform((): EventOf<"ROOM_USER_REMOVE"> => ({ type: "ROOM_USER_REMOVE" })),
	),
	SYSTEM_BAN_ADD: v.pipe(
		v.object({ userID: snowflake, reason: v.nullish(v.string(), null) }),
		v.transform(
			({ userID, reason }): EventOf<"SYSTEM_BAN_ADD"> => ({
				type: "SYSTEM_BAN_ADD",
				userId: userID,
				reason,
			}),
		),
	),
};

/**
 * The event that a client names, with its data.
 * @throws DecodeError for a name that is no client's, or data of another shape.
 */
export function readClientEvent(name: string, cnf: ExactJson | undefined): ClientEvent {
	if (!isClientEventType(name)) throw malformed(`${safe(name, 40)} is no client's event`);
	const isBare = name === "START_TYPING" || name === "ROOM_USER_REMOVE";
	const data = isBare && cnf === undefined ? empty : cnf;
	if (!isExactJsonObject(data)) throw malformed(`${name} without an object in cnf`);
	const event = shaped<ClientEvent>(bodies[name], data);
	if (event === null) throw malformed(`${name} with data of the wrong shape`);
	return event;
}

/** The data of an event as it travels. */
export function writeClientEvent(event: ClientEvent): ExactJsonObject {
	switch (event.type) {
		case "MESSAGE_CREATE": {
			const { content, nonce } = event;
			return nonce === null ? { content } : { content, nonce };
		}
		case "MESSAGE_DELETE":
			return { messageID: new ExactNumber(event.messageId) };
		case "CHANNEL_ADD": {
			const { name, description, visibility } = event;
			return { name, description, visibility };
		}
		case "CHANNEL_MOVE":
		case "ROOM_USER_ADD":
			return { roomID: new ExactNumber(event.roomId) };
		case "SYSTEM_BAN_ADD": {
			const userID = new ExactNumber(event.userId);
			return event.reason === null ? { userID } : { userID, reason: event.reason };
		}
		case "START_TYPING":
		case "ROOM_USER_REMOVE":
			return empty;
	}
}

function isClientEventType(name: string): name is Type {
	return Object.hasOwn(bodies, name);
}
