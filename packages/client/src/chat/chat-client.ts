import { ClosedError, messageOf, safe, UsageError } from "@gw-sim/core";
import {
	type ClientEvent,
	encodeClientMessage,
	exceedsPayload,
	type Snowflake,
} from "@gw-sim/protocols/chat";
import { orAborted } from "../deferred.js";
import { Emitter } from "../emitter.js";
import type { Signalled } from "../signalled.js";
import { Conversation } from "./conversation.js";
import type { ChatClientEvents, ChatLink, ChatSession } from "./events.js";
import { type ChatClientOptions, type ChatClientSettings, chatClientSettings } from "./options.js";
import { type GivenNonce, outgoingId, outgoingNonce, outgoingText } from "./outgoing.js";

/** A room to be. */
export interface NewRoom {
	readonly name: string;
	/** @defaultValue "" */
	readonly description?: string;
	/** Whether everybody is told of it. @defaultValue true */
	readonly visibility?: boolean;
}

/**
 * A person's, or a bot's, connection to a chat gateway: identifies, keeps its heartbeat, and comes
 * back after every loss with its session where it can. Calls that send return at once; the gateway
 * answers by events, `refused` among them. They throw ClosedError `not-online` where nothing can be
 * sent, and UsageError `bad-usage` or `too-large` for what may not be.
 * @example
 * const chat = new ChatClient({ url: "ws://127.0.0.1:4000/chat", token });
 * chat.on("problem", ({ message }) => console.error(message));
 * chat.on("message", ({ user, content }) => console.log(user.name, content));
 * await chat.connect();
 * chat.send("Hello");
 */
export class ChatClient implements AsyncDisposable {
	readonly #settings: ChatClientSettings;
	readonly #emitter: Emitter<ChatClientEvents>;
	readonly #conversation: Conversation;
	#disposed = false;

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: ChatClientOptions) {
		this.#settings = chatClientSettings(options);
		this.#emitter = new Emitter((event, error) => this.#listenerFailed(event, error));
		this.#conversation = new Conversation({ settings: this.#settings, emitter: this.#emitter });
	}

	/** How far the connection is. */
	get link(): ChatLink {
		return this.#conversation.link;
	}

	/** What the last 140 said; null while there is no session, kept over a lost connection. */
	get session(): ChatSession | null {
		return this.#conversation.session;
	}

	/** The id of the room that this client is in; null while there is no session. */
	get room(): Snowflake | null {
		return this.#conversation.room;
	}

	/** Adds a listener; what is returned takes it away. */
	on<Name extends keyof ChatClientEvents & string>(
		event: Name,
		listener: (value: ChatClientEvents[Name]) => void,
	): () => void {
		return this.#emitter.on(event, listener);
	}

	/**
	 * Connects, and goes on trying until the gateway has answered the token; at once where it has.
	 * @throws ChatRefusedError `refused` where it will not have this client; ClosedError `closed` when
	 * `disconnect` is called meanwhile, `gave-up` after `maxRetries`; the signal's reason when that is
	 * aborted, which disconnects.
	 */
	async connect({ signal }: Signalled = {}): Promise<ChatSession> {
		signal?.throwIfAborted();
		if (this.#disposed) throw new UsageError("this client is disposed of: make a new one");
		return orAborted(this.#conversation.connect(), signal, () => void this.disconnect());
	}

	/** Ends the session and closes with 1000; resolves when the socket is closed, or was cut for not closing. */
	async disconnect(): Promise<void> {
		await this.#conversation.disconnect();
	}

	/** Cuts the connection, as a lost network would; the client comes back by itself and resumes. */
	drop(): void {
		this.#conversation.drop();
	}

	/** Says something to the room; it comes back as `message`, with the nonce. */
	send(content: string, { nonce }: { readonly nonce?: GivenNonce | undefined } = {}): void {
		this.#execute({
			type: "MESSAGE_CREATE",
			content: outgoingText(content, "content"),
			nonce: outgoingNonce(nonce),
		});
	}

	/** Takes a message back: one's own, or any as an administrator. */
	deleteMessage(messageId: Snowflake): void {
		this.#execute({ type: "MESSAGE_DELETE", messageId: outgoingId(messageId, "messageId") });
	}

	/** Tells the others in the room that something is being written. */
	startTyping(): void {
		this.#execute({ type: "START_TYPING" });
	}

	/** Creates a room, without moving there; `roomCreated` tells its id. */
	createRoom({ name, description = "", visibility = true }: NewRoom): void {
		this.#execute({
			type: "CHANNEL_ADD",
			name: outgoingText(name, "name"),
			description,
			visibility,
		});
	}

	/** Moves to another room; `roomMoved` tells that this was done. */
	moveTo(roomId: Snowflake): void {
		this.#execute({ type: "CHANNEL_MOVE", roomId: outgoingId(roomId, "roomId") });
	}

	/** Moves back to the default room. */
	leaveRoom(): void {
		this.#execute({ type: "ROOM_USER_REMOVE" });
	}

	/** Bans a user from the whole system, as an administrator. */
	ban(userId: Snowflake, reason?: string): void {
		this.#execute({
			type: "SYSTEM_BAN_ADD",
			userId: outgoingId(userId, "userId"),
			reason: reason ?? null,
		});
	}

	/** Disconnects and releases everything; the client cannot be used again. */
	async [Symbol.asyncDispose](): Promise<void> {
		this.#disposed = true;
		await this.disconnect();
		this.#conversation.stop();
	}

	#execute(event: ClientEvent): void {
		const { handled } = this.#conversation;
		if (handled === null)
			throw new ClosedError(`${event.type} was not sent: the client is not online`, {
				code: "not-online",
			});
		// A gateway would cut the connection over it.
		const { maxPayloadBytes } = this.#settings;
		const ack = handled === 0 ? null : handled;
		const frame = encodeClientMessage({ kind: "execute", event, ack });
		if (exceedsPayload(frame, maxPayloadBytes))
			throw new UsageError(
				`${event.type} was not sent: it takes more than the ${maxPayloadBytes} bytes of a payload, make it shorter`,
				{ code: "too-large" },
			);
		this.#conversation.execute(event);
	}

	#listenerFailed(event: string, error: unknown): void {
		// A listener for problems that throws would be told of itself for ever.
		if (event === "problem") return;
		const message = `a listener for "${event}" threw: ${safe(messageOf(error))}`;
		this.#emitter.emit("problem", { code: "listener", message });
	}
}
