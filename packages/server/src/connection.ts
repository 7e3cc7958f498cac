import { type Cancel, type Clock, DecodeError, type Frame, messageOf } from "@gw-sim/core";
import type { CloseInfo, SharedFrame, Socket, SocketListener } from "@gw-sim/transport";
import type { Limits } from "./config.js";
import type { Farewell, Gateway, Session } from "./gateway.js";
import type { IdleWatch, Watched } from "./idle-watch.js";
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

/** What all connections of a gateway have in common. */
export interface ConnectionTerms {
	readonly gateway: Gateway;
	readonly clock: Clock;
	readonly limits: Limits;
	readonly events: ConnectionEvents;
	/** Null where silence is allowed. */
	readonly idleWatch: IdleWatch | null;
}

/** A client that was let in. */
export interface Arrival {
	readonly id: string;
	readonly remote: string;
	readonly socket: Socket;
	readonly open: (connection: Connection) => Session;
}

/**
 * One client: hands its messages to the session in order, and keeps it within its limits of rate,
 * silence and unread bytes.
 */
export class Connection implements SocketListener, Watched {
	readonly id: string;
	readonly remote: string;
	readonly openedAt: number;
	readonly #terms: ConnectionTerms;
	readonly #socket: Socket;
	readonly #session: Session;
	readonly #bucket: TokenBucket | undefined;
	/** Null before the first message that had to wait. */
	#waiting: Frame[] | null = null;
	#deadline: Cancel | undefined;
	#turn: Cancel | undefined;
	#lastActivity: number;
	#isBusy = false;
	#isPaused = false;
	#isClosing = false;

	constructor(terms: ConnectionTerms, { id, remote, socket, open }: Arrival) {
		const { clock, limits, idleWatch } = terms;
		this.#terms = terms;
		this.#socket = socket;
		this.id = id;
		this.remote = remote;
		this.openedAt = clock.now();
		this.#lastActivity = this.openedAt;
		if (limits.messagesPerSecond > 0)
			this.#bucket = new TokenBucket(clock, limits.messagesPerSecond);
		this.#session = open(this);
		socket.listen(this);
		idleWatch?.add(this);
	}

	get gateway(): Gateway {
		return this.#terms.gateway;
	}

	get bufferedBytes(): number {
		return this.#socket.bufferedBytes;
	}

	get lastActivity(): number {
		return this.#lastActivity;
	}

	send(frame: Frame): void {
		if (this.#isClosing) return;
		this.#socket.send(frame);
		this.#afterSend();
	}

	/** Sends what many are sent, in its one encoding. */
	sendShared(shared: SharedFrame): void {
		if (this.#isClosing) return;
		this.#socket.sendShared(shared);
		this.#afterSend();
	}

	/** Sends a WebSocket ping; false where the socket has no such call. */
	ping(): boolean {
		if (this.#socket.ping === undefined) return false;
		if (!this.#isClosing) this.#socket.ping();
		return true;
	}

	/** Notes that the client broke a rule; `kind` is one of a fixed set. */
	trouble(kind: string, message: string): void {
		this.#terms.events.trouble(this, kind, message);
	}

	/** Says why in the protocol's own words, then closes. */
	sendAway(why: Farewell): void {
		if (this.#isClosing) return;
		this.#session.farewell?.(why);
		const { floodCloseCode, restartCloseCode } = this.gateway;
		this.close(why === "flood" ? floodCloseCode : restartCloseCode);
	}

	/** Starts the closing handshake; what the client still sends is ignored. */
	close(code?: number, reason = ""): void {
		if (this.#isClosing) return;
		this.#isClosing = true;
		const { clock, idleWatch } = this.#terms;
		idleWatch?.remove(this);
		this.#socket.close(code, reason);
		// A peer that has half-closed and does not read would keep its connection for ever.
		this.#deadline = clock.after(closeDeadlineMs, () => this.#socket.terminate());
		// A paused socket would not read the client's answer either.
		this.#waiting = null;
		this.#readOn();
	}

	terminate(): void {
		this.#isClosing = true;
		this.#socket.terminate();
	}

	/** Cuts a client that does not read what it is sent. */
	cutSlowReader(): void {
		const { bufferedBytes } = this;
		this.terminate();
		this.#terms.events.trouble(this, "slow-reader", `${bufferedBytes} bytes unread`);
	}

	closeIdle(silentMs: number): void {
		const { gateway, events } = this.#terms;
		events.trouble(this, "idle", `nothing received for ${Math.round(silentMs)} ms`);
		if (gateway.idle !== null) this.close(gateway.idle.code);
	}

	activity(): void {
		this.#lastActivity = this.#terms.clock.now();
	}

	frame(frame: Frame): void {
		if (this.#isClosing) return;
		this.#terms.events.received(this);
		if (this.#bucket !== undefined && !this.#bucket.take()) {
			this.#terms.events.trouble(this, "flood", "more messages a second than allowed");
			this.sendAway("flood");
			return;
		}
		if (!this.#isBusy) {
			this.#process(frame);
			return;
		}
		this.#waiting ??= [];
		this.#waiting.push(frame);
		if (this.#waiting.length >= maxWaiting && !this.#isPaused) {
			this.#isPaused = true;
			this.#socket.pause();
		}
	}

	pinged(): void {
		if (!this.#isClosing) this.#session.pinged?.();
	}

	ponged(): void {
		if (!this.#isClosing) this.#session.ponged?.();
	}

	closed({ code }: CloseInfo): void {
		this.#isClosing = true;
		this.#terms.idleWatch?.remove(this);
		this.#deadline?.();
		this.#turn?.();
		this.#waiting = null;
		this.#session.closed(code);
		this.#terms.events.closed(this, code);
	}

	#afterSend(): void {
		const { events, limits } = this.#terms;
		events.sent(this);
		const { bufferedBytes } = this;
		if (bufferedBytes > limits.maxBufferedBytes) this.cutSlowReader();
		else if (bufferedBytes > backlogBytes(limits)) events.backlogged(this);
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
		return this.bufferedBytes > this.#terms.limits.maxBufferedBytes / 4;
	}

	#nextLater(): void {
		this.#isBusy = true;
		this.#turn = this.#terms.clock.after(0, () => this.#next());
	}

	#next(): void {
		this.#isBusy = false;
		while (!this.#isBusy && !this.#isClosing) {
			const frame = this.#waiting?.shift();
			if (frame === undefined) break;
			this.#process(frame);
		}
		if ((this.#waiting?.length ?? 0) < maxWaiting / 2) this.#readOn();
	}

	#readOn(): void {
		if (!this.#isPaused) return;
		this.#isPaused = false;
		this.#socket.resume();
	}

	#failed(error: unknown): void {
		const isPeers = error instanceof DecodeError;
		this.#terms.events.trouble(this, isPeers ? error.code : "session-failed", messageOf(error));
		this.close(isPeers ? error.closeCode : 1011);
	}
}

/** What every client may leave unread at once without all together breaking their limit. */
function backlogBytes({ maxBufferedBytes, maxTotalBufferedBytes, maxConnections }: Limits): number {
	return Math.min(maxBufferedBytes / 16, maxTotalBufferedBytes / maxConnections);
}
