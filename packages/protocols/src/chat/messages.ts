import type { ExactNumber } from "@gw-sim/core";

/** A decimal integer of 1 to 20 digits without leading zeros; a bare JSON integer on the wire. */
export type Snowflake = string;

/** The client's own mark on a message, which comes back with its JSON type: a decimal string or an integer. */
export type Nonce = string | ExactNumber;

/** `id` and `uuid` together are unique; names are not. */
export interface ChatUser {
	readonly id: Snowflake;
	readonly name: string;
	readonly uuid: string;
	readonly admin: boolean;
	readonly bio: string;
}

export interface ChatRoom {
	readonly id: Snowflake;
	readonly name: string;
	readonly description: string;
	/** Public where true; known to its creator alone where false. */
	readonly visibility: boolean;
	readonly creator: ChatUser;
}

/** Which session to go on with, and the last `s` that was handled there. */
export interface Resume {
	readonly sessionId: Snowflake;
	readonly s: number;
}

/** Function code 110. */
export interface Present {
	readonly kind: "present";
	readonly token: string;
	readonly resume: Resume | null;
}

/** Function code 120, the same in both directions. */
export interface Heartbeat {
	readonly kind: "heartbeat";
}

/** What a client asks for by function code 130. */
export type ClientEvent =
	| {
			readonly type: "MESSAGE_CREATE";
			/** Not blank. */
			readonly content: string;
			readonly nonce: Nonce | null;
	  }
	| { readonly type: "MESSAGE_DELETE"; readonly messageId: Snowflake }
	| { readonly type: "START_TYPING" }
	| {
			readonly type: "CHANNEL_ADD";
			/** Not blank. */
			readonly name: string;
			readonly description: string;
			readonly visibility: boolean;
	  }
	| { readonly type: "CHANNEL_MOVE"; readonly roomId: Snowflake }
	/** Means the same as `CHANNEL_MOVE`. */
	| { readonly type: "ROOM_USER_ADD"; readonly roomId: Snowflake }
	/** Back to the default room. */
	| { readonly type: "ROOM_USER_REMOVE" }
	| {
			readonly type: "SYSTEM_BAN_ADD";
			readonly userId: Snowflake;
			readonly reason: string | null;
	  };

/** Function code 130 from a client. */
export interface Execute {
	readonly kind: "execute";
	readonly event: ClientEvent;
	/** The highest `s` that the client has handled; null where it does not tell. */
	readonly ack: number | null;
}

export type ClientMessage = Present | Heartbeat | Execute;

/** What a gateway tells by function code 130. */
export type ServerEvent =
	| {
			readonly type: "MESSAGE_CREATE";
			readonly user: ChatUser;
			readonly content: string;
			/** Null from a gateway that knows the documents alone, which have no such key. */
			readonly messageId: Snowflake | null;
			readonly nonce: Nonce | null;
	  }
	| { readonly type: "MESSAGE_DELETE"; readonly messageId: Snowflake }
	| { readonly type: "START_TYPING"; readonly user: ChatUser }
	| { readonly type: "ROOM_USER_ADD"; readonly user: ChatUser }
	| { readonly type: "ROOM_USER_REMOVE"; readonly user: ChatUser }
	| { readonly type: "CHANNEL_ADD"; readonly room: ChatRoom }
	/** To the one who moved. */
	| { readonly type: "CHANNEL_MOVE"; readonly room: ChatRoom }
	| { readonly type: "SERVER_MESSAGE"; readonly content: string }
	| { readonly type: "GATEWAY_DOWN" };

/** Function code 100, the first frame on a connection. */
export interface Introduce {
	readonly kind: "introduce";
	/** How often the client has to send a heartbeat. */
	readonly heartbeatIntervalMs: number;
}

/** Function code 130 from a gateway. */
export interface Dispatch {
	readonly kind: "dispatch";
	readonly event: ServerEvent;
	/** Counts from 1 in each session; null from a gateway without resumption. */
	readonly s: number | null;
}

/** Function code 130 with an event that is unknown, or whose data has another shape than documented. */
export interface ForeignDispatch {
	readonly kind: "foreign";
	readonly name: string;
	/** The data as JSON text, `null` where there was none. */
	readonly cnf: string;
	readonly s: number | null;
}

/** Function code 140. */
export interface Ready {
	readonly kind: "ready";
	/** Gateway API version. */
	readonly v: number;
	readonly sessionId: Snowflake;
	/** Opaque; empty means that contents travel plain. */
	readonly encKey: string;
	/** Whether the session that was asked for goes on; otherwise it is a new one. */
	readonly resumed: boolean;
}

/** Function code 150. */
export interface ErrorMessage {
	readonly kind: "error";
	readonly code: number;
	/** Whether the gateway closes the connection next. */
	readonly fatal: boolean;
}

/** What a gateway sends. */
export type ServerMessage = Introduce | Heartbeat | Dispatch | Ready | ErrorMessage;

/** What a client may meet. */
export type ReceivedMessage = ServerMessage | ForeignDispatch;
