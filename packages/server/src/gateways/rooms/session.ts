import { DecodeError, type Frame, messageOf } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeClientMessage,
	encodeServerMessage,
	type Profile,
	type PublicUser,
	type Role,
	type ServerMessage,
	Subscriptions,
} from "@gw-sim/protocols/rooms";
import type { SharedFrame } from "@gw-sim/transport";
import type { Connection } from "../../connection.js";
import type { Session } from "../../gateway.js";
import { administer, authenticate } from "./administration.js";
import type { Listener } from "./audience.js";
import type { Room } from "./room.js";
import type { SessionTerms } from "./session-terms.js";
import type { Visitor } from "./visitor.js";

const connectionDetails = {};

/** One socket in a room: what its client says, and what it hears. */
export class RoomsSession implements Session, Listener {
	readonly connection: Connection;
	readonly room: Room;
	readonly #terms: SessionTerms;
	readonly #session: string;
	/** Null until the room has taken the session in, and once the socket is gone. */
	#visitor: Visitor | null = null;
	#entering: Promise<void> | null;
	#stopPings: () => void = () => {};
	#isClosed = false;
	subscriptions: Subscriptions | null = null;
	role: Role = "user";

	constructor(terms: SessionTerms, room: Room, session: string, connection: Connection) {
		this.#terms = terms;
		this.room = room;
		this.#session = session;
		this.connection = connection;
		this.#entering = this.#enter().catch((error: unknown) => this.#failed(error));
	}

	get profile(): Profile {
		const { suffix = 0, properties = {} } = this.#visitor ?? {};
		const { role } = this;
		return { suffix, properties, id: this.#session, connectionDetails, role };
	}

	/** What others may know of its user. */
	get publicUser(): PublicUser {
		return this.#visitor?.public ?? { suffix: 0, properties: {} };
	}

	hear(frame: SharedFrame): void {
		this.connection.sendShared(frame);
	}

	frame(frame: Frame): void | Promise<void> {
		return this.#entering === null
			? this.#read(frame)
			: this.#entering.then(() => this.#read(frame));
	}

	closed(): void {
		this.#isClosed = true;
		this.#stopPings();
		const visitor = this.#visitor;
		if (visitor === null) return;
		this.#visitor = null;
		this.room.audience.remove(this);
		if (this.room.visitors.leave(visitor))
			this.room.depart(visitor).catch((error: unknown) => this.room.lost(messageOf(error)));
		this.#terms.left(this.room);
	}

	send(message: ServerMessage): void {
		this.connection.send(encodeServerMessage(message, this.#terms.config));
	}

	/** What the original meets with silence; `strictErrors` says it. */
	refuse(text: string): void {
		if (this.#terms.config.strictErrors) this.send({ type: "error", text });
	}

	async #enter(): Promise<void> {
		const visitor = await this.room.visitors.enter(this.#session);
		this.#entering = null;
		if (this.#isClosed) {
			this.room.visitors.leave(visitor);
			return;
		}
		this.#visitor = visitor;
		this.room.audience.add(this);
		this.#terms.entered(this.room);
		this.send({ type: "config", value: this.room.config });
		this.#sendProfile();
		this.#stopPings = this.#terms.pings.add(() => this.#ping());
	}

	#failed(error: unknown): void {
		this.room.lost(messageOf(error));
		this.connection.close(1011);
	}

	#ping(): void {
		this.send({ type: "ping", ts: this.#terms.clock.wallTime() });
	}

	#sendProfile(): void {
		this.send({ type: "profile", profile: this.profile });
	}

	#read(frame: Frame): void | Promise<void> {
		const visitor = this.#visitor;
		if (visitor === null) return;
		let message: ClientMessage;
		try {
			message = decodeClientMessage(frame, { maxDepth: this.#terms.limits.depth });
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.refuse(error.message);
			return;
		}
		this.room.relay(message.raw, this);
		return this.#handle(message, visitor, frame.length);
	}

	#handle(message: ClientMessage, visitor: Visitor, size: number): void | Promise<void> {
		switch (message.type) {
			case "login": {
				const { properties, propertiesBytes } = this.#terms.limits;
				if (Object.keys(message.properties).length > properties)
					return this.refuse(`Too many properties: at most ${properties}.`);
				if (size > propertiesBytes)
					return this.refuse(`Properties too large: at most ${propertiesBytes} characters.`);
				return this.room.login(visitor, message.properties).then(() => this.#sendProfile());
			}
			case "profile":
				return this.#sendProfile();
			case "subscribe":
				return this.#subscribe(message);
			case "unsubscribe":
				return this.subscriptions?.remove(message);
			case "chat":
				return this.room.chat(message, visitor);
			case "poll":
			case "ephemeralPoll":
				if (this.#isTooLong(String(message.id)) || this.#isTooLong(message.answer)) return;
				return this.room.vote(message, visitor).then((full) => this.#refuseFull(full));
			case "counter":
				if (this.#isTooLong(String(message.id))) return;
				return this.room.count(message).then((full) => this.#refuseFull(full));
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
			case "other":
				return;
		}
	}

	#subscribe(message: { readonly event: string; readonly id: string }): void {
		const { event, id } = message;
		if (this.#isTooLong(event) || this.#isTooLong(id)) return;
		this.subscriptions ??= new Subscriptions();
		const { subscriptions } = this.#terms.limits;
		if (this.subscriptions.size >= subscriptions && !this.subscriptions.has(message)) {
			this.refuse(`Too many subscriptions: at most ${subscriptions}.`);
			return;
		}
		this.subscriptions.add({ event, id });
		for (const frame of this.room.snapshots({ event, id })) this.connection.send(frame);
	}

	#isTooLong(name: string): boolean {
		const { nameLength } = this.#terms.limits;
		const isTooLong = name.length > nameLength;
		if (isTooLong) this.refuse(`Name too long: at most ${nameLength} characters.`);
		return isTooLong;
	}

	#refuseFull(full: string | null): void {
		if (full !== null) this.refuse(`This room has ${full}.`);
	}
}
