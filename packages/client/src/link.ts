import { type Cancel, type Clock, type Frame, messageOf } from "@gw-sim/core";
import type { CloseInfo, Dial, Socket } from "@gw-sim/transport";

/** Sockets that may still be closing when newer ones are in use; older ones are cut. */
const maxEnding = 4;

/** Told what happens to the link's one current socket. */
interface LinkListener {
	opened(): void;
	frame(frame: Frame): void;
	closed(info: CloseInfo): void;
}

export interface LinkOptions {
	readonly dial: Dial;
	readonly clock: Clock;
	/** Where every dial goes; a function is asked at each. */
	readonly url: string | (() => string);
	/** Subprotocols to offer. */
	readonly protocols: readonly string[];
	/** How long the opening handshake may take. */
	readonly connectTimeoutMs: number;
	/** How long the closing handshake may take before the connection is cut. */
	readonly closeTimeoutMs: number;
	readonly listener: LinkListener;
}

/**
 * Owns a client's sockets, of which one at most is current. A socket that was closed, cut or
 * replaced is forgotten: nothing that it still tells reaches the listener, and it is gone for good
 * within `closeTimeoutMs`.
 */
export class Link {
	readonly #options: LinkOptions;
	readonly #ending = new Map<Socket, Cancel>();
	#current: Socket | null = null;
	#deadline: Cancel = () => {};
	#waiting: (() => void)[] = [];

	constructor(options: LinkOptions) {
		this.#options = options;
	}

	/** Dials; the listener hears `opened` or `closed`. A current socket is cut first. */
	open(): void {
		this.terminate();
		const { dial, url, protocols, connectTimeoutMs, clock } = this.#options;
		let socket: Socket;
		try {
			socket = dial({
				url: typeof url === "string" ? url : url(),
				protocols,
				timeoutMs: connectTimeoutMs,
			});
		} catch (error) {
			this.#fail("other", messageOf(error));
			return;
		}
		this.#current = socket;
		this.#listen(socket);
		// A line can go dead between the handshake and its answer, where the dial's own limit is past.
		this.#deadline = clock.after(connectTimeoutMs, () => {
			this.terminate();
			this.#fail("timeout", `no answer to the upgrade within ${connectTimeoutMs} ms`);
		});
	}

	send(frame: Frame): void {
		this.#current?.send(frame);
	}

	/** Forgets the socket and ends it with a closing handshake; without a code its close frame is empty. */
	close(code?: number): void {
		this.#forget((socket) => socket.close(code));
	}

	/** Forgets the socket and cuts it. */
	terminate(): void {
		this.#forget((socket) => socket.terminate());
	}

	/** Resolves once every socket that was forgotten is closed. */
	whenClosed(): Promise<void> {
		if (this.#ending.size === 0) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	#listen(socket: Socket): void {
		const { listener } = this.#options;
		socket.listen({
			opened: () => {
				if (this.#current !== socket) return;
				this.#deadline();
				listener.opened();
			},
			frame: (frame) => {
				if (this.#current === socket) listener.frame(frame);
			},
			closed: (info) => {
				if (this.#current === socket) {
					this.#current = null;
					this.#deadline();
					listener.closed(info);
				} else this.#ended(socket);
			},
		});
	}

	#forget(end: (socket: Socket) => void): void {
		const socket = this.#current;
		if (socket === null) return;
		this.#current = null;
		this.#deadline();
		const { clock, closeTimeoutMs } = this.#options;
		this.#ending.set(
			socket,
			clock.after(closeTimeoutMs, () => this.#cut(socket)),
		);
		end(socket);
		const [oldest] = this.#ending.keys();
		if (this.#ending.size > maxEnding && oldest !== undefined) this.#cut(oldest);
	}

	#cut(socket: Socket): void {
		socket.terminate();
		this.#ended(socket);
	}

	#ended(socket: Socket): void {
		this.#ending.get(socket)?.();
		this.#ending.delete(socket);
		if (this.#ending.size > 0) return;
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}

	#fail(kind: "timeout" | "other", message: string): void {
		this.#options.listener.closed({ code: 1006, reason: "", failure: { kind, message } });
	}
}
