import { ClosedError, DecodeError, type Frame, messageOf, safe } from "@gw-sim/core";
import {
	decodeServerMessage,
	encodeClientMessage,
	type Profile,
	type RawMessage,
	type RoomsClientEffect,
	type RoomsClientInput,
	type RoomsClientState,
	type RoomsOutcome,
	roomsClientMachine,
	roomsClientStart,
	type ServerMessage,
} from "@gw-sim/protocols/rooms";
import { Runner } from "@gw-sim/transport";
import { type Deferred, deferred } from "../deferred.js";
import type { Emitter } from "../emitter.js";
import { Link } from "../link.js";
import type { RoomsClientEvents, RoomsLink } from "./events.js";
import type { RoomsClientSettings } from "./options.js";
import { droppedKind, problemOf } from "./problem.js";
import { tell } from "./tell.js";

type Performed = Exclude<RoomsClientEffect, { readonly type: "arm" | "disarm" }>;

/** What a caller may ask of the machine at any time. */
type Wish = Extract<
	RoomsClientInput,
	{ readonly type: "send" | "request" | "subscribe" | "unsubscribe" }
>;

export interface ConversationOptions {
	readonly settings: RoomsClientSettings;
	readonly emitter: Emitter<RoomsClientEvents>;
	/** Told how each request ended, by the id that it was given. */
	readonly settle: (id: number, outcome: RoomsOutcome) => void;
}

/** The rooms machine brought to life: on a socket, with frames in and out, telling what happens. */
export class Conversation {
	readonly #settings: RoomsClientSettings;
	readonly #emitter: Emitter<RoomsClientEvents>;
	readonly #settle: ConversationOptions["settle"];
	readonly #link: Link;
	readonly #runner: Runner<RoomsClientState, RoomsClientInput, RoomsClientEffect>;
	#dialled: string | null = null;
	#told: RoomsLink = "offline";
	#coming: Deferred<Profile> | null = null;
	/** What the server last said. */
	profile: Profile | null = null;
	/** What the server last said. */
	config: string | null = null;

	constructor({ settings, emitter, settle }: ConversationOptions) {
		this.#settings = settings;
		this.#emitter = emitter;
		this.#settle = settle;
		this.#link = new Link(
			{ ...settings, url: () => settings.endpoint.urlFor(this.#dialled), protocols: [] },
			{
				opened: () => this.#runner.dispatch({ type: "opened" }),
				frame: (frame) => this.#received(frame),
				closed: ({ code, failure }) =>
					this.#runner.dispatch({
						type: "closed",
						code,
						...(failure === undefined ? {} : { failure }),
					}),
			},
		);
		this.#runner = new Runner({
			machine: roomsClientMachine(settings.rules),
			initial: roomsClientStart(settings.endpoint.session),
			clock: settings.clock,
			random: settings.random,
			perform: (effect) => this.#perform(effect),
			changed: (state) => {
				// `online` is told once the profile is there to be read.
				if (state.name !== "online") this.#tellLink(state.name);
			},
		});
	}

	get link(): RoomsLink {
		return this.#told;
	}

	get session(): string | null {
		return this.#runner.state.memory.session;
	}

	/** Settles with the first profile from now on, or as a `ClosedError`. */
	connect(): Promise<Profile> {
		if (this.#told === "online" && this.profile !== null) return Promise.resolve(this.profile);
		this.#coming ??= deferred();
		const { promise } = this.#coming;
		this.#runner.dispatch({ type: "connect" });
		return promise;
	}

	async disconnect(): Promise<void> {
		this.#runner.dispatch({ type: "disconnect" });
		this.#failComing(
			new ClosedError("disconnected before the server sent a profile", { code: "closed" }),
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

	dispatch(input: Wish): void {
		this.#runner.dispatch(input);
	}

	stop(): void {
		this.#runner.stop();
	}

	#perform(effect: Performed): void {
		switch (effect.type) {
			case "open":
				this.#dialled = effect.session;
				this.#link.open();
				break;
			case "send":
				this.#send(effect.message);
				break;
			case "ping":
				this.#send({ type: "ping", data: this.#settings.clock.wallTime() });
				break;
			case "close":
				this.#link.close(effect.code);
				break;
			case "terminate":
				this.#link.terminate();
				break;
			case "settle":
				this.#settle(effect.id, effect.outcome);
				break;
			case "joined":
				this.profile = effect.profile;
				this.#tellLink("online");
				this.#coming?.resolve(effect.profile);
				this.#coming = null;
				this.#emitter.emit("profile", effect.profile);
				break;
			case "message":
				this.#message(effect.message);
				break;
			case "lost":
				this.#lost(effect);
				break;
		}
	}

	#send(message: RawMessage): void {
		const frame = encodeClientMessage(message);
		this.#link.send(frame);
		this.#emitter.emit("frame", { direction: "out", frame });
	}

	#received(frame: Frame): void {
		this.#emitter.emit("frame", { direction: "in", frame });
		let message: ServerMessage | null = null;
		try {
			message = decodeServerMessage(frame);
		} catch (error) {
			const isEvent = error instanceof DecodeError && error.code === "bad-event";
			this.#emitter.emit("problem", {
				code: isEvent ? "bad-event" : "bad-frame",
				message: `from the server: ${safe(messageOf(error))} Ignored; the server, or who broadcasts there, has to be mended`,
			});
		}
		this.#runner.dispatch({ type: "received", message });
	}

	#message(message: ServerMessage): void {
		if (message.type === "config") this.config = message.value;
		if (message.type === "profile") this.profile = message.profile;
		tell(this.#emitter, message);
	}

	#lost({ loss, gaveUp }: Extract<Performed, { readonly type: "lost" }>): void {
		const isOwn = loss.cause === "closed" && loss.failure?.kind === droppedKind;
		if (!isOwn) this.#emitter.emit("problem", problemOf(loss, this.#settings));
		if (!gaveUp) return;
		const message = `gave up after ${this.#settings.rules.maxRetries ?? 0} retries in a row`;
		this.#emitter.emit("problem", { code: "gave-up", message });
		this.#failComing(new ClosedError(message, { code: "gave-up" }));
	}

	#failComing(failure: ClosedError): void {
		this.#coming?.reject(failure);
		this.#coming = null;
	}

	#tellLink(name: RoomsClientState["name"]): void {
		const link = name === "gave-up" ? "offline" : name;
		if (link === this.#told) return;
		this.#told = link;
		this.#emitter.emit("link", link);
	}
}
