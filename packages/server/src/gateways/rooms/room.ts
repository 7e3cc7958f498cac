import { type Clock, type JsonObject, messageOf } from "@gw-sim/core";
import {
	type Chat,
	type Count,
	encodeServerMessage,
	type ItemId,
	type PollType,
	type RawMessage,
	type SendBroadcast,
	type Subscription,
	type Vote,
} from "@gw-sim/protocols/rooms";
import { addDecimals, parseTally, type RoomEvent, type Snapshot, type Store } from "@gw-sim/store";
import type { SharedFrame } from "@gw-sim/transport";
import type { Limits } from "../../config.js";
import { Follower, type Replica } from "../../follower.js";
import { Audience, type Listener } from "./audience.js";
import { BallotBox } from "./ballot-box.js";
import type { RoomsConfig } from "./config.js";
import type { Tally } from "./ephemeral-polls.js";
import { birth, field, storeRoom } from "./fields.js";
import { decodeNews, encodeNews, type News } from "./news.js";
import { RoomState } from "./room-state.js";
import { parseRecord, recordText, type Visitor } from "./visitor.js";
import { Visitors } from "./visitors.js";

export interface RoomOptions {
	readonly store: Store;
	readonly config: RoomsConfig;
	readonly limits: Limits;
	readonly clock: Clock;
	/** The room is told nothing any more, or something could not be kept. */
	readonly failed: (room: string, why: string) => void;
}

const noPlace = "The counter has no place for such a number.";

/**
 * One room as this node sees it. Every change goes through the room's log in the store, and it is
 * the log that changes the state here and tells the subscribers: so all hear of all changes in one
 * order, and a snapshot and the changes after it fit together.
 */
export class Room implements Replica {
	readonly name: string;
	readonly audience: Audience = new Audience();
	readonly visitors: Visitors;
	readonly state: RoomState;
	/** Those that are still on their way in among them. */
	sockets = 0;
	/** Whether it is told nothing any more, and so has to be opened anew. */
	isLost = false;
	/** On the server's clock. */
	readonly openedAt: number;
	readonly #options: RoomOptions;
	readonly #key: string;
	readonly #ballotBox: BallotBox;
	#follower: Follower | null = null;

	private constructor(name: string, options: RoomOptions) {
		this.name = name;
		this.openedAt = options.clock.now();
		this.#options = options;
		this.#key = storeRoom(name);
		this.state = new RoomState(options.limits);
		this.visitors = new Visitors(this.#key, options, this.state);
		this.#ballotBox = new BallotBox(this.#key, options, this.state);
	}

	/** Resolves once the room's state is here. */
	static async open(name: string, options: RoomOptions): Promise<Room> {
		const room = new Room(name, options);
		room.#follower = await Follower.follow(options.store, room.#key, room);
		return room;
	}

	get config(): string {
		return this.state.config ?? this.#options.config.initialConfig;
	}

	/** Stops following; the room is not to be used any more. */
	end(): void {
		this.#follower?.end();
	}

	load({ fields }: Snapshot): void {
		this.state.load(fields);
		this.visitors.load(fields);
	}

	apply({ body, value }: RoomEvent): void {
		const news = decodeNews(body);
		if (news !== null) this.#tell(news, value);
	}

	/** Its clients come back to a room that is told again. */
	lost(why: string): void {
		this.isLost = true;
		this.failed(why);
		for (const listener of this.audience) listener.cut();
	}

	/** Notes that something could not be kept. */
	failed(why: string): void {
		this.#options.failed(this.name, why);
	}

	/** The snapshots that a new subscription is answered with, oldest first. */
	*snapshots({ event, id }: Subscription): Generator<string> {
		const isWanted = (candidate: string): boolean => id === "all" || id === candidate;
		if (event === "poll" || event === "ephemeralPoll") {
			const polls = event === "poll" ? this.state.polls : this.state.ephemeralPolls;
			for (const [poll, stats] of polls)
				if (isWanted(poll)) yield encodeServerMessage({ type: event, id: poll, stats });
		}
		if (event === "counter")
			for (const [counter, value] of this.state.counters)
				if (isWanted(counter)) yield this.#counterFrame(counter, value);
	}

	async chat({ message }: Chat, visitor: Visitor): Promise<void> {
		const frame = encodeServerMessage({ type: "chat", message, user: visitor.public });
		await this.#publish({ kind: "frame", to: { event: "chat", id: "all" }, frame });
	}

	async broadcast({ message, to }: SendBroadcast): Promise<void> {
		const frame = encodeServerMessage({ type: "broadcast", message });
		await this.#publish({ kind: "frame", to: to ?? null, frame });
	}

	async setConfig(value: string): Promise<void> {
		const body = encodeNews({ kind: "config" });
		await this.#options.store.apply(this.#key, { type: "put", key: field.config, value, body });
	}

	/** Replaces a session's properties, on every node that it is connected to. */
	async login(visitor: Visitor, properties: JsonObject): Promise<void> {
		const { session, suffix } = visitor;
		const value = recordText({ suffix, properties });
		const body = encodeNews({ kind: "visitor", session });
		const key = field.session(session);
		await this.#options.store.apply(this.#key, { type: "put", key, value, body });
	}

	/** Null, or why the vote was not taken. */
	vote(vote: Vote, visitor: Visitor): Promise<string | null> {
		return this.#ballotBox.vote(vote, visitor);
	}

	/** Null, or why the counter was left as it is. */
	async count({ id, delta }: Count): Promise<string | null> {
		const { store } = this.#options;
		const counter = String(id);
		const { counters } = this.state;
		const isNew = !counters.has(counter);
		if (isNew && addDecimals("0", delta) === null) return noPlace;
		if (isNew && !counters.reserve(counter)) return "This room has too many counters.";
		try {
			const born = isNew
				? store.apply(this.#key, birth("counter", counter, this.state.nextBirth++))
				: null;
			const body = encodeNews({ kind: "counter", id });
			const key = field.counter(counter);
			const added = store.apply(this.#key, { type: "add", key, delta, body });
			const [{ applied }] = await Promise.all([added, born]);
			return applied ? null : noPlace;
		} finally {
			if (isNew) counters.abandon(counter);
		}
	}

	/** Takes back what goes with a session when its last socket closes. */
	depart(visitor: Visitor): void {
		this.#ballotBox.depart(visitor).catch((error: unknown) => this.failed(messageOf(error)));
	}

	/** Tells the administrators that relay this type of message. */
	relay(message: RawMessage, from: Listener): void {
		const relaying = this.audience.relaying(message.type);
		if (relaying === null) return;
		const frame = encodeServerMessage({ type: "relay", message, user: from.profile });
		const shared: SharedFrame = { frame };
		for (const listener of relaying) listener.hear(shared);
	}

	async #publish(news: News): Promise<void> {
		await this.#options.store.apply(this.#key, { type: "append", body: encodeNews(news) });
	}

	#tell(news: News, value: string | null): void {
		switch (news.kind) {
			case "frame":
				this.audience.tell(news.to, news.frame);
				break;
			case "config":
				this.state.config = value;
				this.audience.tell(null, encodeServerMessage({ type: "config", value: this.config }));
				break;
			case "visitor": {
				const record = parseRecord(value);
				if (record !== null) this.visitors.changed(news.session, record);
				break;
			}
			case "poll": {
				const tally = parseTally(value ?? "[]");
				this.state.setPoll(String(news.id), tally);
				this.#tellPoll("poll", news.id, tally);
				break;
			}
			case "counter":
				if (value === null) break;
				this.state.counters.set(String(news.id), value);
				this.#tellSubscribers("counter", news.id, () => this.#counterFrame(news.id, value));
				break;
			case "ephemeral": {
				const { id, session, answer } = news;
				const { ephemeralPolls } = this.state;
				if (ephemeralPolls.vote(String(id), session, answer))
					this.#tellPoll("ephemeralPoll", id, ephemeralPolls.tally(String(id)));
				break;
			}
		}
	}

	#tellPoll(type: PollType, id: ItemId, stats: Tally): void {
		this.#tellSubscribers(type, id, () => encodeServerMessage({ type, id, stats }));
	}

	#tellSubscribers(event: string, id: ItemId, frame: () => string): void {
		const to = { event, id: String(id) };
		if (this.audience.subscribers.areAny(to)) this.audience.tell(to, frame());
	}

	#counterFrame(id: ItemId, value: string): string {
		return encodeServerMessage({ type: "counter", id, value }, this.#options.config);
	}
}
