import { DecodeError, type Frame, type JsonObject, messageOf, safe } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientMessage,
	encodeServerMessage,
	type Profile,
	type PublicUser,
	type Role,
	type ServerMessage,
} from "@gw-sim/protocols/rooms";
import type { SharedFrame } from "@gw-sim/transport";
import type { Connection } from "../../connection.js";
import type { Session } from "../../gateway.js";
import { administer, authenticate } from "./administration.js";
import type { Listener } from "./audience.js";
import { sendPaced } from "./paced.js";
import type { Room } from "./room.js";
import type { SessionTerms } from "./session-terms.js";
import type { Visitor } from "./visitor.js";

const connectionDetails = {};

/** One socket in a room: what its client says, and what it hears. */
export class RoomsSession implements Session, Listener {
	readonly connection: Connection;
	readonly room: Room;
	readonly #terms: SessionTerms;
	readonly #visitor: Visitor;
	/** Null once the room has let the socket in, or has not. */
	#entering: Promise<void> | null;
	#isIn = false;
	#isClosed = false;
	role: Role = "user";

	constructor(terms: SessionTerms, room: Room, session: string, connection: Connection) {
		this.#terms = terms;
		this.room = room;
		this.connection = connection;
		this.#visitor = room.visitors.arrive(session);
		terms.entered(room);
		this.#entering = this.#enter().catch((error: unknown) => this.#failed(error));
	}

	get profile(): Profile {
		const { session, suffix, properties } = this.#visitor;
		return { suffix, properties, id: session, connectionDetails, role: this.role };
	}

	/** What others may know of its user. */
	get publicUser(): PublicUser {
		return this.#visitor.public;
	}

	hear(frame: SharedFrame): void {
		this.connection.sendShared(frame);
	}

	cut(): void {
		this.connection.close(1011);
	}

	frame(frame: Frame): void | Promise<void> {
		return this.#entering === null
			? this.#read(frame)
			: this.#entering.then(() => this.#read(frame));
	}

	closed(): void {
		this.#isClosed = true;
		this.#isIn = false;
		this.#terms.pings?.disarm(this);
		const { room } = this;
		room.audience.remove(this);
		if (room.visitors.leave(this.#visitor)) room.depart(this.#visitor);
		this.#terms.left(room);
	}

	/** Shows the client that the line is alive. */
	ping(): void {
		this.#terms.pings?.arm(this);
		this.send({ type: "ping", ts: this.#terms.clock.wallTime() });
	}

	send(message: ServerMessage): void {
		this.connection.send(encodeServerMessage(message, this.#terms.config));
	}

	/** What the original meets with silence; `strictErrors` says it. */
	refuse(text: string): void {
		if (this.#terms.config.strictErrors) this.send({ type: "error", text });
	}

	async #enter(): Promise<void> {
		const { room } = this;
		await room.visitors.identify(this.#visitor);
		this.#entering = null;
		if (this.#isClosed) return;
		if (room.isLost) {
			this.cut();
			return;
		}
		this.#isIn = true;
		room.audience.add(this);
		this.send({ type: "config", value: room.config });
		this.#sendProfile();
		this.#terms.pings?.arm(this);
	}

	#failed(error: unknown): void {
		this.#entering = null;
		// Whoever has gone in the meantime, as when the server stops, misses nothing.
		if (this.#isClosed) return;
		this.room.failed(messageOf(error));
		this.connection.close(1011);
	}

	#sendProfile(): void {
		this.send({ type: "profile", profile: this.profile });
	}

	#read(frame: Frame): void | Promise<void> {
		if (!this.#isIn) return;
		let message: ClientMessage;
		try {
			message = decodeClientMessage(frame, { maxDepth: this.#terms.limits.depth });
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.refuse(error.message);
			return;
		}
		this.room.relay(message.raw, this);
		return this.#handle(message, frame);
	}

	#handle(message: ClientMessage, frame: Frame): void | Promise<void> {
		const visitor = this.#visitor;
		switch (message.type) {
			case "login":
				return this.#login(message.properties, Buffer.byteLength(frame));
			case "profile":
				return this.#sendProfile();
			case "subscribe":
				return this.#subscribe(message);
			case "unsubscribe":
				return this.room.audience.subscribers.remove(this, message);
			case "chat":
				return this.room.chat(message, visitor);
			case "poll":
			case "ephemeralPoll":
				if (this.isTooLong(String(message.id)) || this.isTooLong(message.answer)) return;
				return this.room.vote(message, visitor).then((why) => this.#refuseIf(why));
			case "counter":
				if (this.isTooLong(String(message.id))) return;
				return this.room.count(message).then((why) => this.#refuseIf(why));
			case "close":
				return this.connection.close();
			case "authenticate":
				if (authenticate(message, this, this.#terms)) this.#sendProfile();
				return;
			case "config":
			case "broadcast":
			case "relay":
			case "deleteRelay":
				return administer(message, this, this.#terms);
			case "ping":
				return;
			case "other":
				return this.#unknown(message.raw.type);
		}
	}

	async #login(properties: JsonObject, bytes: number): Promise<void> {
		const { limits } = this.#terms;
		if (Object.keys(properties).length > limits.properties)
			return this.refuse(`Too many properties: at most ${limits.properties}.`);
		if (bytes > limits.propertiesBytes)
			return this.refuse(`Properties too large: at most ${limits.propertiesBytes} bytes.`);
		await this.room.login(this.#visitor, properties);
		this.#sendProfile();
	}

	/** Without meaning, unless an administrator is told of it. */
	#unknown(type: string): void {
		if (this.room.audience.relaying(type) === null)
			this.refuse(`Unknown type "${safe(type, 40)}".`);
	}

	#subscribe(message: { readonly event: string; readonly id: string }): void | Promise<void> {
		const { event, id } = message;
		if (this.isTooLong(event) || this.isTooLong(id)) return;
		const { subscribers } = this.room.audience;
		const { clock, limits } = this.#terms;
		const { subscriptions, maxBufferedBytes } = limits;
		if (subscribers.countOf(this) >= subscriptions && !subscribers.has(this, message)) {
			this.refuse(`Too many subscriptions: at most ${subscriptions}.`);
			return;
		}
		subscribers.add(this, { event, id });
		return sendPaced(this.connection, this.room.snapshots({ event, id }), {
			clock,
			maxUnread: maxBufferedBytes / 4,
			isOver: () => this.#isClosed,
		});
	}

	/** Tells whether a name is longer than names may be, and its sender if it is. */
	isTooLong(name: string): boolean {
		const { nameLength } = this.#terms.limits;
		const isTooLong = name.length > nameLength;
		if (isTooLong) this.refuse(`Name too long: at most ${nameLength} characters.`);
		return isTooLong;
	}

	#refuseIf(why: string | null): void {
		if (why !== null) this.refuse(why);
	}
}
