import type { Clock, Frame } from "@gw-sim/core";
import type { CloseInfo, SharedFrame, Socket, SocketListener } from "./socket.js";

/** Two sockets joined in memory: what one sends the other receives, one clock turn later. */
export function memoryPair(clock: Clock): readonly [Socket, Socket] {
	const left = new MemorySocket(clock);
	const right = new MemorySocket(clock);
	left.peer = right;
	right.peer = left;
	return [left, right];
}

/** A dial whose other end is given to `accept`, as a server's listener would. */
export function memoryDial(
	clock: Clock,
	accept: (socket: Socket, url: string) => void,
): (request: { readonly url: string }) => Socket {
	return ({ url }) => {
		const [client, server] = memoryPair(clock);
		clock.after(0, () => {
			accept(server, url);
			(client as MemorySocket).open();
		});
		return client;
	};
}

class MemorySocket implements Socket {
	readonly bufferedBytes = 0;
	peer: MemorySocket | undefined;
	readonly #clock: Clock;
	#listener: SocketListener | undefined;
	#held: Frame[] | undefined;
	#state: "open" | "closing" | "closed" = "open";

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	listen(listener: SocketListener): void {
		this.#listener = listener;
	}

	open(): void {
		if (this.#state === "open") this.#listener?.opened?.();
	}

	send(frame: Frame): void {
		if (this.#state !== "open") return;
		const copy = typeof frame === "string" ? frame : frame.slice();
		this.#clock.after(0, () => this.peer?.deliver(copy));
	}

	sendShared(shared: SharedFrame): void {
		this.send(shared.frame);
	}

	close(code = 1005, reason = ""): void {
		if (this.#state !== "open") return;
		this.#state = "closing";
		const info = { code, reason };
		this.#clock.after(0, () => {
			this.peer?.end(info);
			this.#clock.after(0, () => this.end(info));
		});
	}

	terminate(): void {
		if (this.#state === "closed") return;
		this.#state = "closing";
		const info = { code: 1006, reason: "" };
		this.#clock.after(0, () => {
			this.end(info);
			this.peer?.end(info);
		});
	}

	pause(): void {
		this.#held ??= [];
	}

	resume(): void {
		const held = this.#held ?? [];
		this.#held = undefined;
		for (const frame of held) this.deliver(frame);
	}

	deliver(frame: Frame): void {
		if (this.#state !== "open") return;
		if (this.#held !== undefined) {
			this.#held.push(frame);
			return;
		}
		this.#listener?.activity?.();
		this.#listener?.frame(frame);
	}

	end(info: CloseInfo): void {
		if (this.#state === "closed") return;
		this.#state = "closed";
		this.#listener?.closed(info);
	}
}
