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
}

/** A socket that was forgotten, until it is closed. */
interface Ending {
	readonly socket: Socket;
	/** Takes back the cut at the end of its time. */
	readonly cancel: Cancel;
}

/**
 * Owns a client's sockets, of which one at most is current. A socket that was closed, cut or
 * replaced is forgotten: nothing that it still tells reaches the listener, and it is gone for good
 * within `closeTimeoutMs`.
 */
export class Link {
	readonly #options: LinkOptions;
	readonly #listener: LinkListener;
	#current: Socket | null = null;
	/** Takes back the limit to the handshake under way. */
	#deadline: Cancel | null = null;
	/** The oldest first; never changed, but replaced. */
	#ending: readonly Ending[] = [];
	#waiting: (() => void)[] = [];

	constructor(options: LinkOptions, listener: LinkListener) {
		this.#options = options;
		this.#listener = listener;
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
		if (this.#ending.length === 0) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	#listen(socket: Socket): void {
		socket.listen({
			opened: () => {
				if (this.#current !== socket) return;
				this.#dropDeadline();
				this.#listener.opened();
			},
			frame: (frame) => {
				if (this.#current === socket) this.#listener.frame(frame);
			},
			closed: (info) => {
				if (this.#current === socket) {
					this.#current = null;
					this.#dropDeadline();
					this.#listener.closed(info);
				} else this.#ended(socket);
			},
		});
	}

	#forget(end: (socket: Socket) => void): void {
		const socket = this.#current;
		if (socket === null) return;
		this.#current = null;
		this.#dropDeadline();
		const { clock, closeTimeoutMs } = this.#options;
		const cancel = clock.after(closeTimeoutMs, () => this.#cut(socket));
		this.#ending = [...this.#ending, { socket, cancel }];
		end(socket);
		const [oldest] = this.#ending;
		if (this.#ending.length > maxEnding && oldest !== undefined) this.#cut(oldest.socket);
	}

	#cut(socket: Socket): void {
		socket.terminate();
		this.#ended(socket);
	}

	#ended(socket: Socket): void {
		this.#ending.find((ending) => ending.socket === socket)?.cancel();
		this.#ending = this.#ending.filter((ending) => ending.socket !== socket);
		if (this.#ending.length > 0) return;
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}

	#dropDeadline(): void {
		this.#deadline?.();
		this.#deadline = null;
	}

	#fail(kind: "timeout" | "other", message: string): void {
		this.#listener.closed({ code: 1006, reason: "", failure: { kind, message } });
	}
}
