import type { Clock, Frame } from "@gw-sim/core";
import type { CloseInfo, SharedFrame, Socket, SocketListener } from "./socket.js";

/** Two sockets joined in memory: what one sends the other receives, one clock turn later. */
export function memoryPair(clock: Clock): readonly [Socket, Socket] {
	return joined(clock, "open");
}

/**
 * A dial whose other end is given to `accept`, as a server's listener would. Where that returns a
 * promise the dialled socket opens once it settles, and `accept` may start to listen until then.
 */
export function memoryDial(
	clock: Clock,
	accept: (socket: Socket, url: string) => void | Promise<void>,
): (request: { readonly url: string }) => Socket {
	return ({ url }) => {
		const [client, server] = joined(clock, "connecting");
		clock.after(0, () => client.open(() => accept(server, url)));
		return client;
	};
}

function joined(clock: Clock, state: "connecting" | "open"): readonly [MemorySocket, MemorySocket] {
	const left = new MemorySocket(clock, state);
	const right = new MemorySocket(clock, "open");
	left.peer = right;
	right.peer = left;
	return [left, right];
}

const refused = { kind: "refused-upgrade", message: "refused" } as const;

class MemorySocket implements Socket {
	readonly bufferedBytes = 0;
	peer: MemorySocket | undefined;
	readonly #clock: Clock;
	/** What has come and was not read yet: everything while paused, the peer's close among it. */
	readonly #inbox: (() => void)[] = [];
	#listener: SocketListener | undefined;
	#paused = false;
	/** How it ended before anybody listened. */
	#end: CloseInfo | null = null;
	#state: "connecting" | "open" | "closing" | "closed";

	constructor(clock: Clock, state: "connecting" | "open") {
		this.#clock = clock;
		this.#state = state;
	}

	get isOpen(): boolean {
		return this.#state === "open";
	}

	listen(listener: SocketListener): void {
		this.#listener = listener;
		const end = this.#end;
		if (end !== null) this.#clock.after(0, () => listener.closed(end));
	}

	open(accept: () => void | Promise<void>): void {
		if (this.#state !== "connecting") return;
		const accepted = accept();
		if (accepted instanceof Promise)
			accepted.then(
				() => this.peer?.isOpen && this.#opened(),
				() => this.peer?.terminate(),
			);
		else this.#opened();
	}

	send(frame: Frame): void {
		if (this.#state !== "open") return;
		const copy = typeof frame === "string" ? frame : new Uint8Array(frame);
		this.#clock.after(0, () => this.peer?.receive(() => this.peer?.deliver(copy)));
	}

	sendShared(shared: SharedFrame): void {
		this.send(shared.frame);
	}

	ping(): void {
		if (this.#state !== "open") return;
		this.#clock.after(0, () => this.peer?.receive(() => this.peer?.pinged()));
	}

	close(code = 1005, reason = ""): void {
		if (this.#state === "connecting") this.terminate();
		if (this.#state !== "open") return;
		this.#state = "closing";
		const info = { code, reason };
		this.#clock.after(0, () => {
			this.peer?.receive(() => this.peer?.end(info));
			this.#clock.after(0, () => this.end(info));
		});
	}

	terminate(): void {
		if (this.#state === "closed") return;
		const cut = { code: 1006, reason: "" };
		const failure = { kind: "other", message: "given up before the connection was open" } as const;
		const info = this.#state === "connecting" ? { ...cut, failure } : cut;
		this.#state = "closing";
		this.#clock.after(0, () => {
			this.end(info);
			this.peer?.receive(() => this.peer?.end(cut));
		});
	}

	pause(): void {
		this.#paused = true;
	}

	resume(): void {
		if (!this.#paused) return;
		this.#paused = false;
		if (this.#inbox.length > 0) this.#clock.after(0, () => this.#read());
	}

	receive(event: () => void): void {
		this.#inbox.push(event);
		this.#read();
	}

	deliver(frame: Frame): void {
		if (this.#state !== "open") return;
		this.#listener?.activity?.();
		this.#listener?.frame(frame);
	}

	pinged(): void {
		if (this.#state !== "open") return;
		this.#listener?.activity?.();
		this.#clock.after(0, () => this.peer?.receive(() => this.peer?.ponged()));
		this.#listener?.pinged?.();
	}

	ponged(): void {
		if (this.#state !== "open") return;
		this.#listener?.activity?.();
		this.#listener?.ponged?.();
	}

	end(info: CloseInfo): void {
		if (this.#state === "closed") return;
		const isRefused = this.#state === "connecting";
		this.#state = "closed";
		this.#inbox.length = 0;
		if (this.#listener === undefined) this.#end = info;
		else this.#listener.closed(isRefused ? { ...info, failure: refused } : info);
	}

	#opened(): void {
		if (this.#state !== "connecting") return;
		this.#state = "open";
		this.#listener?.opened?.();
	}

	#read(): void {
		while (!this.#paused) {
			const event = this.#inbox.shift();
			if (event === undefined) return;
			event();
		}
	}
}
