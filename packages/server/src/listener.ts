import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { EnvironmentError, messageOf } from "@gw-sim/core";
import type { Limits } from "./config.js";

export interface ListenerOptions {
	readonly host: string;
	readonly port: number;
	readonly limits: Limits;
	readonly request: (request: IncomingMessage, response: ServerResponse) => void;
	readonly upgrade: (request: IncomingMessage, tcp: Duplex, head: Buffer) => void;
}

/** A TCP connection beyond the WebSockets, for plain HTTP and handshakes. */
const spareConnections = 1024;

/** One bound HTTP port. */
export class Listener {
	readonly #server: Server;
	readonly #host: string;

	private constructor(server: Server, host: string) {
		this.#server = server;
		this.#host = host;
	}

	/** @throws EnvironmentError when the port cannot be bound. */
	static async bind({ host, port, limits, request, upgrade }: ListenerOptions): Promise<Listener> {
		const { handshakeTimeoutMs, maxConnections } = limits;
		const server = createServer({
			headersTimeout: handshakeTimeoutMs,
			requestTimeout: handshakeTimeoutMs,
			connectionsCheckingInterval: Math.min(1000, handshakeTimeoutMs),
			keepAliveTimeout: 5000,
			maxHeaderSize: 8192,
		});
		server.maxConnections = maxConnections + spareConnections;
		server.on("request", request);
		server.on("upgrade", upgrade);
		server.listen(port, host);
		try {
			await once(server, "listening");
		} catch (error) {
			throw explainBind(error, host, port);
		}
		return new Listener(server, host);
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** `scheme://host:port`, with IPv6 addresses in brackets. */
	origin(scheme: "http" | "ws"): string {
		const host = this.#host.includes(":") ? `[${this.#host}]` : this.#host;
		return `${scheme}://${host}:${this.port}`;
	}

	/** Frees the port and ends plain HTTP connections; upgraded ones are not touched. */
	async close(): Promise<void> {
		const closed = once(this.#server, "close");
		this.#server.close();
		this.#server.closeAllConnections();
		await closed;
	}
}

function explainBind(error: unknown, host: string, port: number): EnvironmentError {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	const where = `port ${port} on ${host}`;
	const text: Readonly<Record<string, string>> = {
		EADDRINUSE: `${where} is in use: stop what listens there, or choose another port (0 picks a free one)`,
		EACCES: `${where} needs rights that this user lacks: choose a port from 1024 up`,
		EADDRNOTAVAIL: `${host} is no address of this machine: choose another host`,
		ENOTFOUND: `${host} is no known host name: choose another host`,
	};
	return new EnvironmentError(text[code] ?? `cannot listen on ${where}: ${messageOf(error)}`, {
		code: code === "EADDRINUSE" ? "port-in-use" : "cannot-listen",
		cause: error,
	});
}
