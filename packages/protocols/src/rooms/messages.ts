import type { JsonObject, JsonValue } from "@gw-sim/core";

/** What is on the wire, both ways. Absent `data` and `null` differ. */
export interface RawMessage {
	readonly type: string;
	readonly data?: JsonValue;
}

/** What a session listens to; the id `all` stands for every id of the event. */
export interface Subscription {
	/** Never empty. */
	readonly event: string;
	/** Never empty; may hold colons. */
	readonly id: string;
}

/** Of a poll or a counter. State is kept by its text; the live echo has the voter's JSON type. */
export type ItemId = string | number;

/** Polls keep their votes; ephemeral ones, which are a name space of their own, lose them with the voter. */
export type PollType = "poll" | "ephemeralPoll";

/** An admin may set the config, broadcast and relay. Per connection, and never lowered. */
export type Role = "user" | "admin";

/** What everybody may know of a user. */
export interface PublicUser {
	/** Counts the room's connections; a resumed session keeps its own. */
	readonly suffix: number;
	readonly properties: JsonObject;
}

/** What a user knows of itself, and an admin of the users it relays. */
export interface Profile extends PublicUser {
	/** With the private properties. */
	readonly properties: JsonObject;
	/** The session. Who knows it can be that user. */
	readonly id: string;
	/** About the network connection; may hold anything. */
	readonly connectionDetails: JsonObject;
	readonly role: Role;
}

interface FromClient {
	/** As it came, for relays. */
	readonly raw: RawMessage;
}

/** Replaces all properties; answered by a profile. */
export interface Login extends FromClient {
	readonly type: "login";
	/** Empty where the client sent anything but an object. */
	readonly properties: JsonObject;
}

/** Adds or drops a subscription. Polls and counters answer with snapshots. */
export interface Subscribe extends FromClient, Subscription {
	readonly type: "subscribe" | "unsubscribe";
}

export interface Chat extends FromClient {
	readonly type: "chat";
	/** Undefined where the client sent no `data`: receivers then get no `message` either. */
	readonly message: JsonValue | undefined;
}

export interface Vote extends FromClient {
	readonly type: PollType;
	readonly id: ItemId;
	/** The key under which the vote counts. */
	readonly answer: string;
}

export interface Count extends FromClient {
	readonly type: "counter";
	/** `default` where the client named none. */
	readonly id: ItemId;
	/** A finite number as JavaScript prints it: `-15.14`, `1e+21`. */
	readonly delta: string;
}

export interface Authenticate extends FromClient {
	readonly type: "authenticate";
	/** Goes into the hash as it is written here. */
	readonly ts: string;
	/** The same in ms since 1970; finite. */
	readonly tsMs: number;
	/** What ought to be the SHA-256 of `authMessage` in hexadecimal, upper or lower case. */
	readonly key: string;
}

/** Admins only. */
export interface SetConfig extends FromClient {
	readonly type: "config";
	readonly value: string;
}

/** Admins only. */
export interface SendBroadcast extends FromClient {
	readonly type: "broadcast";
	readonly message: BroadcastBody;
	/** Whose subscribers get it; undefined for everybody. */
	readonly to: Subscription | undefined;
}

/** Admins only: this connection is told of every message of a type. */
export interface Relay extends FromClient {
	readonly type: "relay";
	readonly name: string;
}

/** Admins only. */
export interface DeleteRelay extends FromClient {
	readonly type: "deleteRelay";
	/** Undefined for all relays. */
	readonly name: string | undefined;
}

/** `profile` is answered by one; `ping` only shows that somebody is there; `close` asks to be closed. */
export interface Plain extends FromClient {
	readonly type: "profile" | "ping" | "close";
}

/** Of no meaning to the server, but relayed where an admin relays `raw.type`. */
export interface Other extends FromClient {
	readonly type: "other";
}

/** A client's message as a server understands it. */
export type ClientMessage =
	| Login
	| Plain
	| Subscribe
	| Chat
	| Vote
	| Count
	| Authenticate
	| SetConfig
	| SendBroadcast
	| Relay
	| DeleteRelay
	| Other;

/** What an admin broadcasts: the whole frame, of any type, with either key absent or not. */
export interface BroadcastBody {
	readonly type?: JsonValue;
	readonly data?: JsonValue;
}

/** On connect and on every change. */
export interface ConfigMessage {
	readonly type: "config";
	readonly value: string;
}

/** On connect, after the config, and in answer to login, profile and authenticate. */
export interface ProfileMessage {
	readonly type: "profile";
	readonly profile: Profile;
}

export interface ChatMessage {
	readonly type: "chat";
	readonly message: JsonValue | undefined;
	readonly user: PublicUser;
}

export interface PollMessage {
	readonly type: PollType;
	readonly id: ItemId;
	/** Answer and count of votes, in the order in which they go out; no answer twice. */
	readonly stats: Iterable<readonly [string, number]>;
}

export interface CounterMessage {
	readonly type: "counter";
	readonly id: ItemId;
	/** Every digit of the sum, as JSON writes numbers: `2.61`. */
	readonly value: string;
}

export interface PingMessage {
	readonly type: "ping";
	/** The server's time in ms since 1970. */
	readonly ts: number;
}

export interface ErrorMessage {
	readonly type: "error";
	readonly text: string;
}

/** Another user's message, told to the admins that relay its type. */
export interface RelayMessage {
	readonly type: "relay";
	readonly message: RawMessage;
	readonly user: Profile;
}

/** Anything that an admin broadcast, and so anything of another type than those above. */
export interface BroadcastMessage {
	readonly type: "broadcast";
	readonly message: BroadcastBody;
}

export type ServerMessage =
	| ConfigMessage
	| ProfileMessage
	| ChatMessage
	| PollMessage
	| CounterMessage
	| PingMessage
	| ErrorMessage
	| RelayMessage
	| BroadcastMessage;
