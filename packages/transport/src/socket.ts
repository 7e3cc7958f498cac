import type { Frame } from "@gw-sim/core";

export interface CloseInfo {
	/** RFC 6455 close code; 1006 where the connection ended without a close frame. */
	readonly code: number;
	readonly reason: string;
	/** Why a connection that ended with 1006 could not be opened or kept, where that is known. */
	readonly failure?: ConnectFailure;
}

/** What kept a connection from opening, by what a person would have to mend. */
export interface ConnectFailure {
	readonly kind: "refused-upgrade" | "unreachable" | "unknown-host" | "tls" | "timeout" | "other";
	readonly message: string;
	/** HTTP status of a refused upgrade. */
	readonly status?: number;
}

/** Receives what happens to a socket. After `closed` nothing more comes. */
export interface SocketListener {
	/** The opening handshake is done; not called for a socket that was accepted already open. */
	opened?(): void;
	frame(frame: Frame): void;
	/** Bytes came in, whether or not they complete a frame; WebSocket pings and pongs count. */
	activity?(): void;
	/** A WebSocket ping came, and was answered. */
	pinged?(): void;
	/** A WebSocket pong came. */
	ponged?(): void;
	closed(info: CloseInfo): void;
}

/**
 * A frame that goes to many receivers: a socket that can, puts it on the wire in the one encoding
 * that `wire` made at its first use.
 */
export interface SharedFrame {
	readonly frame: Frame;
	/** Anything that an implementation wants to keep with the frame. */
	wire?: Uint8Array;
}

/** One end of an ordered, message-based connection. */
export interface Socket {
	/** Bytes accepted by `send` that the operating system has not taken yet. */
	readonly bufferedBytes: number;
	/**
	 * Who is told. To be called in the same turn of the event loop in which the socket was made: no
	 * event comes before that turn ends.
	 */
	listen(listener: SocketListener): void;
	/** Queues a frame; without effect unless the socket is open. */
	send(frame: Frame): void;
	/** As `send`, for a frame that several sockets are given. */
	sendShared(shared: SharedFrame): void;
	/**
	 * Sends an empty WebSocket ping, which the peer's socket answers by itself; without effect unless
	 * the socket is open. Absent where the platform has no such call.
	 */
	ping?(): void;
	/**
	 * Starts the closing handshake; the listener's `closed` tells its end. Takes a code that may
	 * travel (1000-1003, 1007-1014, 3000-4999) and a reason of at most 123 bytes.
	 */
	close(code?: number, reason?: string): void;
	/** Stops reading, where the platform can, so that the peer feels it; some frames may still come. */
	pause(): void;
	resume(): void;
	/** Cuts the connection without a closing handshake. */
	terminate(): void;
}

export interface DialRequest {
	/** `ws:` or `wss:` URL with its query. */
	readonly url: string;
	/** Subprotocols to offer. */
	readonly protocols?: readonly string[];
	/** How long the opening handshake may take; 10 000 ms when absent. */
	readonly timeoutMs?: number;
}

/** Opens a connection; a failure is told as `closed`, never thrown. */
export type Dial = (request: DialRequest) => Socket;
