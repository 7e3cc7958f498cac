import type { JsonObject } from "@gw-sim/core";
import type { Ref } from "@gw-sim/protocols/lock";
import type { TopicMessage } from "./topic-message.js";

/** One joined `lock:` topic of one socket. */
export interface Channel {
	/** Unique among all channels of the server. */
	readonly id: string;
	readonly topic: string;
	readonly serial: string;
	/** The connect parameter `name` of its socket. */
	readonly socketName: string;
	/** What later messages of the client are compared with. */
	readonly joinRef: Ref;
	/** What `phx_close` and `phx_error` name: under V1 only what the client gave. */
	readonly closeRef: Ref;
	/** A message to everybody on the topic; one that comes before `joined` waits for it. */
	broadcast(message: TopicMessage): void;
	/** The reply to the join is on its way. */
	joined(): void;
	/** A message to this channel alone. */
	push(event: string, payload: JsonObject): void;
}
