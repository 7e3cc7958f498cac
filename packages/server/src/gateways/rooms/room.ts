import type { Clock, JsonObject } from "@gw-sim/core";
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
import { parseTally, type RoomEvent, type Snapshot, type Store } from "@gw-sim/store";
import type { SharedFrame } from "@gw-sim/transport";
import type { Limits } from "../../config.js";
import { Follower, type Replica } from "../../follower.js";
import { Audience, type Listener } from "./audience.js";
import type { RoomsConfig } from "./config.js";
import type { Tally } from "./ephemeral-polls.js";
import { field, storeRoom } from "./fields.js";
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

/** Why a change was not made: the room is full of such things. */
export type Full = "too many polls" | "too many answers" | "too many votes" | "too many counters";

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
	/** On the server's clock. */
	readonly openedAt: number;
	readonly #options: RoomOptions;
	readonly #key: string;
	#follower: Follower | null = null;

	private constructor(name: string, options: RoomOptions) {
		this.name = name;
		this.openedAt = options.clock.now();
		this.#options = options;
		this.#key = storeRoom(name);
		this.state = new RoomState(options.limits);
		this.visitors = new Visitors(this.#key, options, this.state);
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
	}

	apply({ body, value }: RoomEvent): void {
		const news = decodeNews(body);
		if (news !== null) this.#tell(news, value);
	}

	lost(why: string): void {
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
	async vote(vote: Vote, { session }: Visitor): Promise<Full | null> {
		return vote.type === "poll" ? this.#vote(vote, session) : this.#voteEphemeral(vote, session);
	}

	/** Null, or why the counter was left as it is. */
	async count({ id, delta }: Count): Promise<Full | null> {
		const key = String(id);
		const { counters } = this.state;
		const isNew = !counters.has(key);
		if (isNew && !counters.reserve(key)) return "too many counters";
		const birth = isNew ? this.state.nextBirth++ : null;
		try {
			const { applied } = await this.#options.store.apply(this.#key, {
				type: "add",
				key: field.counter(key),
				delta,
				body: encodeNews({ kind: "counter", id }),
			});
			if (applied && birth !== null) await this.#remember("counter", key, birth);
		} finally {
			counters.abandon(key);
		}
		return null;
	}

	/** Takes back what goes with a session when its last socket closes. */
	async depart({ session }: Visitor): Promise<void> {
		for (const id of this.state.ephemeralPolls.votedBy(session))
			await this.#publish({ kind: "ephemeral", id, session, answer: null });
	}

	/** Tells the administrators that relay this type of message. */
	relay(message: RawMessage, from: Listener): void {
		const relaying = this.audience.relaying(message.type);
		if (relaying === null) return;
		const frame = encodeServerMessage({ type: "relay", message, user: from.profile });
		const shared: SharedFrame = { frame };
		for (const listener of relaying) listener.hear(shared);
	}

	async #vote({ id, answer }: Vote, session: string): Promise<Full | null> {
		const poll = String(id);
		const { polls } = this.state;
		const { store, limits } = this.#options;
		const tally = polls.get(poll);
		if (tally !== null && tally.size >= limits.answers && !tally.has(answer))
			return "too many answers";
		if (this.state.ballots >= limits.ballots) {
			const ballot = await store.get(this.#key, field.ballot(session, poll));
			if (ballot === null) return "too many votes";
		}
		const isNew = !polls.has(poll);
		if (isNew && !polls.reserve(poll)) return "too many polls";
		const birth = isNew ? this.state.nextBirth++ : null;
		try {
			await store.apply(this.#key, {
				type: "vote",
				key: field.poll(poll),
				ballot: field.ballot(session, poll),
				choice: answer,
				body: encodeNews({ kind: "poll", id }),
			});
			if (birth !== null) await this.#remember("poll", poll, birth);
		} finally {
			polls.abandon(poll);
		}
		return null;
	}

	async #voteEphemeral({ id, answer }: Vote, session: string): Promise<Full | null> {
		const poll = String(id);
		const { limits } = this.#options;
		const { ephemeralPolls } = this.state;
		const tally = ephemeralPolls.tally(poll);
		if (tally.size >= limits.answers && !tally.has(answer)) return "too many answers";
		if (!ephemeralPolls.has(poll)) {
			if (ephemeralPolls.size >= limits.polls) return "too many polls";
			ephemeralPolls.add(poll);
		}
		await this.#publish({ kind: "ephemeral", id, session, answer });
		return null;
	}

	/** Keeps the order in which things came to be, which a store does not. */
	async #remember(kind: "poll" | "counter", id: string, birth: number): Promise<void> {
		const key = field.birth(kind, id);
		await this.#options.store.apply(this.#key, { type: "put", key, value: String(birth) });
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
				ephemeralPolls.vote(String(id), session, answer);
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
		if (this.audience.hasListener(to)) this.audience.tell(to, frame());
	}

	#counterFrame(id: ItemId, value: string): string {
		return encodeServerMessage({ type: "counter", id, value }, this.#options.config);
	}
}
