import { type Frame, type JsonObject, type JsonValue, jsonEquals, messageOf } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientMessage,
	encodeServerMessage,
	isSerial,
	lockTopic,
	maxChannels,
	type Ref,
	serialInTopic,
	type Version,
} from "@gw-sim/protocols/lock";
import type { Connection } from "../../connection.js";
import type { Session } from "../../gateway.js";
import type { Channel } from "./channel.js";
import type { LockHub } from "./hub.js";
import { handleLockEvent } from "./lock-events.js";
import type { TopicMessage } from "./topic-message.js";

export interface PhoenixSessionOptions {
	readonly connection: Connection;
	readonly hub: LockHub;
	readonly version: Version;
	/** The connect parameter `name`. */
	readonly name: string;
	readonly legacyFirmware: boolean;
	readonly maxDepth: number;
	readonly crashed: (topic: string, why: string) => void;
}

const nothing: JsonObject = {};
/** Broadcasts kept for a channel whose join is not answered yet. */
const maxEarly = 16;

/**
 * One Phoenix socket and its channels: the control events as Phoenix 1.8.12 answers them, and the
 * lock's own events on the channels that are joined.
 */
export class PhoenixSession implements Session {
	readonly #options: PhoenixSessionOptions;
	readonly #channels = new Map<string, Channel>();
	#joins = 0;
	#isClosed = false;

	constructor(options: PhoenixSessionOptions) {
		this.#options = options;
	}

	frame(frame: Frame): void | Promise<void> {
		const { version, legacyFirmware, maxDepth } = this.#options;
		const message = decodeClientMessage(frame, version, { legacyFirmware, maxDepth });
		const { topic, event, joinRef } = message;
		if (topic === "phoenix" && event === "heartbeat")
			return this.#reply(null, message, "ok", nothing);
		const channel = typeof topic === "string" ? this.#channels.get(topic) : undefined;
		if (event === "phx_join") return this.#join(message, channel);
		if (channel === undefined)
			return event === "phx_leave"
				? this.#reply(joinRef, message, "ok", nothing)
				: this.#unmatched(message);
		if (joinRef !== null && !jsonEquals(joinRef, channel.joinRef)) return;
		if (event === "phx_leave") return this.#leave(channel, message);
		return this.#dispatch(channel, message);
	}

	closed(): void {
		this.#isClosed = true;
		for (const channel of this.#channels.values()) this.#abandon(channel);
		this.#channels.clear();
	}

	async #join(message: ClientMessage, previous: Channel | undefined): Promise<void> {
		const { joinRef, topic } = message;
		const serial = serialInTopic(topic);
		if (serial === null) return this.#unmatched(message);
		if (previous === undefined && this.#channels.size >= maxChannels)
			return this.#refuse(message, "too many channels joined");
		if (!isSerial(serial)) return this.#refuse(message, "invalid serial");
		const channel = this.#newChannel(serial, message);
		try {
			const state = await this.#options.hub.join(channel);
			if (state === null) return this.#refuse(message, "too many locks");
			if (this.#isClosed) return this.#abandon(channel);
			this.#channels.set(channel.topic, channel);
			this.#reply(joinRef, message, "ok", { ...state });
			channel.joined();
			if (previous !== undefined) {
				this.#abandon(previous);
				this.#end(previous, "phx_close", nothing);
			}
		} catch (error) {
			this.#abandon(channel);
			this.#options.crashed(channel.topic, messageOf(error));
			this.#refuse(message, "join crashed");
		}
	}

	#leave(channel: Channel, message: ClientMessage): void {
		this.#channels.delete(channel.topic);
		this.#abandon(channel);
		this.#reply(channel.joinRef, message, "ok", nothing);
		this.#end(channel, "phx_close", nothing);
	}

	async #dispatch(channel: Channel, message: ClientMessage): Promise<void> {
		try {
			const { hub } = this.#options;
			const answer = await handleLockEvent(hub, channel, message.event, message.payload);
			if (answer !== null) {
				this.#reply(channel.joinRef, message, answer.status, answer.response);
				return;
			}
			this.#crash(channel, `no handler for event ${JSON.stringify(message.event)}`);
		} catch (error) {
			this.#crash(channel, messageOf(error));
		}
	}

	#crash(channel: Channel, why: string): void {
		this.#channels.delete(channel.topic);
		this.#abandon(channel);
		this.#options.crashed(channel.topic, why);
		this.#end(channel, "phx_error", { reason: "channel_crash" });
	}

	#newChannel(serial: string, { joinRef, ref }: ClientMessage): Channel {
		const { connection, version, name } = this.#options;
		const channelRef = joinRef ?? ref;
		const topic = lockTopic(serial);
		let early: TopicMessage[] | null = [];
		return {
			id: `${connection.id}/${++this.#joins}`,
			topic,
			serial,
			socketName: name,
			joinRef: channelRef,
			closeRef: version === 1 ? joinRef : channelRef,
			broadcast(message) {
				if (early === null) connection.sendShared(message.frame(version));
				else if (early.length < maxEarly) early.push(message);
			},
			joined() {
				for (const message of early ?? []) connection.sendShared(message.frame(version));
				early = null;
			},
			push: (event, payload) =>
				connection.send(
					encodeServerMessage(
						{ kind: "push", joinRef: channelRef, ref: null, topic, event, payload },
						version,
					),
				),
		};
	}

	#abandon(channel: Channel): void {
		this.#options.hub.leave(channel).catch((error: unknown) => {
			this.#options.crashed(channel.topic, messageOf(error));
		});
	}

	#unmatched(message: ClientMessage): void {
		this.#reply(null, message, "error", { reason: "unmatched topic" });
	}

	#refuse(message: ClientMessage, reason: string): void {
		this.#reply(message.joinRef, message, "error", { reason });
	}

	#reply(joinRef: Ref, { ref, topic }: ClientMessage, status: string, response: JsonValue): void {
		const { connection, version } = this.#options;
		connection.send(
			encodeServerMessage({ kind: "reply", joinRef, ref, topic, status, response }, version),
		);
	}

	#end({ topic, closeRef }: Channel, event: "phx_close" | "phx_error", payload: JsonObject): void {
		const { connection, version } = this.#options;
		connection.send(
			encodeServerMessage(
				{ kind: "push", joinRef: closeRef, ref: closeRef, topic, event, payload },
				version,
			),
		);
	}
}
