import type { JsonObject } from "@gw-sim/core";
import { encodeServerMessage, type Version } from "@gw-sim/protocols/lock";
import type { SharedFrame } from "@gw-sim/transport";

/** A broadcast on a topic: encoded and framed once for each serializer version that needs it. */
export class TopicMessage {
	readonly topic: string;
	readonly event: string;
	readonly payload: JsonObject;
	readonly #frames = new Map<Version, SharedFrame>();

	constructor(topic: string, event: string, payload: JsonObject) {
		this.topic = topic;
		this.event = event;
		this.payload = payload;
	}

	frame(version: Version): SharedFrame {
		let shared = this.#frames.get(version);
		if (shared === undefined) {
			const { topic, event, payload } = this;
			shared = {
				frame: encodeServerMessage({ kind: "broadcast", topic, event, payload }, version),
			};
			this.#frames.set(version, shared);
		}
		return shared;
	}
}
