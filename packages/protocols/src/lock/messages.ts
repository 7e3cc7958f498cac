import type { JsonObject, JsonValue } from "@gw-sim/core";

/** Phoenix serializer versions: 1 is an object with four keys, 2 an array and a binary form. */
export type Version = 1 | 2;

/** Opaque: a hub echoes it with its JSON type, whatever that is. */
export type Ref = JsonValue;

/** Any JSON, or the bytes of a V2 binary frame. */
export type Payload = JsonValue | Uint8Array;

/** A client's message to a topic: a control event (`phx_join`, `heartbeat` …) or one of the channel's own. */
export interface ClientMessage {
	/** Names the join that this message belongs to; null where the client left it out. */
	readonly joinRef: Ref;
	readonly ref: Ref;
	/** A string from every sane client; a hub answers the others too. */
	readonly topic: JsonValue;
	readonly event: JsonValue;
	readonly payload: Payload;
}

/** The answer to one client message. */
export interface Reply {
	readonly kind: "reply";
	readonly joinRef: Ref;
	readonly ref: Ref;
	readonly topic: JsonValue;
	/** `ok`, `error`, or any other word. */
	readonly status: string;
	readonly response: Payload;
}

/** A message to one joined client, `phx_close` and `phx_error` among them. */
export interface Push {
	readonly kind: "push";
	readonly joinRef: Ref;
	/** Null but for `phx_close` and `phx_error`, which carry the join's. */
	readonly ref: Ref;
	readonly topic: string;
	readonly event: string;
	readonly payload: Payload;
}

/** A message to everybody on a topic. */
export interface Broadcast {
	readonly kind: "broadcast";
	readonly topic: string;
	readonly event: string;
	readonly payload: Payload;
}

export type ServerMessage = Reply | Push | Broadcast;

/**
 * What the hub knows of a lock, sent in answer to a join and a reset. A device ignores unknown keys
 * and does without those that came later than the first hub (`feature_flags`, `config`).
 */
export interface LockState {
	/** Version 4, the same for ever for one serial. */
	readonly uuid: string;
	readonly serial: string;
	/** Null until somebody names the lock. */
	readonly name: string | null;
	/** The stored type: 1 internal, 2 external, null for a new lock. */
	readonly mode: number | null;
	/** `lock` and `display` are known to firmware. */
	readonly feature_flags: readonly string[];
	readonly config: JsonObject | null;
}

/** Whose tags a lock pairs. */
export interface LockUser {
	readonly id: number;
	readonly email: string;
}

/** What `mode:pair` carries; a device keeps all of it, known keys or not. */
export interface PairPayload {
	readonly user: LockUser;
	/** A label for the item to be paired. */
	readonly name: string;
	readonly type: PairedType;
	/** The lock's serial. */
	readonly lock: string;
}

export type PairedType = "tag" | "mobile_phone";

/** The answer to `access:request`. */
export interface AccessReply {
	readonly user: LockUser | null;
	readonly access: boolean;
}
