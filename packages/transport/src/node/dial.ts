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

class DialledSocket implements Socket {
	readonly #ws: WebSocket;
	#listener: SocketListener | undefined;
	#failure: ConnectFailure | undefined;

	constructor(ws: WebSocket, timeoutMs: number) {
		this.#ws = ws;
		ws.on("open", () => this.#listener?.opened?.());
		ws.on("ping", () => {
			this.#listener?.activity?.();
			this.#listener?.pinged?.();
		});
		ws.on("pong", () => {
			this.#listener?.activity?.();
			this.#listener?.ponged?.();
		});
		ws.on("message", (data: Buffer, isBinary) => {
			this.#listener?.activity?.();
			this.#listener?.frame(isBinary ? data : data.toString());
		});
		ws.on("unexpected-response", (request: ClientRequest, response: IncomingMessage) => {
			const status = response.statusCode ?? 0;
			this.#failure = {
				kind: "refused-upgrade",
				status,
				message: `the server answered HTTP ${status} instead of upgrading`,
			};
			response.resume();
			request.destroy();
			ws.terminate();
		});
		ws.on("error", (error) => {
			this.#failure ??= connectFailure(error, timeoutMs);
		});
		ws.on("close", (code, reason) => {
			const info: CloseInfo = { code, reason: reason.toString() };
			this.#listener?.closed(
				code === 1006 && this.#failure !== undefined ? { ...info, failure: this.#failure } : info,
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
