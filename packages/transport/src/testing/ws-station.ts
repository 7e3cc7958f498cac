import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Socket } from "@gw-sim/transport";
import { acceptedSocket, tightLimits } from "@gw-sim/transport/node";
import { WebSocketServer } from "ws";
import { listening } from "./listening.js";

export interface WsStation {
	readonly url: string;
	close(): Promise<void>;
}

export interface WsStationOptions {
	readonly maxPayloadBytes?: number;
	/** An HTTP status to answer every upgrade with. */
	readonly refuse?: number;
}

/** A WebSocket server on a free port. */
export async function wsStation(
	accept: (socket: Socket, tcp: Duplex, request: IncomingMessage) => void,
	{ maxPayloadBytes = 1024 * 1024, refuse }: WsStationOptions = {},
): Promise<WsStation> {
	const upgrades = new WebSocketServer({ noServer: true, ...tightLimits(maxPayloadBytes) });
	const server = createServer();
	server.on("upgrade", (request, tcp, head) => {
		if (refuse === undefined)
			upgrades.handleUpgrade(request, tcp, head, (ws) =>
				accept(acceptedSocket(ws, tcp), tcp, request),
			);
		else tcp.end(`HTTP/1.1 ${refuse} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
	});
	const { port, close } = await listening(server);
	return { url: `ws://127.0.0.1:${port}/socket`, close };
}
