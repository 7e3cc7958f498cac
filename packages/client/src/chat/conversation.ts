import { ClosedError, type Frame, type GwError, messageOf, safe } from "@gw-sim/core";
import {
	type ChatClientEffect,
	type ChatClientInput,
	type ChatClientState,
	type ClientEvent,
	chatClientMachine,
	decodeServerMessage,
	defaultRoom,
	encodeClientMessage,
	errorMeaning,
	type Ready,
	type ReceivedMessage,
	type Snowflake,
} from "@gw-sim/protocols/chat";
import { Runner } from "@gw-sim/transport";
import { type Deferred, deferred } from "../deferred.js";
import type { Emitter } from "../emitter.js";
import { Link } from "../link.js";
import { ChatRefusedError } from "./errors.js";
import type { ChatClientEvents, ChatLink, ChatSession } from "./events.js";
import type { ChatClientSettings } from "./options.js";
import { droppedKind, problemOf } from "./problem.js";
import { tellEvent } from "./tell-event.js";
import { tokenFrom } from "./token-source.js";

type Performed = Exclude<ChatClientEffect, { readonly type: "arm" | "disarm" }>;

export interface ConversationOptions {
	readonly settings: ChatClientSettings;
	readonly emitter: Emitter<ChatClientEvents>;
}

/** The chat machine brought to life: on a socket, with frames in and out, telling what happens. */
export class Conversation {
	readonly #settings: ChatClientSettings;
	readonly #emitter: Emitter<ChatClientEvents>;
	readonly #link: Link;
	readonly #runner: Runner<ChatClientState, ChatClientInput, ChatClientEffect>;
	#told: ChatLink = "offline";
	#coming: Deferred<ChatSession> | null = null;
	#session: ChatSession | null = null;
	#room: Snowflake | null = null;
	/** Of connections; a token that comes for an earlier one is not used. */
	#attempt = 0;

	constructor({ settings, emitter }: ConversationOptions) {
		this.#settings = settings;
		this.#emitter = emitter;
		this.#link = new Link(settings, {
			opened: () => this.#runner.dispatch({ type: "opened" }),
			frame: (frame) => this.#received(frame),
			closed: ({ code, failure }) =>
				this.#runner.dispatch({
					type: "closed",
					code,
					...(failure === undefined ? {} : { failure }),
				}),
		});
		this.#runner = new Runner({
			machine: chatClientMachine(settings.rules),
			initial: { name: "offline" },
			clock: settings.clock,
			random: settings.random,
			perform: (effect) => this.#perform(effect),
			changed: (state) => {
				// `online` is told once the session is there to be read.
				if (state.name !== "online") this.#tell(linkOf(state));
			},
		});
	}

	get link(): ChatLink {
		return this.#told;
	}

	/** Null while there is no session, kept over a lost connection. */
	get session(): ChatSession | null {
		return this.#session;
	}

	/** Where this client is; null while there is no session. */
	get room(): Snowflake | null {
		return this.#room;
	}

	/** The last number that was handled, 0 before the first; null where nothing may be sent. */
	get handled(): number | null {
		const { state } = this.#runner;
		return state.name === "online" && state.fatalError === null ? state.session.s : null;
	}

	/** Settles with the first 140 from now on, or as an error. */
	connect(): Promise<ChatSession> {
		if (this.#told === "online" && this.#session !== null) return Promise.resolve(this.#session);
		this.#coming ??= deferred();
		const { promise } = this.#coming;
		this.#runner.dispatch({ type: "connect" });
		return promise;
	}

	async disconnect(): Promise<void> {
		this.#runner.dispatch({ type: "disconnect" });
		this.#failComing(
			new ClosedError("disconnected before the gateway answered", { code: "closed" }),
		);
		// Called by a listener, the machine goes off line once that has returned.
		await undefined;
		await this.#link.whenClosed();
	}

	drop(): void {
		if (this.#told === "offline") return;
		this.#link.terminate();
		const failure = { kind: droppedKind, message: "dropped" };
		this.#runner.dispatch({ type: "closed", code: 1006, failure });
	}

	execute(event: ClientEvent): void {
		this.#runner.dispatch({ type: "execute", event });
	}

	stop(): void {
		this.#runner.stop();
	}

	#perform(effect: Performed): void {
		switch (effect.type) {
			case "open":
				this.#attempt++;
				this.#link.open();
				break;
			case "token":
				this.#authorise();
				break;
			case "send": {
				const frame = encodeClientMessage(effect.message);
				this.#link.send(frame);
				this.#emitter.emit("frame", { direction: "out", frame });
				break;
			}
			case "close":
				this.#link.close(effect.code);
				break;
			case "terminate":
				this.#link.terminate();
				break;
			case "ready":
				this.#ready(effect.ready);
				break;
			case "event":
				if (effect.event.type === "CHANNEL_MOVE") this.#room = effect.event.room.id;
				tellEvent(this.#emitter, effect.event);
				break;
			case "foreign": {
				const { name, cnf } = effect.dispatch;
				this.#emitter.emit("event", { name, cnf });
				break;
			}
			case "refused": {
				const { code } = effect;
				this.#emitter.emit("refused", { code, meaning: errorMeaning(code) });
				break;
			}
			case "lost":
				this.#lost(effect);
				break;
		}
	}

	#authorise(): void {
		const attempt = this.#attempt;
		const give = (input: ChatClientInput): void => {
			if (attempt === this.#attempt) this.#runner.dispatch(input);
		};
		const { token } = this.#settings;
		if (typeof token === "string") {
			give({ type: "token", token });
			return;
		}
		tokenFrom(token).then(
			(given) => give({ type: "token", token: given }),
			(error: unknown) => give({ type: "no-token", reason: messageOf(error) }),
		);
	}

	#received(frame: Frame): void {
		this.#emitter.emit("frame", { direction: "in", frame });
		let message: ReceivedMessage;
		try {
			message = decodeServerMessage(frame);
		} catch (error) {
			this.#emitter.emit("problem", {
				code: "bad-frame",
				message: `${safe(messageOf(error))}; ignored, check that this is a chat gateway`,
			});
			return;
		}
		this.#runner.dispatch({ type: "received", message });
	}

	#ready({ sessionId, resumed, v, encKey }: Ready): void {
		const session: ChatSession = { sessionId, resumed, v, encKey };
		this.#session = session;
		if (!resumed) this.#room = defaultRoom.id;
		this.#tell("online");
		this.#coming?.resolve(session);
		this.#coming = null;
		this.#emitter.emit(resumed ? "resumed" : "ready", session);
	}

	#lost({ loss, end }: Extract<Performed, { readonly type: "lost" }>): void {
		const isOwn = loss.cause === "closed" && loss.failure?.kind === droppedKind;
		const problem = problemOf(loss, this.#settings);
		if (!isOwn) this.#emitter.emit("problem", problem);
		if (end === "refused") {
			const errorCode = loss.cause === "closed" ? loss.error : null;
			this.#failComing(new ChatRefusedError(problem.message, errorCode));
		}
		if (end === "gave-up") {
			const message = `gave up after ${this.#settings.rules.maxRetries ?? 0} retries in a row`;
			this.#emitter.emit("problem", { code: end, message });
			this.#failComing(new ClosedError(message, { code: end }));
		}
	}

	#failComing(failure: GwError): void {
		this.#coming?.reject(failure);
		this.#coming = null;
	}

	#tell(link: ChatLink): void {
		if (link === "offline") this.#session = this.#room = null;
		if (link === this.#told) return;
		this.#told = link;
		this.#emitter.emit("link", link);
	}
}

function linkOf({ name }: ChatClientState): ChatLink {
	switch (name) {
		case "introducing":
		case "authorising":
			return "joining";
		case "stopped":
			return "offline";
		default:
			return name;
	}
}
