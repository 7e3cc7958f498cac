import { DecodeError, type JsonObject, messageOf, safe, UsageError } from "@gw-sim/core";
import {
	type AccessReply,
	encodeClientMessage,
	type LockState,
	type Payload,
	pairCompletion,
	parseAccessReply,
	parseLockState,
	type Version,
} from "@gw-sim/protocols/lock";
import { orAborted } from "../deferred.js";
import { Emitter } from "../emitter.js";
import type { Signalled } from "../signalled.js";
import { Conversation } from "./conversation.js";
import type { LockClientEvents, LockLink } from "./events.js";
import { type LockClientOptions, lockClientSettings } from "./options.js";
import { Requests } from "./requests.js";

/**
 * A lock's connection to its hub: joins `lock:SERIAL`, keeps the connection alive, and comes back
 * after every loss in steps of 1, 2, 5, 10, then 15 s.
 * @example
 * const lock = new LockClient({ url: "ws://127.0.0.1:4000/socket/websocket", serial: "lock-8650" });
 * lock.on("problem", ({ message }) => console.error(message));
 * const { uuid, mode } = await lock.connect();
 */
export class LockClient implements AsyncDisposable {
	readonly #version: Version;
	readonly #emitter: Emitter<LockClientEvents>;
	readonly #requests: Requests;
	readonly #conversation: Conversation;
	#disposed = false;

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: LockClientOptions) {
		const settings = lockClientSettings(options);
		this.#version = settings.version;
		this.#requests = new Requests(settings);
		this.#emitter = new Emitter((event, error) => this.#listenerFailed(event, error));
		this.#conversation = new Conversation({
			settings,
			emitter: this.#emitter,
			settle: (id, outcome) => this.#requests.settle(id, outcome),
		});
	}

	/** How far the connection is. */
	get link(): LockLink {
		return this.#conversation.link;
	}

	/** What the hub last said of this lock; null before the first join, kept over a lost connection. */
	get state(): LockState | null {
		return this.#conversation.state;
	}

	/** Adds a listener; what is returned takes it away. */
	on<Name extends keyof LockClientEvents & string>(
		event: Name,
		listener: (value: LockClientEvents[Name]) => void,
	): () => void {
		return this.#emitter.on(event, listener);
	}

	/**
	 * Connects, and goes on trying until the hub has answered a join; at once where it has already.
	 * @throws ClosedError `closed` when `disconnect` is called meanwhile, `gave-up` after `maxRetries`;
	 * the signal's reason when that is aborted, which disconnects.
	 */
	async connect({ signal }: Signalled = {}): Promise<LockState> {
		signal?.throwIfAborted();
		if (this.#disposed) throw new UsageError("this client is disposed of: make a new one");
		return orAborted(this.#conversation.connect(), signal, () => void this.disconnect());
	}

	/** Leaves and closes with 1000; resolves when the socket is closed, or was cut for not closing. */
	async disconnect(): Promise<void> {
		await this.#conversation.disconnect();
	}

	/** Cuts the connection, as a lost network would; the client comes back by itself. */
	drop(): void {
		this.#conversation.drop();
	}

	/** Sends `reset`; the answer is the lock's current state. Rejects as `request`. */
	async reset(options: Signalled = {}): Promise<LockState> {
		const state = parseLockState(await this.request("reset", {}, options));
		if (state === null) throw badReply("reset");
		this.#conversation.state = state;
		return state;
	}

	/** Sends `pair:complete`: every key of `params` and the item's serial. Rejects as `request`. */
	async completePair(
		params: JsonObject,
		itemSerial: string,
		options: Signalled = {},
	): Promise<void> {
		await this.request("pair:complete", pairCompletion(params, itemSerial), options);
	}

	/** Asks whether an item may open this lock. Rejects as `request`. */
	async requestAccess(itemSerial: string, options: Signalled = {}): Promise<AccessReply> {
		const payload = { uuid: this.state?.uuid ?? "", device: itemSerial };
		const reply = parseAccessReply(await this.request("access:request", payload, options));
		if (reply === null) throw badReply("access:request");
		return reply;
	}

	/** Sends `event`, the lock's report of what it did. Rejects as `request`. */
	async sendEvent(payload: JsonObject, options: Signalled = {}): Promise<void> {
		await this.request("event", payload, options);
	}

	/**
	 * Sends any event and waits for the hub's answer.
	 * @throws LockRefusedError `refused`; TimeoutError `timeout`; ClosedError `not-online` or `closed`;
	 * UsageError `too-many`, or `bad-usage` for a payload that cannot be sent; DecodeError `bad-reply`
	 * from the calls above that expect an answer of a certain shape; the signal's reason.
	 */
	async request(
		event: string,
		payload: Payload = {},
		{ signal }: Signalled = {},
	): Promise<Payload> {
		this.#assertSendable(event, payload);
		return this.#requests.start(event, signal, (id) => {
			if (this.#disposed) this.#requests.settle(id, { ok: false, why: "not-online" });
			else this.#conversation.request(id, event, payload);
		});
	}

	/** Disconnects and releases everything; the client cannot be used again. */
	async [Symbol.asyncDispose](): Promise<void> {
		this.#disposed = true;
		await this.disconnect();
		this.#conversation.stop();
	}

	/** Encodes once on trial: found out in the machine's course, it would be too late to refuse. */
	#assertSendable(event: string, payload: Payload): void {
		try {
			encodeClientMessage({ joinRef: "1", ref: "1", topic: "", event, payload }, this.#version);
		} catch (error) {
			throw new UsageError(`${safe(event, 80)} cannot be sent: ${safe(messageOf(error))}`, {
				cause: error,
			});
		}
	}

	#listenerFailed(event: string, error: unknown): void {
		// A listener for problems that throws would be told of itself for ever.
		if (event === "problem") return;
		const message = `a listener for "${event}" threw: ${safe(messageOf(error))}`;
		this.#emitter.emit("problem", { code: "listener", message });
	}
}

function badReply(event: string): DecodeError {
	return new DecodeError(`the hub's answer to ${event} has the wrong shape`, {
		code: "bad-reply",
		closeCode: 1002,
	});
}
