// The baseline: `ws` as it comes, and the least work that still gives the same answers. It keeps
// nothing about a lock, checks nothing, and limits nothing.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

type ClientFrame = readonly [joinRef: string, ref: string, topic: string, event: string];

interface PairRequest {
	readonly lock: string;
	readonly name: string;
	readonly type: string;
}

const user = { id: 1, email: "owner@gw-sim.local" };

const http = createServer((request, response) => {
	pair(request, response).catch(() => response.destroy());
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });

sockets.on("connection", (socket: WebSocket) => {
	socket.on("message", (data: Buffer) => {
		const [joinRef, ref, topic] = JSON.parse(data.toString()) as ClientFrame;
		const state = {
			uuid: "3f8a52c1-9a4f-4d0c-8a6e-0d7f6b3a1c55",
			serial: topic.slice("lock:".length),
			name: null,
			mode: null,
			feature_flags: [],
			config: null,
		};
		const payload = { response: state, status: "ok" };
		socket.send(JSON.stringify([joinRef, ref, topic, "phx_reply", payload]));
	});
});

async function pair(request: IncomingMessage, response: ServerResponse): Promise<void> {
	let body = "";
	for await (const chunk of request.setEncoding("utf8")) body += chunk;
	const { lock, name, type } = JSON.parse(body) as PairRequest;
	const payload = { user, name, type, lock };
	for (const client of sockets.clients)
		client.send(JSON.stringify([null, null, `lock:${lock}`, "mode:pair", payload]));
	const delivered = sockets.clients.size;
	response.setHeader("content-type", "application/json");
	response.end(JSON.stringify({ lock, user, status: "pairing", delivered }));
}

http.listen(0, "127.0.0.1", () => {
	const { port } = http.address() as AddressInfo;
	process.stdout.write(
		`${JSON.stringify({ event: "listening", url: `http://127.0.0.1:${port}` })}\n`,
	);
});
process.on("SIGTERM", () => process.exit());
