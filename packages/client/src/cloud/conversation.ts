import { ClosedError, type Frame, messageOf, safe } from "@gw-sim/core";
import {
	type ClientMessage,
	type CloudClientEffect,
	type CloudClientInput,
	type CloudClientState,
	type CloudCounters,
	cloudClientMachine,
	cloudClientStart,
	decodeServerMessage,
	encodeClientMessage,
	type Show,
	showOf,
} from "@gw-sim/protocols/cloud";
import { Runner } from "@gw-sim/transport";
import { type Deferred, deferred } from "../deferred.js";
import type { Emitter } from "../emitter.js";
import { Link } from "../link.js";
import type { CloudClientEvents, CloudLink } from "./events.js";
import type { CloudClientSettings } from "./options.js";
import { type CloudProblemCode, droppedKind, problemOf } from "./problem.js";
import { hiddenSecret, secretFrom } from "./secret-source.js";

type Performed = Exclude<CloudClientEffect, { readonly type: "arm" | "disarm" }>;

export interface ConversationOptions {
	readonly settings: CloudClientSettings;
	readonly emitter: Emitter<CloudClientEvents>;
}

/** Longest log line, in characters; what is longer ends in an ellipsis. */
const maxLineLength = 1000;

/** The cloud machine brought to life: on a socket, with frames in and out, telling what happens. */
export class Conversation {
	readonly #settings: CloudClientSettings;
	readonly #emitter: Emitter<CloudClientEvents>;
	readonly #link: Link;
	readonly #runner: Runner<CloudClientState, CloudClientInput, CloudClientEffect>;
	/** For callers who wait for the next pong. */
	#ponging: Deferred<void> | null = null;
	#told: CloudLink = "offline";
	#coming: Deferred<void> | null = null;
	/** Of connections; a secret that comes for an earlier one is not used. */
	#attempt = 0;
	/** The last one that was sent; null before that. */
	#secret: string | null = null;
	/** As it was last told. */
	show: Show = showOf(cloudClientStart.memory.display);
	/** As it was last told. */
	dimmed = false;

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
			machine: cloudClientMachine(settings.rules),
			initial: cloudClientStart,
			clock: settings.clock,
			random: settings.random,
			perform: (effect) => this.#perform(effect),
			changed: (state) => this.#tellLink(linkOf(state)),
		});
	}

	get link(): CloudLink {
		return this.#told;
	}

	/** Whether the server wants log lines. */
	get debug(): boolean {
		return this.#runner.state.memory.debug;
	}

	get counters(): CloudCounters {
		return this.#runner.state.memory.counters;
	}

	/** Settles with the first `ok` from now on, or as a `ClosedError`. */
	connect(): Promise<void> {
		if (this.#told === "online") return Promise.resolve();
		this.#coming ??= deferred();
		const { promise } = this.#coming;
		this.#runner.dispatch({ type: "connect" });
		return promise;
	}

	async disconnect(): Promise<void> {
		this.#runner.dispatch({ type: "disconnect" });
		this.#failComing(new ClosedError("disconnected before the server said ok", { code: "closed" }));
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

	/** Pongs do not say what they answer: one answers all who wait, and so one ping asks for them. */
	async ping(): Promise<void> {
		if (this.#told !== "online")
			throw new ClosedError("no ping was sent: the lamp is not online", { code: "not-online" });
		const isFirst = this.#ponging === null;
		this.#ponging ??= deferred();
		const { promise } = this.#ponging;
		if (isFirst) this.#runner.dispatch({ type: "ping" });
		await promise;
	}

	log(line: string): void {
		this.#runner.dispatch({ type: "log", line: safe(this.#withoutSecret(line), maxLineLength) });
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
			case "secret":
				this.#authorise();
				break;
			case "send":
				this.#send(effect.message);
				break;
			case "close":
				this.#link.close();
				break;
			case "terminate":
				this.#link.terminate();
				break;
			case "joined":
				this.#coming?.resolve();
				this.#coming = null;
				break;
			case "show":
				this.show = effect.show;
				this.#emitter.emit("show", effect.show);
				break;
			case "dimmed":
				this.dimmed = effect.dimmed;
				this.#emitter.emit("dimmed", effect.dimmed);
				break;
			case "command":
				this.#emitter.emit("command", effect.command);
				if (effect.command === "update")
					this.#problem(
						"unsupported",
						"the server asked for a firmware update, which this lamp does not do; ignored",
					);
				break;
			case "rejected": {
				const text = safe(this.#withoutSecret(effect.text), 80);
				this.#problem(
					"bad-packet",
					`${text} from the server: ${effect.reason}; ignored, the server has to be mended`,
				);
				break;
			}
			case "miscoded":
				this.#problem(
					"miscoded",
					"the server sends colours with the mode of weather, as the first ones did; taken as colours from now on",
				);
				break;
			case "lost":
				this.#lost(effect);
				break;
		}
	}

	#authorise(): void {
		const attempt = this.#attempt;
		const give = (input: CloudClientInput): void => {
			if (attempt === this.#attempt) this.#runner.dispatch(input);
		};
		const { secret } = this.#settings;
		if (typeof secret === "string") {
			give({ type: "secret", secret });
			return;
		}
		secretFrom(secret).then(
			(given) => give({ type: "secret", secret: given }),
			(error: unknown) => give({ type: "no-secret", reason: messageOf(error) }),
		);
	}

	#send(message: ClientMessage): void {
		const frame = encodeClientMessage(message);
		const isSecret = message.type === "secret";
		if (isSecret) this.#secret = frame;
		this.#link.send(frame);
		this.#emitter.emit("frame", { direction: "out", frame: isSecret ? hiddenSecret : frame });
	}

	#received(frame: Frame): void {
		this.#emitter.emit("frame", { direction: "in", frame });
		const { strict } = this.#settings;
		const message = decodeServerMessage(frame, { strict });
		if (message.type === "pong") this.#ponged();
		this.#runner.dispatch({ type: "received", message });
	}

	#lost({ loss, gaveUp }: Extract<Performed, { readonly type: "lost" }>): void {
		const isOwn = loss.cause === "closed" && loss.failure?.kind === droppedKind;
		if (!isOwn) this.#emitter.emit("problem", problemOf(loss, this.#settings));
		if (!gaveUp) return;
		const message = `gave up after ${this.#settings.rules.maxRetries ?? 0} retries in a row`;
		this.#problem("gave-up", message);
		this.#failComing(new ClosedError(message, { code: "gave-up" }));
	}

	#problem(code: CloudProblemCode, message: string): void {
		this.#emitter.emit("problem", { code, message });
	}

	/** Text of the lamp or of the server, in which the secret may have come back. */
	#withoutSecret(text: string): string {
		return this.#secret === null ? text : text.replaceAll(this.#secret, hiddenSecret);
	}

	#ponged(): void {
		this.#ponging?.resolve();
		this.#ponging = null;
	}

	#failPonging(): void {
		const message = "the connection ended before the server's pong";
		this.#ponging?.reject(new ClosedError(message, { code: "closed" }));
		this.#ponging = null;
	}

	#failComing(failure: ClosedError): void {
		this.#coming?.reject(failure);
		this.#coming = null;
	}

	#tellLink(link: CloudLink): void {
		if (link === this.#told) return;
		this.#told = link;
		if (link !== "online") this.#failPonging();
		this.#emitter.emit("link", link);
	}
}

function linkOf({ name }: CloudClientState): CloudLink {
	switch (name) {
		case "authorising":
			return "joining";
		case "gave-up":
			return "offline";
		default:
			return name;
	}
}
