import { type Frame, type JsonObject, type JsonValue, jsonEquals, messageOf } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientMessage,
	encodeServerMessage,
	isSerial,
	maxChannels,
	type Ref,
	type ServerMessage,
	serialInTopic,
	type Version,
} from "@gw-sim/protocols/lock";
import type { Connection } from "../../connection.js";
import type { Session } from "../../gateway.js";
import { Channel } from "./channel.js";
import type { LockHub } from "./hub.js";
import { handleLockEvent } from "./lock-events.js";

/** What all sessions of a hub have in common. */
export interface SessionTerms {
	readonly hub: LockHub;
	readonly legacyFirmware: boolean;
	readonly maxDepth: number;
	readonly crashed: (remote: string, topic: string, why: string) => void;
}

export interface PhoenixSessionOptions {
	readonly connection: Connection;
	readonly version: Version;
	/** The connect parameter `name`. */
	readonly name: string;
}

const nothing: JsonObject = {};

/**
 * One Phoenix socket and its channels: the control events as Phoenix 1.8.12 answers them, and the
 * lock's own events on the channels that are joined.
 */
export class PhoenixSession implements Session {
	readonly #terms: SessionTerms;
	readonly #connection: Connection;
	readonly #version: Version;
	readonly #name: string;
	/** At most `maxChannels`, so a search is fast; most sockets have one, for which a map is large. */
	#channels: readonly Channel[] = [];
	#joins = 0;
	#isClosed = false;

	constructor(terms: SessionTerms, { connection, version, name }: PhoenixSessionOptions) {
		this.#terms = terms;
		this.#connection = connection;
		this.#version = version;
		this.#name = name;
	}

	frame(frame: Frame): void | Promise<void> {
		const message = decodeClientMessage(frame, this.#version, this.#terms);
		const { topic, event, joinRef } = message;
		if (topic === "phoenix" && event === "heartbeat")
			return this.#reply(null, message, "ok", nothing);
		const channel = this.#channelOn(topic);
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
		for (const channel of this.#channels) this.#abandon(channel);
		this.#channels = [];
	}

	async #join(message: ClientMessage, previous: Channel | undefined): Promise<void> {
		const { joinRef, topic } = message;
		const serial = serialInTopic(topic);
		if (serial === null) return this.#unmatched(message);
		if (previous === undefined && this.#channels.length >= maxChannels)
			return this.#refuse(message, "too many channels joined");
		if (!isSerial(serial)) return this.#refuse(message, "invalid serial");
		const channel = this.#newChannel(serial, message);
		try {
			const state = await this.#terms.hub.join(channel);
			if (state === null) return this.#refuse(message, "too many locks");
			if (this.#isClosed) return this.#abandon(channel);
			this.#channels = this.#without(previous).concat(channel);
			this.#reply(joinRef, message, "ok", { ...state });
			channel.joined();
			if (previous !== undefined) {
				this.#abandon(previous);
				this.#end(previous, "phx_close", nothing);
			}
		} catch (error) {
			this.#abandon(channel);
			this.#crashed(channel, error);
			this.#refuse(message, "join crashed");
		}
	}

	#leave(channel: Channel, message: ClientMessage): void {
		this.#channels = this.#without(channel);
		this.#abandon(channel);
		this.#reply(channel.joinRef, message, "ok", nothing);
		this.#end(channel, "phx_close", nothing);
	}

	async #dispatch(channel: Channel, message: ClientMessage): Promise<void> {
		try {
			const { event, payload } = message;
			const answer = await handleLockEvent(this.#terms.hub, channel, event, payload);
			if (answer !== null) {
				this.#reply(channel.joinRef, message, answer.status, answer.response);
				return;
			}
			this.#crash(channel, `no handler for event ${JSON.stringify(event)}`);
		} catch (error) {
			this.#crash(channel, messageOf(error));
		}
	}

	#crash(channel: Channel, why: string): void {
		this.#channels = this.#without(channel);
		this.#abandon(channel);
		this.#terms.crashed(this.#connection.remote, channel.topic, why);
		this.#end(channel, "phx_error", { reason: "channel_crash" });
	}

	#newChannel(serial: string, { joinRef, ref }: ClientMessage): Channel {
		const channelRef = joinRef ?? ref;
		return new Channel({
			id: `${this.#connection.id}/${++this.#joins}`,
			serial,
			socketName: this.#name,
			connection: this.#connection,
			version: this.#version,
			joinRef: channelRef,
			closeRef: this.#version === 1 ? joinRef : channelRef,
		});
	}

	#channelOn(topic: JsonValue): Channel | undefined {
		const serial = serialInTopic(topic);
		return this.#channels.find((channel) => channel.serial === serial);
	}

	#without(channel: Channel | undefined): readonly Channel[] {
		return this.#channels.filter((other) => other !== channel);
	}

	#abandon(channel: Channel): void {
		this.#terms.hub.leave(channel).catch((error: unknown) => this.#crashed(channel, error));
	}

	#crashed({ topic }: Channel, error: unknown): void {
		this.#terms.crashed(this.#connection.remote, topic, messageOf(error));
	}

	#unmatched(message: ClientMessage): void {
		this.#reply(null, message, "error", { reason: "unmatched topic" });
	}

	#refuse(message: ClientMessage, reason: string): void {
		this.#reply(message.joinRef, message, "error", { reason });
	}

	#reply(joinRef: Ref, { ref, topic }: ClientMessage, status: string, response: JsonValue): void {
		this.#send({ kind: "reply", joinRef, ref, topic, status, response });
	}

	#end({ topic, closeRef }: Channel, event: "phx_close" | "phx_error", payload: JsonObject): void {
		this.#send({ kind: "push", joinRef: closeRef, ref: closeRef, topic, event, payload });
	}

	#send(message: ServerMessage): void {
		this.#connection.send(encodeServerMessage(message, this.#version));
	}
}
