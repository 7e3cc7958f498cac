import type { ClientRequest, IncomingMessage } from "node:http";
import { createSecureContext, rootCertificates } from "node:tls";
import { type Frame, messageOf } from "@gw-sim/core";
import { WebSocket } from "ws";
import { failedSocket } from "../failed-socket.js";
import type {
	CloseInfo,
	ConnectFailure,
	Dial,
	SharedFrame,
	Socket,
	SocketListener,
} from "../socket.js";
import { connectFailure } from "./connect-failure.js";
import { tightLimits } from "./limits.js";

export interface WsDialOptions {
	/** Largest message accepted from the peer, in bytes. */
	readonly maxPayloadBytes?: number;
	/** PEM certificates to trust besides those that come with Node. */
	readonly ca?: string;
}

/** Dials with `ws`, which tells why a connection failed and can cut one. */
export function wsDial({ maxPayloadBytes = 1024 * 1024, ca }: WsDialOptions = {}): Dial {
	const trust =
		ca === undefined
			? {}
			: { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) };
	return ({ url, protocols, timeoutMs = 10_000 }) => {
		const options = { ...tightLimits(maxPayloadBytes), ...trust, handshakeTimeout: timeoutMs };
		try {
			return new DialledSocket(new WebSocket(url, [...(protocols ?? [])], options), timeoutMs);
		} catch (error) {
			return failedSocket(messageOf(error));
		}
	};
}

/** Leads from a WebSocket to our end of it, so that all share the same listeners. */
const ourEnd = Symbol("our end");

interface DialledWebSocket extends WebSocket {
	[ourEnd]?: DialledSocket;
}

class DialledSocket implements Socket {
	readonly #ws: DialledWebSocket;
	readonly timeoutMs: number;
	listener: SocketListener | undefined;
	#failure: ConnectFailure | undefined;

	constructor(ws: DialledWebSocket, timeoutMs: number) {
		this.#ws = ws;
		this.timeoutMs = timeoutMs;
		ws[ourEnd] = this;
		ws.on("open", onOpen);
		ws.on("ping", onPing);
		ws.on("pong", onPong);
		ws.on("message", onMessage);
		ws.on("unexpected-response", onUnexpectedResponse);
		ws.on("error", onError);
		ws.on("close", onClose);
	}

	/** Notes why the connection fails; `closed` tells it. */
	failed(failure: ConnectFailure): void {
		this.#failure ??= failure;
	}

	closed(info: CloseInfo): void {
		this.listener?.closed(
			info.code === 1006 && this.#failure !== undefined
				? { ...info, failure: this.#failure }
				: info,
		);
	}

	get bufferedBytes(): number {
		return this.#ws.bufferedAmount;
	}

	listen(listener: SocketListener): void {
		this.listener = listener;
	}

	send(frame: Frame): void {
		// The callback takes the error of a socket that is just ending; `close` tells the rest.
		if (this.#ws.readyState === WebSocket.OPEN) this.#ws.send(frame, () => {});
	}

	sendShared(shared: SharedFrame): void {
		this.send(shared.frame);
	}

	ping(): void {
		if (this.#ws.readyState === WebSocket.OPEN) this.#ws.ping(undefined, undefined, () => {});
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
}

function onOpen(this: DialledWebSocket): void {
	this[ourEnd]?.listener?.opened?.();
}

function onMessage(this: DialledWebSocket, data: Buffer, isBinary: boolean): void {
	const listener = this[ourEnd]?.listener;
	listener?.activity?.();
	listener?.frame(isBinary ? data : data.toString());
}

function onPing(this: DialledWebSocket): void {
	const listener = this[ourEnd]?.listener;
	listener?.activity?.();
	listener?.pinged?.();
}

function onPong(this: DialledWebSocket): void {
	const listener = this[ourEnd]?.listener;
	listener?.activity?.();
	listener?.ponged?.();
}

function onUnexpectedResponse(
	this: DialledWebSocket,
	request: ClientRequest,
	response: IncomingMessage,
): void {
	const status = response.statusCode ?? 0;
	this[ourEnd]?.failed({
		kind: "refused-upgrade",
		status,
		message: `the server answered HTTP ${status} instead of upgrading`,
	});
	response.resume();
	request.destroy();
	this.terminate();
}

function onError(this: DialledWebSocket, error: Error): void {
	const end = this[ourEnd];
	end?.failed(connectFailure(error, end.timeoutMs));
}

function onClose(this: DialledWebSocket, code: number, reason: Buffer): void {
	this[ourEnd]?.closed({ code, reason: reason.toString() });
}
