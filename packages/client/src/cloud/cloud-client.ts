import { messageOf, safe, UsageError } from "@gw-sim/core";
import type { CloudCounters, Show } from "@gw-sim/protocols/cloud";
import { orAborted } from "../deferred.js";
import { Emitter } from "../emitter.js";
import type { Signalled } from "../signalled.js";
import { Conversation } from "./conversation.js";
import type { CloudClientEvents, CloudLink } from "./events.js";
import { type CloudClientOptions, cloudClientSettings } from "./options.js";

/**
 * A lamp's connection to its cloud server: logs in with the secret, knows what to show, and comes
 * back after every loss in steps of 1 s doubling to 30 s.
 * @example
 * const lamp = new CloudClient({ url: "ws://127.0.0.1:4000/cloud" });
 * lamp.on("problem", ({ message }) => console.error(message));
 * lamp.on("show", (show) => console.log(show));
 * await lamp.connect();
 */
export class CloudClient implements AsyncDisposable {
	readonly #emitter: Emitter<CloudClientEvents>;
	readonly #conversation: Conversation;
	#disposed = false;

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: CloudClientOptions) {
		const settings = cloudClientSettings(options);
		this.#emitter = new Emitter((event, error) => this.#listenerFailed(event, error));
		this.#conversation = new Conversation({ settings, emitter: this.#emitter });
	}

	/** How far the connection is. */
	get link(): CloudLink {
		return this.#conversation.link;
	}

	/** What the lamp shows: off before the server said anything, kept over a lost connection. */
	get show(): Show {
		return this.#conversation.show;
	}

	/** Whether the light is low for want of a connection. */
	get dimmed(): boolean {
		return this.#conversation.dimmed;
	}

	/** Whether the server wants log lines. */
	get debug(): boolean {
		return this.#conversation.debug;
	}

	/** What came from the server and was of no use. */
	get counters(): CloudCounters {
		return this.#conversation.counters;
	}

	/** Adds a listener; what is returned takes it away. */
	on<Name extends keyof CloudClientEvents & string>(
		event: Name,
		listener: (value: CloudClientEvents[Name]) => void,
	): () => void {
		return this.#emitter.on(event, listener);
	}

	/**
	 * Connects, and goes on trying until the server has said `ok`; at once where it has already.
	 * @throws ClosedError `closed` when `disconnect` is called meanwhile, `gave-up` after `maxRetries`;
	 * the signal's reason when that is aborted, which disconnects.
	 */
	async connect({ signal }: Signalled = {}): Promise<void> {
		signal?.throwIfAborted();
		if (this.#disposed) throw new UsageError("this client is disposed of: make a new one");
		await orAborted(this.#conversation.connect(), signal, () => void this.disconnect());
	}

	/**
	 * Closes with an empty close frame, the only one that the original server understands; resolves
	 * when the socket is closed, or was cut for not closing.
	 */
	async disconnect(): Promise<void> {
		await this.#conversation.disconnect();
	}

	/** Cuts the connection, as a lost network would; the client comes back by itself. */
	drop(): void {
		this.#conversation.drop();
	}

	/**
	 * Asks the server whether it is there, as the client does by itself all the time; resolves when it
	 * has answered. Calls that wait at the same time share one ping.
	 * @throws ClosedError `not-online`, or `closed` when the connection ends before that.
	 */
	async ping(): Promise<void> {
		await this.#conversation.ping();
	}

	/**
	 * Sends a line of the lamp's log, where the server wants them and the client is online; otherwise
	 * it is lost. Control characters are escaped, and the secret is never sent again this way.
	 */
	log(line: string): void {
		this.#conversation.log(line);
	}

	/** Disconnects and releases everything; the client cannot be used again. */
	async [Symbol.asyncDispose](): Promise<void> {
		this.#disposed = true;
		await this.disconnect();
		this.#conversation.stop();
	}

	#listenerFailed(event: string, error: unknown): void {
		// A listener for problems that throws would be told of itself for ever.
		if (event === "problem") return;
		const message = `a listener for "${event}" threw: ${safe(messageOf(error))}`;
		this.#emitter.emit("problem", { code: "listener", message });
	}
}
