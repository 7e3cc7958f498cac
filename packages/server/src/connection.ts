import { type Cancel, type Clock, DecodeError, type Frame, messageOf } from "@gw-sim/core";
import type { SharedFrame, Socket } from "@gw-sim/transport";
import type { Limits } from "./config.js";
import type { Gateway, Session } from "./gateway.js";
import { TokenBucket } from "./token-bucket.js";

/** Messages of one client that may wait for the one before them; then it is read no further. */
const maxWaiting = 64;

/** How long a closing handshake may take. */
const closeDeadlineMs = 6000;

/** What a connection tells the server about itself. */
export interface ConnectionEvents {
	received(connection: Connection): void;
	sent(connection: Connection): void;
	/** More bytes wait for this client than the operating system takes. */
	backlogged(connection: Connection): void;
	trouble(connection: Connection, event: string, message: string): void;
	closed(connection: Connection, code: number): void;
}

export interface ConnectionOptions {
	readonly id: string;
	readonly remote: string;
	readonly gateway: Gateway;
	readonly socket: Socket;
	readonly clock: Clock;
	readonly limits: Limits;
	readonly events: ConnectionEvents;
	readonly open: (connection: Connection) => Session;
}

/**
 * One client: hands its messages to the session in order, and keeps it within its limits of rate,
 * silence and unread bytes.
 */
export class Connection {
	readonly id: string;
	readonly remote: string;
	readonly openedAt: number;
	readonly #options: ConnectionOptions;
	readonly #session: Session;
	readonly #bucket: TokenBucket | undefined;
	readonly #waiting: Frame[] = [];
	#timer: Cancel | undefined;
	#turn: Cancel | undefined;
	#lastActivity: number;
	#isBusy = false;
	#isPaused = false;
	#isClosing = false;

	constructor(options: ConnectionOptions) {
		const { id, remote, socket, clock, limits, gateway } = options;
		this.#options = options;
		this.id = id;
		this.remote = remote;
		this.openedAt = clock.now();
		this.#lastActivity = this.openedAt;
		if (limits.messagesPerSecond > 0)
			this.#bucket = new TokenBucket(clock, limits.messagesPerSecond);
		this.#session = options.open(this);
		socket.listen({
			activity: () => {
				this.#lastActivity = clock.now();
			},
			frame: (frame) => this.#received(frame),
			closed: ({ code }) => this.#closed(code),
		});
		if (gateway.idle !== null) this.#watchIdle(gateway.idle.afterMs, gateway.idle.code);
	}

	get gateway(): Gateway {
		return this.#options.gateway;
	}

	get bufferedBytes(): number {
		return this.#options.socket.bufferedBytes;
	}

	send(frame: Frame): void {
		if (this.#isClosing) return;
		this.#options.socket.send(frame);
		this.#afterSend();
	}

	/** Sends what many are sent, in its one encoding. */
	sendShared(shared: SharedFrame): void {
		if (this.#isClosing) return;
		this.#options.socket.sendShared(shared);
		this.#afterSend();
	}

	/** Starts the closing handshake; what the client still sends is ignored. */
	close(code: number, reason = ""): void {
		if (this.#isClosing) return;
		this.#isClosing = true;
		const { socket, clock } = this.#options;
		socket.close(code, reason);
		this.#timer?.();
		// A peer that has half-closed and does not read would keep its connection for ever.
		this.#timer = clock.after(closeDeadlineMs, () => socket.terminate());
		// A paused socket would not read the client's answer either.
		this.#waiting.length = 0;
		this.#readOn();
	}

	terminate(): void {
		this.#isClosing = true;
		this.#options.socket.terminate();
	}

	/** Cuts a client that does not read what it is sent. */
	cutSlowReader(): void {
		const { bufferedBytes } = this;
		this.terminate();
		this.#options.events.trouble(this, "slow-reader", `${bufferedBytes} bytes unread`);
	}

	#afterSend(): void {
		const { events, limits } = this.#options;
		events.sent(this);
		const { bufferedBytes } = this;
		if (bufferedBytes > limits.maxBufferedBytes) this.cutSlowReader();
		else if (bufferedBytes > limits.maxBufferedBytes / 16) events.backlogged(this);
	}

	#received(frame: Frame): void {
		if (this.#isClosing) return;
		this.#options.events.received(this);
		if (this.#bucket !== undefined && !this.#bucket.take()) {
			this.#options.events.trouble(this, "flood", "more messages a second than allowed");
			this.close(this.gateway.floodCloseCode);
			return;
		}
		if (!this.#isBusy) {
			this.#process(frame);
			return;
		}
		this.#waiting.push(frame);
		if (this.#waiting.length >= maxWaiting && !this.#isPaused) {
			this.#isPaused = true;
			this.#options.socket.pause();
		}
	}

	#process(frame: Frame): void {
		try {
			const work = this.#session.frame(frame);
			if (work === undefined) {
				if (this.#hasMuchUnread()) this.#nextLater();
				return;
			}
			this.#isBusy = true;
			work.then(
				() => this.#done(),
				(error: unknown) => {
					this.#failed(error);
					this.#done();
				},
			);
		} catch (error) {
			this.#failed(error);
		}
	}

	#done(): void {
		if (this.#hasMuchUnread()) this.#nextLater();
		else this.#next();
	}

	/** Nothing leaves before a turn of the event loop ends, however eagerly the client reads. */
	#hasMuchUnread(): boolean {
		return this.bufferedBytes > this.#options.limits.maxBufferedBytes / 4;
	}

	#nextLater(): void {
		this.#isBusy = true;
		this.#turn = this.#options.clock.after(0, () => this.#next());
	}

	#next(): void {
		this.#isBusy = false;
		while (!this.#isBusy && !this.#isClosing) {
			const frame = this.#waiting.shift();
			if (frame === undefined) break;
			this.#process(frame);
		}
		if (this.#waiting.length < maxWaiting / 2) this.#readOn();
	}

	#readOn(): void {
		if (!this.#isPaused) return;
		this.#isPaused = false;
		this.#options.socket.resume();
	}

	#failed(error: unknown): void {
		const isPeers = error instanceof DecodeError;
		this.#options.events.trouble(this, isPeers ? error.code : "session-failed", messageOf(error));
		this.close(isPeers ? error.closeCode : 1011);
	}

	#watchIdle(afterMs: number, code: number): void {
		const { clock, events } = this.#options;
		const silentMs = clock.now() - this.#lastActivity;
		if (silentMs >= afterMs) {
			events.trouble(this, "idle", `nothing received for ${Math.round(silentMs)} ms`);
			this.close(code);
			return;
		}
		this.#timer = clock.after(afterMs - silentMs, () => this.#watchIdle(afterMs, code));
	}

	#closed(code: number): void {
		this.#isClosing = true;
		this.#timer?.();
		this.#turn?.();
		this.#waiting.length = 0;
		this.#session.closed();
		this.#options.events.closed(this, code);
	}
}
