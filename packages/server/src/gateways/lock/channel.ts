import type { JsonObject } from "@gw-sim/core";
import { encodeServerMessage, lockTopic, type Ref, type Version } from "@gw-sim/protocols/lock";
import type { Connection } from "../../connection.js";
import type { TopicMessage } from "./topic-message.js";

/** Broadcasts kept for a channel whose join is not answered yet. */
const maxEarly = 16;

export interface ChannelOptions {
	readonly id: string;
	readonly serial: string;
	readonly socketName: string;
	readonly connection: Connection;
	readonly version: Version;
	readonly joinRef: Ref;
	readonly closeRef: Ref;
}

/** One joined `lock:` topic of one socket. */
export class Channel {
	/** Unique among all channels of the server. */
	readonly id: string;
	readonly serial: string;
	/** The connect parameter `name` of its socket. */
	readonly socketName: string;
	/** What later messages of the client are compared with. */
	readonly joinRef: Ref;
	/** What `phx_close` and `phx_error` name: under V1 only what the client gave. */
	readonly closeRef: Ref;
	readonly #connection: Connection;
	readonly #version: Version;
	/** Null once the reply to the join is on its way. */
	#early: TopicMessage[] | null = [];

	constructor(options: ChannelOptions) {
		this.id = options.id;
		this.serial = options.serial;
		this.socketName = options.socketName;
		this.joinRef = options.joinRef;
		this.closeRef = options.closeRef;
		this.#connection = options.connection;
		this.#version = options.version;
	}

	get topic(): string {
		return lockTopic(this.serial);
	}

	/** A message to everybody on the topic; one that comes before `joined` waits for it. */
	broadcast(message: TopicMessage): void {
		if (this.#early === null) this.#connection.sendShared(message.frame(this.#version));
		else if (this.#early.length < maxEarly) this.#early.push(message);
	}

	/** The reply to the join is on its way. */
	joined(): void {
		for (const message of this.#early ?? [])
			this.#connection.sendShared(message.frame(this.#version));
		this.#early = null;
	}

	/** A message to this channel alone. */
	push(event: string, payload: JsonObject): void {
		const { joinRef, topic } = this;
		this.#connection.send(
			encodeServerMessage(
				{ kind: "push", joinRef, ref: null, topic, event, payload },
				this.#version,
			),
		);
	}
}
