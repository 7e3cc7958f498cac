import type { Frame } from "@gw-sim/core";
import type { ChatRoom, ChatUser, Snowflake } from "@gw-sim/protocols/chat";
import type { ChatProblem } from "./problem.js";

/** How far the connection is; `online` means that the gateway answered with function code 140. */
export type ChatLink = "offline" | "connecting" | "joining" | "online" | "backoff";

/** What function code 140 said. */
export interface ChatSession {
	readonly sessionId: Snowflake;
	/** Whether an earlier session goes on; if not, all that is known from one is void. */
	readonly resumed: boolean;
	/** Gateway API version. */
	readonly v: number;
	/** Opaque, and empty while contents travel plain; nothing here encrypts with it. */
	readonly encKey: string;
}

export interface ChatMessage {
	readonly user: ChatUser;
	readonly content: string;
	/** Null from a gateway that knows the documents alone: such a message cannot be deleted. */
	readonly messageId: Snowflake | null;
	/** The sender's own mark as text, every digit of it; null where it had none. */
	readonly nonce: string | null;
}

/** What a client tells its listeners. */
export interface ChatClientEvents {
	readonly link: ChatLink;
	/** A session began, the first or one that could not be resumed: cached state is void. */
	readonly ready: ChatSession;
	/** The session goes on; what was missed follows as ordinary events. */
	readonly resumed: ChatSession;
	/** Somebody in the room said something, this client included. */
	readonly message: ChatMessage;
	readonly messageDeleted: { readonly messageId: Snowflake };
	readonly typing: ChatUser;
	readonly userJoined: ChatUser;
	readonly userLeft: ChatUser;
	/** A room that this client may know of was created. */
	readonly roomCreated: ChatRoom;
	/** This client is in another room now. */
	readonly roomMoved: ChatRoom;
	readonly serverMessage: { readonly content: string };
	/** The gateway is about to close; the client comes back by itself. */
	readonly gatewayDown: null;
	/** An event that is not documented, or whose data is not as documented; `cnf` is JSON text. */
	readonly event: { readonly name: string; readonly cnf: string };
	/** An error after which the connection stays, as one of what was sent last. */
	readonly refused: { readonly code: number; readonly meaning: string };
	readonly problem: ChatProblem;
	/**
	 * Everything that goes over the wire, for recorders. The frame that identifies holds the token as
	 * it is: a recording is as secret as that.
	 */
	readonly frame: { readonly direction: "in" | "out"; readonly frame: Frame };
}
