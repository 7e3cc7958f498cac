import { type JsonObject, type JsonValue, messageOf, safe, UsageError } from "@gw-sim/core";
import {
	authMessage,
	type BroadcastBody,
	defaultCounter,
	type ItemId,
	type Profile,
	type ProfileRequest,
	type RawMessage,
} from "@gw-sim/protocols/rooms";
import { orAborted } from "../deferred.js";
import { Emitter } from "../emitter.js";
import type { Signalled } from "../signalled.js";
import { Conversation } from "./conversation.js";
import type { RoomsClientEvents, RoomsLink } from "./events.js";
import {
	type RoomsClientOptions,
	type RoomsClientSettings,
	roomsClientSettings,
} from "./options.js";
import {
	assertSendable,
	type Delta,
	outgoingDelta,
	outgoingItem,
	outgoingSubscription,
} from "./outgoing.js";
import { notOnline, Requests } from "./requests.js";

/** A message of any type, to everybody or to the subscribers of `event` or `event:id`. */
export interface OutgoingBroadcast extends BroadcastBody {
	readonly to?: string;
}

/**
 * A connection to a room: it comes back to its session after every loss in steps of 1, 2, 5, 10,
 * then 15 s, and listens again to what it listened to.
 *
 * What is sent without an answer throws: ClosedError `not-online`, UsageError `bad-usage`. What only
 * an admin may do, the server ignores from others without a word.
 * @example
 * const room = new RoomsClient({ url: "ws://127.0.0.1:4000/websocket", room: "lobby" });
 * room.on("chat", ({ message, user }) => console.log(user.suffix, message));
 * room.subscribe("chat");
 * const { suffix } = await room.connect();
 * room.chat(`${suffix} is here`);
 */
export class RoomsClient implements AsyncDisposable {
	readonly #settings: RoomsClientSettings;
	readonly #emitter: Emitter<RoomsClientEvents>;
	readonly #requests: Requests;
	readonly #conversation: Conversation;
	/** The one that was right, where it is to be kept. */
	#signingKey: string | null = null;
	#disposed = false;

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: RoomsClientOptions) {
		const settings = roomsClientSettings(options);
		this.#settings = settings;
		this.#requests = new Requests(settings.rules);
		this.#emitter = new Emitter((event, error) => this.#listenerFailed(event, error));
		this.#conversation = new Conversation({
			settings,
			emitter: this.#emitter,
			settle: (id, outcome) => this.#requests.settle(id, outcome),
		});
		this.#emitter.on("link", (link) => {
			if (link === "online" && this.#signingKey !== null) void this.#authenticateAgain();
		});
	}

	/** How far the connection is. */
	get link(): RoomsLink {
		return this.#conversation.link;
	}

	/** The room's name. */
	get room(): string {
		return this.#settings.endpoint.room;
	}

	/** The profile that the server last sent; null before the first, kept over a lost connection. */
	get profile(): Profile | null {
		return this.#conversation.profile;
	}

	/** The room's configuration; null before the server told it, kept over a lost connection. */
	get config(): string | null {
		return this.#conversation.config;
	}

	/** The session to go on with in a later life, as the option `session`; a secret. Null before the first profile. */
	get session(): string | null {
		return this.#conversation.session;
	}

	/** Adds a listener; what is returned takes it away. */
	on<Name extends keyof RoomsClientEvents & string>(
		event: Name,
		listener: (value: RoomsClientEvents[Name]) => void,
	): () => void {
		return this.#emitter.on(event, listener);
	}

	/**
	 * Connects, and goes on trying until the server has sent a profile; at once where it has already.
	 * @throws ClosedError `closed` when `disconnect` is called meanwhile, `gave-up` after `maxRetries`;
	 * the signal's reason when that is aborted, which disconnects.
	 */
	async connect({ signal }: Signalled = {}): Promise<Profile> {
		signal?.throwIfAborted();
		if (this.#disposed) throw new UsageError("this client is disposed of: make a new one");
		return orAborted(this.#conversation.connect(), signal, () => void this.disconnect());
	}

	/** Closes with 1000; resolves when the socket is closed, or was cut for not closing. */
	async disconnect(): Promise<void> {
		await this.#conversation.disconnect();
	}

	/** Cuts the connection, as a lost network would; the client comes back by itself. */
	drop(): void {
		this.#conversation.drop();
	}

	/**
	 * Replaces all properties of this session; those that begin with `_` are told to nobody else. Made
	 * again by itself where the server has forgotten the session.
	 * @throws ClosedError `not-online`, `closed`; TimeoutError `timeout`; UsageError `too-many`,
	 * `bad-usage`; the signal's reason.
	 */
	async login(properties: JsonObject, options: Signalled = {}): Promise<Profile> {
		assertSendable({ type: "login", data: properties });
		return this.#ask({ kind: "login", properties }, options);
	}

	/** Asks for the profile. Rejects as `login`. */
	async getProfile(options: Signalled = {}): Promise<Profile> {
		return this.#ask({ kind: "profile" }, options);
	}

	/**
	 * Becomes an admin of the room, for this connection.
	 * @throws RefusedError `wrong-timestamp`, `wrong-key`; TimeoutError `timeout`, which is how most
	 * servers take a wrong key; and as `login`.
	 */
	async authenticate(signingKey: string, options: Signalled = {}): Promise<Profile> {
		const ts = this.#settings.clock.wallTime();
		const hash = this.#settings.sha256(authMessage(this.room, String(ts), signingKey));
		const key = typeof hash === "string" ? hash : await hash;
		const profile = await this.#ask({ kind: "authenticate", ts, key }, options);
		if (this.#settings.keepAuthenticated) this.#signingKey = signingKey;
		return profile;
	}

	/**
	 * Listens to an event, or to one id of it: `subscribe("poll")`, `subscribe("poll", "lunch")`. Polls
	 * and counters are told as they are at once. Remembered off line, and for every later connection.
	 */
	subscribe(event: string, id?: ItemId): void {
		const subscription = outgoingSubscription(event, id);
		this.#conversation.dispatch({ type: "subscribe", subscription });
	}

	/** Stops listening; without an id to every id of the event. */
	unsubscribe(event: string, id?: ItemId): void {
		const subscription = outgoingSubscription(event, id);
		this.#conversation.dispatch({ type: "unsubscribe", subscription });
	}

	/** Says anything to who listens to `chat`; without an argument, something without a message. */
	chat(message?: JsonValue): void {
		this.send("chat", message);
	}

	/** Votes, or votes anew: a session has one vote in a poll. */
	vote(poll: ItemId, answer: ItemId): void {
		this.send("poll", { id: outgoingItem(poll, "poll"), answer: outgoingItem(answer, "answer") });
	}

	/** As `vote`, in a poll whose votes go with their voters. */
	voteEphemeral(poll: ItemId, answer: ItemId): void {
		const data = { id: outgoingItem(poll, "poll"), answer: outgoingItem(answer, "answer") };
		this.send("ephemeralPoll", data);
	}

	/** Adds to a counter; text and bigints travel as text. */
	count(counter: ItemId = defaultCounter, delta: Delta = 1): void {
		this.send("counter", { id: outgoingItem(counter, "counter"), value: outgoingDelta(delta) });
	}

	/** Admins only: sets the room's configuration, which everybody is told. */
	setConfig(text: string): void {
		this.send("config", text);
	}

	/** Admins only: sends a message of any type to everybody, or to subscribers. */
	broadcast({ type, data, to }: OutgoingBroadcast): void {
		this.send("broadcast", {
			...(type === undefined ? {} : { type }),
			...(data === undefined ? {} : { data }),
			...(to === undefined ? {} : { to }),
		});
	}

	/** Admins only: has this connection told of everybody's messages of a type. */
	relay(type: string): void {
		if (type === "") throw new UsageError("a type to relay must not be empty: name one as chat");
		this.send("relay", type);
	}

	/** Admins only: ends a relay, or all of them. */
	deleteRelay(type?: string): void {
		this.send("deleteRelay", type);
	}

	/** Asks the server to close; the client comes back by itself, as after any close. */
	requestClose(): void {
		this.send("close");
	}

	/** Sends a message of any type, as one that only relays hear of. */
	send(type: string, data?: JsonValue): void {
		const message: RawMessage = data === undefined ? { type } : { type, data };
		assertSendable(message);
		if (this.#disposed || this.link !== "online") throw notOnline(type);
		this.#conversation.dispatch({ type: "send", message });
	}

	/** Disconnects and releases everything; the client cannot be used again. */
	async [Symbol.asyncDispose](): Promise<void> {
		this.#disposed = true;
		this.#signingKey = null;
		await this.disconnect();
		this.#conversation.stop();
	}

	async #ask(request: ProfileRequest, { signal }: Signalled): Promise<Profile> {
		return this.#requests.start(request.kind, signal, (id) => {
			if (this.#disposed) this.#requests.settle(id, { ok: false, why: "not-online" });
			else this.#conversation.dispatch({ type: "request", id, request });
		});
	}

	async #authenticateAgain(): Promise<void> {
		try {
			await this.authenticate(this.#signingKey ?? "");
		} catch (error) {
			// A connection that ended meanwhile is a problem of its own.
			if (this.link !== "online") return;
			const message = `no admin on the new connection: ${safe(messageOf(error))}`;
			this.#emitter.emit("problem", { code: "not-authenticated", message });
		}
	}

	#listenerFailed(event: string, error: unknown): void {
		// A listener for problems that throws would be told of itself for ever.
		if (event === "problem") return;
		const message = `a listener for "${event}" threw: ${safe(messageOf(error))}`;
		this.#emitter.emit("problem", { code: "listener", message });
	}
}
