import { ClosedError, type Frame, isJsonObject, messageOf, safe } from "@gw-sim/core";
import {
	decodeServerMessage,
	encodeClientMessage,
	type LockClientEffect,
	type LockClientInput,
	type LockClientState,
	type LockState,
	lockClientMachine,
	type Payload,
	type RequestOutcome,
	type ServerMessage,
} from "@gw-sim/protocols/lock";
import { Runner } from "@gw-sim/transport";
import { type Deferred, deferred } from "../deferred.js";
import type { Emitter } from "../emitter.js";
import { Link } from "../link.js";
import type { LockClientEvents, LockLink } from "./events.js";
import type { LockClientSettings } from "./options.js";
import { droppedKind, problemOf } from "./problem.js";

type Performed = Exclude<LockClientEffect, { readonly type: "arm" | "disarm" }>;

export interface ConversationOptions {
	readonly settings: LockClientSettings;
	readonly emitter: Emitter<LockClientEvents>;
	/** Told how each request ended, by the id that it was given. */
	readonly settle: (id: number, outcome: RequestOutcome) => void;
}

const offline: LockClientState = { name: "offline" };

/** The lock machine brought to life: on a socket, with frames in and out, telling what happens. */
export class Conversation {
	readonly #settings: LockClientSettings;
	readonly #emitter: Emitter<LockClientEvents>;
	readonly #settle: ConversationOptions["settle"];
	readonly #link: Link;
	readonly #runner: Runner<LockClientState, LockClientInput, LockClientEffect>;
	#told: LockLink = "offline";
	#coming: Deferred<LockState> | null = null;
	/** What the hub last said. */
	state: LockState | null = null;

	constructor({ settings, emitter, settle }: ConversationOptions) {
		this.#settings = settings;
		this.#emitter = emitter;
		this.#settle = settle;
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
			machine: lockClientMachine(settings),
			initial: offline,
			clock: settings.clock,
			random: settings.random,
			perform: (effect) => this.#perform(effect),
			changed: (state) => {
				// `online` is told once the lock's state is there to be read.
				if (state.name !== "online") this.#tell(state.name);
			},
		});
	}

	get link(): LockLink {
		return this.#told;
	}

	/** Settles with the first join from now on, or as a `ClosedError`. */
	connect(): Promise<LockState> {
		if (this.#told === "online" && this.state !== null) return Promise.resolve(this.state);
		this.#coming ??= deferred();
		const { promise } = this.#coming;
		this.#runner.dispatch({ type: "connect" });
		return promise;
	}

	async disconnect(): Promise<void> {
		this.#runner.dispatch({ type: "disconnect" });
		this.#failComing(new ClosedError("disconnected before the hub answered", { code: "closed" }));
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

	request(id: number, event: string, payload: Payload): void {
		this.#runner.dispatch({ type: "request", id, event, payload });
	}

	stop(): void {
		this.#runner.stop();
	}

	#perform(effect: Performed): void {
		switch (effect.type) {
			case "open":
				this.#link.open();
				break;
			case "send": {
				const frame = encodeClientMessage(effect.message, this.#settings.version);
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
			case "settle":
				this.#settle(effect.id, effect.outcome);
				break;
			case "joined":
				this.state = effect.state;
				this.#tell("online");
				this.#coming?.resolve(effect.state);
				this.#coming = null;
				this.#emitter.emit("joined", effect.state);
				break;
			case "lost":
				this.#lost(effect);
				break;
			case "event":
				this.#event(effect.event, effect.payload);
				break;
		}
	}

	#received(frame: Frame): void {
		this.#emitter.emit("frame", { direction: "in", frame });
		const { version } = this.#settings;
		let message: ServerMessage;
		try {
			message = decodeServerMessage(frame, version);
		} catch (error) {
			this.#emitter.emit("problem", {
				code: "bad-frame",
				message: `${safe(messageOf(error))}; ignored, check that the hub speaks vsn ${version}.0.0`,
			});
			return;
		}
		this.#runner.dispatch({ type: "received", message });
	}

	#event(event: string, payload: Payload): void {
		if (event !== "mode:pair") this.#emitter.emit("event", { event, payload });
		else if (!(payload instanceof Uint8Array) && isJsonObject(payload))
			this.#emitter.emit("pair", payload);
		else
			this.#emitter.emit("problem", {
				code: "bad-event",
				message: "the hub sent mode:pair without an object; ignored, the hub has to be mended",
			});
	}

	#lost({ loss, gaveUp }: Extract<Performed, { readonly type: "lost" }>): void {
		const isOwn = loss.cause === "closed" && loss.failure?.kind === droppedKind;
		if (!isOwn) this.#emitter.emit("problem", problemOf(loss, this.#settings));
		if (!gaveUp) return;
		const message = `gave up after ${this.#settings.maxRetries ?? 0} retries in a row`;
		this.#emitter.emit("problem", { code: "gave-up", message });
		this.#failComing(new ClosedError(message, { code: "gave-up" }));
	}

	#failComing(failure: ClosedError): void {
		this.#coming?.reject(failure);
		this.#coming = null;
	}

	#tell(name: LockClientState["name"]): void {
		const link = name === "gave-up" ? "offline" : name;
		if (link === this.#told) return;
		this.#told = link;
		this.#emitter.emit("link", link);
	}
}
