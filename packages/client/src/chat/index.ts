/** The people's side of the i386chat gateway: a client that identifies, stays, resumes and talks. */
export type { ChatRoom, ChatUser, Snowflake } from "@gw-sim/protocols/chat";
export type { Signalled } from "../signalled.js";
export { ChatClient, type NewRoom } from "./chat-client.js";
export { ChatRefusedError } from "./errors.js";
export type { ChatClientEvents, ChatLink, ChatMessage, ChatSession } from "./events.js";
export type {
	ChatClientOptions,
	OptionalChatClientOptions,
	RequiredChatClientOptions,
} from "./options.js";
export type { GivenNonce } from "./outgoing.js";
export type { ChatProblem, ChatProblemCode } from "./problem.js";
export type { TokenSource } from "./token-source.js";
