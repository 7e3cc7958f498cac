import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Socket } from "@gw-sim/transport";
import { acceptedSocket, tightLimits } from "@gw-sim/transport/node";
import { WebSocketServer } from "ws";
import type { Gateway, UpgradeRequest } from "./gateway.js";

/** What a request asks for, parsed; null where its target is no path. */
export function upgradeRequest(request: IncomingMessage): UpgradeRequest | null {
	const target = request.url ?? "";
	if (!target.startsWith("/")) return null;
	const end = target.indexOf("?");
	return {
		path: end === -1 ? target : target.slice(0, end),
		query: new URLSearchParams(end === -1 ? "" : target.slice(end + 1)),
		origin: request.headers.origin ?? null,
		host: request.headers.host ?? null,
		offered: (request.headers["sec-websocket-protocol"] ?? "")
			.split(",")
			.map((protocol) => protocol.trim())
			.filter((protocol) => protocol !== ""),
	};
}

/** Does the opening handshakes of one gateway. */
export class Upgrader {
	readonly #server: WebSocketServer;
	#subprotocol: string | null = null;

	constructor(gateway: Gateway) {
		this.#server = new WebSocketServer({
			noServer: true,
			clientTracking: false,
			...tightLimits(gateway.maxPayloadBytes),
		});
		this.#server.on("headers", (headers) => {
			if (this.#subprotocol !== null) headers.push(`Sec-WebSocket-Protocol: ${this.#subprotocol}`);
		});
	}

	/** Answers 101 and gives the socket to `accept`, or refuses what is no proper handshake itself. */
	upgrade(
		request: IncomingMessage,
		tcp: Duplex,
		head: Buffer,
		subprotocol: string | null,
		accept: (socket: Socket) => void,
	): void {
		// `ws` refuses offers that are no tokens, such as standard base64; the gateway has read them.
		delete request.headers["sec-websocket-protocol"];
		this.#subprotocol = subprotocol;
		this.#server.handleUpgrade(request, tcp, head, (ws) => accept(acceptedSocket(ws, tcp)));
	}
}

/** Ends a handshake with an HTTP status and no body. */
export function refuseUpgrade(tcp: Duplex, status: number): void {
	const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}`;
	tcp.end(`${head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => tcp.destroy());
}
