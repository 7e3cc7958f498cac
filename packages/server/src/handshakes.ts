import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "@gw-sim/core";
import { acceptedSocket, tightLimits } from "@gw-sim/transport/node";
import { WebSocketServer } from "ws";
import type { Gateway, Protocol, UpgradeRequest } from "./gateway.js";
import type { GatewayHost } from "./host.js";

/** Time that a client which has ended its half gets to read what it was sent. */
const lingerMs = 2000;

/** What a request asks for, parsed; null where its target is no path. */
function upgradeRequest(request: IncomingMessage): UpgradeRequest | null {
	const target = request.url ?? "";
	if (!target.startsWith("/")) return null;
	const end = target.indexOf("?");
	return {
		path: end === -1 ? target : target.slice(0, end),
		query: new URLSearchParams(end === -1 ? "" : target.slice(end + 1)),
		origin: request.headers.origin ?? null,
		host: request.headers.host ?? null,
		cookie: request.headers.cookie ?? null,
		offered: (request.headers["sec-websocket-protocol"] ?? "")
			.split(",")
			.map((protocol) => protocol.trim())
			.filter((protocol) => protocol !== ""),
	};
}

/** Does the opening handshakes of all gateways. */
export class Handshakes {
	readonly #host: GatewayHost;
	readonly #servers: ReadonlyMap<Gateway, WebSocketServer>;
	/** What the handshake that is under way answers; each is done in one turn. */
	#answer: readonly string[] = [];

	/** Is attached to every connection, so it holds on to nothing of a handshake. */
	readonly #cutLater: (this: Duplex) => void;

	constructor(host: GatewayHost, clock: Clock) {
		this.#host = host;
		this.#cutLater = function () {
			const cancel = clock.after(lingerMs, () => this.destroy());
			this.on("close", cancel);
		};
		this.#servers = new Map(
			host.gateways.map((gateway) => [gateway, this.#newServer(gateway)] as const),
		);
	}

	/** Upgrades a request, or refuses it with an HTTP status. */
	async handle(
		request: IncomingMessage,
		tcp: Duplex,
		head: Buffer,
		dedicated: Protocol | null,
	): Promise<void> {
		// A client that vanishes during the handshake must not take the process with it.
		tcp.on("error", cut);
		// `ws` gives a client that ends its half all the time in the world to read the rest.
		tcp.on("end", this.#cutLater);
		const asked = upgradeRequest(request);
		if (asked === null) {
			refuse(tcp, 400);
			return;
		}
		const remote = request.socket.remoteAddress ?? "unknown";
		const verdict = await this.#host.admit(asked, remote, dedicated);
		if (!verdict.ok) {
			refuse(tcp, verdict.status);
			return;
		}
		// `ws` refuses offers that are no tokens, such as standard base64; the gateway has read them.
		delete request.headers["sec-websocket-protocol"];
		const { subprotocol, headers } = verdict;
		this.#answer =
			subprotocol === null ? headers : [`Sec-WebSocket-Protocol: ${subprotocol}`, ...headers];
		let accepted = false;
		this.#servers.get(verdict.gateway)?.handleUpgrade(request, tcp, head, (ws) => {
			accepted = true;
			// From here on `ws` takes care of errors.
			tcp.off("error", cut);
			verdict.accept(acceptedSocket(ws, tcp));
		});
		if (!accepted) verdict.abandon();
	}

	#newServer(gateway: Gateway): WebSocketServer {
		const server = new WebSocketServer({
			noServer: true,
			clientTracking: false,
			...tightLimits(gateway.maxPayloadBytes),
		});
		server.on("headers", (headers) => {
			headers.push(...this.#answer);
		});
		return server;
	}
}

function cut(this: Duplex): void {
	this.destroy();
}

/** Ends a handshake with an HTTP status and no body. */
function refuse(tcp: Duplex, status: number): void {
	const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}`;
	tcp.end(`${head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => tcp.destroy());
}
