import { isJsonObject, messageOf, parseJson } from "@gw-sim/core";
import { lockTopic } from "@gw-sim/protocols/lock";
import type { Store } from "@gw-sim/store";
import type { Channel } from "./channel.js";
import { eventsRoom, lockRoom } from "./rooms.js";
import { TopicMessage } from "./topic-message.js";

interface Topic {
	/** Mostly one, for which a set is large. */
	readonly channels: Channel[];
	/** Settles once messages reach this node; gives what ends that. */
	subscribed: Promise<() => void>;
}

export interface TopicsOptions {
	readonly store: Store;
	/** Sees each message on a topic of this node before its channels do. */
	readonly published: (serial: string, message: TopicMessage) => void;
	/** A topic of this node gets no messages any more. */
	readonly failed: (serial: string, why: string) => void;
}

/**
 * Who is on which topic of this node. A node listens to a lock's room in the store while it has a
 * channel on it, so a message that any node publishes reaches the channels of all.
 */
export class Topics {
	readonly #store: Store;
	readonly #topics = new Map<string, Topic>();
	readonly #published: TopicsOptions["published"];
	readonly #failed: TopicsOptions["failed"];

	constructor({ store, published, failed }: TopicsOptions) {
		this.#store = store;
		this.#published = published;
		this.#failed = failed;
	}

	/** From when this settles the channel misses no message on its topic. */
	async add(channel: Channel): Promise<void> {
		const { serial } = channel;
		let topic = this.#topics.get(serial);
		if (topic === undefined) {
			topic = { channels: [channel], subscribed: this.#subscribe(serial) };
			this.#topics.set(serial, topic);
		} else topic.channels.push(channel);
		await Promise.all([topic.subscribed, this.#store.join(lockRoom(serial), channel.id, "")]);
	}

	async remove(channel: Channel): Promise<void> {
		const { serial } = channel;
		const topic = this.#topics.get(serial);
		if (topic !== undefined && takeOut(topic.channels, channel) && topic.channels.length === 0) {
			this.#topics.delete(serial);
			(await topic.subscribed)();
		}
		await this.#store.leave(lockRoom(serial), channel.id);
	}

	/** Sends to everybody on a lock's topic, on every node. */
	async publish(serial: string, event: string, payload: object): Promise<void> {
		const body = JSON.stringify({ event, payload });
		await this.#store.apply(lockRoom(serial), { type: "append", body });
	}

	/** Channels on a lock's topic, on every node. */
	async audience(serial: string): Promise<number> {
		return (await this.#store.members(lockRoom(serial))).size;
	}

	/** Publishes what a lock tells the displays that follow it. */
	async publishLockEvent(serial: string, payload: object): Promise<void> {
		await this.#store.apply(eventsRoom(serial), { type: "append", body: JSON.stringify(payload) });
	}

	/** Gives a display channel what the lock `master` tells; the result ends it. */
	followLockEvents(master: string, channel: Channel): Promise<() => void> {
		return this.#store.subscribe(eventsRoom(master), "now", (event) => {
			const payload = event === "reset" ? undefined : parseJson(event.body);
			if (isJsonObject(payload)) channel.push("event", payload);
		});
	}

	#subscribe(serial: string): Promise<() => void> {
		return this.#store.subscribe(lockRoom(serial), "now", (event) => {
			if (event === "reset") {
				this.#subscribeAgain(serial);
				return;
			}
			const message = parseJson(event.body);
			if (!isJsonObject(message) || typeof message.event !== "string") return;
			if (!isJsonObject(message.payload)) return;
			const shared = new TopicMessage(lockTopic(serial), message.event, message.payload);
			this.#published(serial, shared);
			// A copy, since a channel may go while it is sent to.
			for (const channel of [...(this.#topics.get(serial)?.channels ?? [])])
				channel.broadcast(shared);
		});
	}

	/** What a gap in the room's history has swallowed is lost, as for a lock that was off line. */
	#subscribeAgain(serial: string): void {
		const topic = this.#topics.get(serial);
		if (topic === undefined) return;
		topic.subscribed = this.#subscribe(serial);
		topic.subscribed.catch((error: unknown) => this.#failed(serial, messageOf(error)));
	}
}

/** False where the list does not have the item. */
function takeOut<T>(list: T[], item: T): boolean {
	const at = list.indexOf(item);
	if (at !== -1) list.splice(at, 1);
	return at !== -1;
}
