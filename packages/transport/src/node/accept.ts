import type { Duplex } from "node:stream";
import type { Frame } from "@gw-sim/core";
import { WebSocket } from "ws";
import type { SharedFrame, Socket, SocketListener } from "../socket.js";

/**
 * A server's end of a WebSocket that `ws` has upgraded. Frames go to the TCP stream as one buffer
 * each, shared ones in one encoding for all receivers, and what is sent in one turn of the event
 * loop leaves in one write, what promises of that turn send included.
 */
export function acceptedSocket(ws: WebSocket, tcp: Duplex): Socket {
	return new AcceptedSocket(ws, tcp);
}

/** What is gathered in one turn before it leaves without waiting for the turn's end. */
const flushBytes = 65_536;

/** Leads from a WebSocket and its TCP stream to our end, so that all share the same listeners. */
const ourEnd = Symbol("our end");

interface WithOurEnd {
	[ourEnd]?: AcceptedSocket;
}

class AcceptedSocket implements Socket {
	readonly #ws: WebSocket;
	readonly #tcp: Duplex;
	listener: SocketListener | undefined;
	#corked = false;

	constructor(ws: WebSocket & WithOurEnd, tcp: Duplex & WithOurEnd) {
		this.#ws = ws;
		this.#tcp = tcp;
		ws[ourEnd] = this;
		tcp[ourEnd] = this;
		tcp.on("data", onData);
		ws.on("message", onMessage);
		ws.on("ping", onPing);
		ws.on("pong", onPong);
		// `ws` answers a protocol violation with the right close code itself.
		ws.on("error", ignore);
		ws.on("close", onClose);
	}

	get bufferedBytes(): number {
		return this.#tcp.writableLength;
	}

	listen(listener: SocketListener): void {
		this.listener = listener;
	}

	send(frame: Frame): void {
		this.#write(encodeFrame(frame));
	}

	sendShared(shared: SharedFrame): void {
		shared.wire ??= encodeFrame(shared.frame);
		this.#write(shared.wire);
	}

	ping(): void {
		this.#write(emptyPing);
	}

	close(code?: number, reason?: string): void {
		this.#ws.close(code, reason);
	}

	pause(): void {
		this.#ws.pause();
	}

	resume(): void {
		this.#ws.resume();
	}

	terminate(): void {
		this.#ws.terminate();
	}

	#write(bytes: Uint8Array): void {
		if (this.#ws.readyState !== WebSocket.OPEN) return;
		if (!this.#corked) {
			this.#corked = true;
			this.#tcp.cork();
			flushLater(this);
		}
		this.#tcp.write(bytes);
		// More gains nothing, and would look as if the peer left it unread.
		if (this.#tcp.writableLength >= flushBytes) this.flush();
	}

	/** Lets out what was gathered. */
	flush(): void {
		if (!this.#corked) return;
		this.#corked = false;
		this.#tcp.uncork();
	}
}

/** The sockets that have something to let out at the end of this turn. */
let gathering: AcceptedSocket[] = [];

/** One immediate for all: a broadcast would make one for each receiver. */
function flushLater(socket: AcceptedSocket): void {
	if (gathering.push(socket) === 1) setImmediate(flushAll);
}

function flushAll(): void {
	const sockets = gathering;
	gathering = [];
	for (const socket of sockets) socket.flush();
}

function onData(this: Duplex & WithOurEnd): void {
	this[ourEnd]?.listener?.activity?.();
}

function onMessage(this: WebSocket & WithOurEnd, data: Buffer, isBinary: boolean): void {
	this[ourEnd]?.listener?.frame(isBinary ? data : data.toString());
}

function onPing(this: WebSocket & WithOurEnd): void {
	this[ourEnd]?.listener?.pinged?.();
}

function onPong(this: WebSocket & WithOurEnd): void {
	this[ourEnd]?.listener?.ponged?.();
}

function onClose(this: WebSocket & WithOurEnd, code: number, reason: Buffer): void {
	this[ourEnd]?.listener?.closed({ code, reason: reason.toString() });
}

function ignore(): void {}

const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;
const emptyPing: Uint8Array = Buffer.from([0x89, 0]);

/** An unmasked, unfragmented frame (RFC 6455 section 5.2). */
function encodeFrame(frame: Frame): Buffer {
	const isText = typeof frame === "string";
	const length = isText ? Buffer.byteLength(frame) : frame.byteLength;
	const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const bytes = Buffer.allocUnsafe(headerBytes + length);
	bytes[0] = isText ? FINAL_TEXT : FINAL_BINARY;
	if (headerBytes === 2) bytes[1] = length;
	else if (headerBytes === 4) {
		bytes[1] = 126;
		bytes.writeUInt16BE(length, 2);
	} else {
		bytes[1] = 127;
		bytes.writeBigUInt64BE(BigInt(length), 2);
	}
	if (isText) bytes.write(frame, headerBytes, "utf8");
	else bytes.set(frame, headerBytes);
	return bytes;
}
