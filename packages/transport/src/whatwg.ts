import { type Frame, messageOf } from "@gw-sim/core";
import { failedSocket } from "./failed-socket.js";
import type { CloseInfo, Dial, SharedFrame, Socket, SocketListener } from "./socket.js";

/** The part of the WHATWG WebSocket interface that a client needs: a browser's, Node's or `ws`'s. */
export interface WebSocketLike {
	binaryType: string;
	readonly bufferedAmount: number;
	readonly readyState: number;
	addEventListener(type: "open" | "error", listener: () => void): void;
	addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
	addEventListener(
		type: "close",
		listener: (event: { readonly code: number; readonly reason: string }) => void,
	): void;
	send(data: string | Uint8Array<ArrayBuffer>): void;
	close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike;

const OPEN = 1;

/**
 * Dials with any WHATWG WebSocket. Such a socket cannot be cut: `terminate` closes it and stops
 * listening, which looks the same from this side. A refused upgrade shows no status.
 */
export function whatwgDial(WebSocket: WebSocketConstructor): Dial {
	return ({ url, protocols, timeoutMs = 10_000 }) => {
		try {
			return new WhatwgSocket(new WebSocket(url, [...(protocols ?? [])]), timeoutMs);
		} catch (error) {
			return failedSocket(messageOf(error));
		}
	};
}

class WhatwgSocket implements Socket {
	readonly #ws: WebSocketLike;
	#listener: SocketListener | undefined;
	#ended = false;

	constructor(ws: WebSocketLike, timeoutMs: number) {
		this.#ws = ws;
		ws.binaryType = "arraybuffer";
		let opened = false;
		const deadline = setTimeout(() => {
			this.#end({
				code: 1006,
				reason: "",
				failure: { kind: "timeout", message: `no answer to the upgrade within ${timeoutMs} ms` },
			});
			ws.close();
		}, timeoutMs);
		ws.addEventListener("open", () => {
			opened = true;
			clearTimeout(deadline);
			if (!this.#ended) this.#listener?.opened?.();
		});
		ws.addEventListener("message", ({ data }) => {
			if (this.#ended) return;
			this.#listener?.activity?.();
			if (typeof data === "string") this.#listener?.frame(data);
			else if (data instanceof ArrayBuffer) this.#listener?.frame(new Uint8Array(data));
		});
		// An error is always followed by a close event, which tells all there is to know.
		ws.addEventListener("error", () => {});
		ws.addEventListener("close", ({ code, reason }) => {
			clearTimeout(deadline);
			this.#end(
				opened
					? { code, reason }
					: {
							code: 1006,
							reason: "",
							failure: { kind: "other", message: "the connection could not be opened" },
						},
			);
		});
	}

	get bufferedBytes(): number {
		return this.#ws.bufferedAmount;
	}

	listen(listener: SocketListener): void {
		this.#listener = listener;
	}

	send(frame: Frame): void {
		if (this.#ws.readyState !== OPEN) return;
		// The interface refuses bytes in shared memory.
		this.#ws.send(typeof frame === "string" ? frame : new Uint8Array(frame));
	}

	sendShared(shared: SharedFrame): void {
		this.send(shared.frame);
	}

	close(code?: number, reason?: string): void {
		// The interface throws at the codes that it keeps for protocols and browsers.
		if (code === 1000 || (code !== undefined && code >= 3000)) this.#ws.close(code, reason);
		else this.#ws.close();
	}

	// The WHATWG interface has no backpressure for what comes in.
	pause(): void {}
	resume(): void {}

	terminate(): void {
		this.#ws.close();
		queueMicrotask(() => this.#end({ code: 1006, reason: "" }));
	}

	#end(info: CloseInfo): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#listener?.closed(info);
	}
}
