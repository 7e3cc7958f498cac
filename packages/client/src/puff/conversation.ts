import { ClosedError, type Frame, type GwError, messageOf, safe } from "@gw-sim/core";
import {
	type ClientMessage,
	decodeServerMessage,
	encodeClientMessage,
	type Hello,
	LiveGroup,
	type PublicGroup,
	type PuffClientEffect,
	type PuffClientInput,
	type PuffClientState,
	type PuffConnectTrouble,
	type PuffOutcome,
	puffClientMachine,
	puffClientStart,
	type ReceivedJoinedGroup,
	type ReceivedMessage,
} from "@gw-sim/protocols/puff";
import { Runner } from "@gw-sim/transport";
import { type Deferred, deferred } from "../deferred.js";
import type { Emitter } from "../emitter.js";
import { Link } from "../link.js";
import { PuffRefusedError } from "./errors.js";
import type { PuffClientEvents, PuffLink, PuffSession } from "./events.js";
import { Inbound } from "./inbound.js";
import type { PuffClientSettings } from "./options.js";
import { droppedKind, problemOf, rejoinProblem } from "./problem.js";
import { tellEvent } from "./tell-event.js";

type Performed = Exclude<PuffClientEffect, { readonly type: "arm" | "disarm" }>;

/** What a caller may ask of the machine at any time. */
type Wish = Extract<
	PuffClientInput,
	{ readonly type: "create" | "join" | "leave" | "device" | "user" | "edit" | "inquire" }
>;

export interface ConversationOptions {
	readonly settings: PuffClientSettings;
	readonly emitter: Emitter<PuffClientEvents>;
	/** Told how each request ended, by the id that it was given. */
	readonly settle: (id: number, outcome: PuffOutcome) => void;
}

/** The puff machine brought to life: on a socket, with frames in and out, telling what happens. */
export class Conversation {
	readonly #settings: PuffClientSettings;
	readonly #emitter: Emitter<PuffClientEvents>;
	readonly #settle: ConversationOptions["settle"];
	readonly #link: Link;
	readonly #inbound: Inbound;
	readonly #runner: Runner<PuffClientState, PuffClientInput, PuffClientEffect>;
	#told: PuffLink = "offline";
	#coming: Deferred<PuffSession> | null = null;
	#session: PuffSession | null = null;
	#group: LiveGroup | null = null;
	#publicGroups: readonly PublicGroup[] | null = null;

	constructor({ settings, emitter, settle }: ConversationOptions) {
		this.#settings = settings;
		this.#emitter = emitter;
		this.#settle = settle;
		this.#inbound = new Inbound({
			inflate: settings.inflate,
			maxBytes: settings.maxMessageBytes,
			listener: {
				text: (text) => this.#text(text),
				bad: (error) =>
					error.code === "too-big"
						? this.#runner.dispatch({ type: "too-big" })
						: this.#badFrame(error),
				closed: (info) => this.#closed(info),
			},
		});
		this.#link = new Link(
			{ ...settings, url: settings.endpoint.url, protocols: [] },
			{
				opened: () => this.#runner.dispatch({ type: "opened" }),
				frame: (frame) => this.#received(frame),
				closed: (info) => this.#inbound.closed(info),
			},
		);
		this.#runner = new Runner({
			machine: puffClientMachine(settings.rules),
			initial: puffClientStart(settings.user),
			clock: settings.clock,
			random: settings.random,
			perform: (effect) => this.#perform(effect),
			changed: (state, previous) => {
				// What makes it online is to be read by then.
				if (linkOf(state) !== "online" || previous.name === "live") this.#tellLink();
			},
		});
	}

	get link(): PuffLink {
		return this.#told;
	}

	/** Whether anything can be sent. */
	get isLive(): boolean {
		return this.#runner.state.name === "live";
	}

	/** Null while there is none. */
	get session(): PuffSession | null {
		return this.#session;
	}

	/** The group that this client is in; null for none. */
	get group(): LiveGroup | null {
		return this.#group;
	}

	/** What is remembered from one connection to the next. */
	get memory(): PuffClientState["memory"] {
		return this.#runner.state.memory;
	}

	/** The list that the gateway told last; null before the first. */
	get publicGroups(): readonly PublicGroup[] | null {
		return this.#publicGroups;
	}

	/** Settles with the first hello from now on, or as an error. */
	connect(): Promise<PuffSession> {
		if (this.#session !== null) return Promise.resolve(this.#session);
		this.#coming ??= deferred();
		const { promise } = this.#coming;
		this.#runner.dispatch({ type: "connect" });
		return promise;
	}

	async disconnect(): Promise<void> {
		this.#runner.dispatch({ type: "disconnect" });
		this.#failComing(
			new ClosedError("disconnected before the gateway said hello", { code: "closed" }),
		);
		// Called by a listener, the machine goes off line once that has returned.
		await undefined;
		await this.#link.whenClosed();
	}

	drop(): void {
		if (this.#told === "offline") return;
		this.#link.terminate();
		this.#inbound.clear();
		this.#closed({ code: 1006, failure: { kind: droppedKind, message: "dropped" } });
	}

	dispatch(input: Wish): void {
		this.#runner.dispatch(input);
	}

	stop(): void {
		this.#runner.stop();
		this.#inbound.clear();
	}

	#perform(effect: Performed): void {
		switch (effect.type) {
			case "open":
				this.#inbound.clear();
				this.#link.open();
				break;
			case "send":
				this.#send(effect.message);
				break;
			case "close":
				this.#inbound.clear();
				this.#link.close(effect.code);
				break;
			case "terminate":
				this.#inbound.clear();
				this.#link.terminate();
				break;
			case "settle":
				this.#settle(effect.id, effect.outcome);
				break;
			case "hello":
				this.#hello(effect.hello);
				break;
			case "joined":
				this.#joined(effect.joined);
				break;
			case "left":
				this.#left();
				break;
			case "event": {
				const { event } = effect;
				if (event.type === "PUBLIC_GROUPS_UPDATE") this.#publicGroups = event.groups;
				const self = this.#session?.sessionId ?? "";
				tellEvent({ emitter: this.#emitter, group: this.#group, self }, event);
				break;
			}
			case "rejoin-failed":
				this.#emitter.emit("problem", rejoinProblem(effect.groupId, effect.code, this.#settings));
				break;
			case "lost":
				this.#lost(effect);
				break;
		}
	}

	#send(message: ClientMessage): void {
		const frame = encodeClientMessage(message);
		this.#link.send(frame);
		this.#emitter.emit("frame", { direction: "out", frame });
	}

	#received(frame: Frame): void {
		this.#emitter.emit("frame", { direction: "in", frame });
		this.#inbound.frame(frame);
	}

	#text(text: string): void {
		let message: ReceivedMessage;
		try {
			message = decodeServerMessage(text);
		} catch (error) {
			this.#badFrame(error);
			return;
		}
		this.#runner.dispatch({ type: "received", message });
	}

	#badFrame(error: unknown): void {
		this.#emitter.emit("problem", {
			code: "bad-frame",
			message: `${safe(messageOf(error))}; ignored, check that this is a puff gateway`,
		});
	}

	#closed({
		code,
		failure,
	}: {
		readonly code: number;
		readonly failure?: PuffConnectTrouble;
	}): void {
		this.#runner.dispatch({
			type: "closed",
			code,
			...(failure === undefined ? {} : { failure }),
		});
	}

	#hello({ sessionId, heartbeatIntervalMs }: Hello): void {
		const session: PuffSession = { sessionId, heartbeatIntervalMs };
		this.#session = session;
		this.#tellLink();
		this.#coming?.resolve(session);
		this.#coming = null;
		this.#emitter.emit("hello", session);
	}

	#joined(joined: ReceivedJoinedGroup): void {
		if (this.#group !== null && this.#group.groupId !== joined.groupId) this.#left();
		const group = new LiveGroup(joined, this.#session?.sessionId ?? "");
		this.#group = group;
		this.#tellLink();
		this.#emitter.emit("joined", group);
	}

	#left(): void {
		if (this.#group === null) return;
		const { groupId } = this.#group;
		this.#group = null;
		this.#emitter.emit("left", { groupId });
	}

	#lost({ loss, end }: Extract<Performed, { readonly type: "lost" }>): void {
		const isOwn = loss.cause === "closed" && loss.failure?.kind === droppedKind;
		const problem = problemOf(loss, end, this.#settings);
		if (!isOwn) this.#emitter.emit("problem", problem);
		if (end === "refused") this.#failComing(new PuffRefusedError(problem.message, problem.code));
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

	#tellLink(): void {
		const { state } = this.#runner;
		if (state.name !== "live") this.#session = null;
		const link = linkOf(state);
		if (link === this.#told) return;
		this.#told = link;
		this.#emitter.emit("link", link);
	}
}

function linkOf(state: PuffClientState): PuffLink {
	switch (state.name) {
		case "offline":
		case "stopped":
			return "offline";
		case "greeting":
			return "joining";
		case "live":
			return state.groupId === state.memory.group ? "online" : "joining";
		case "connecting":
		case "backoff":
			return state.name;
	}
}
