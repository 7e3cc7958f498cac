// The baseline: `ws` as it comes, and the least work that still puts the same frames on the wire. It
// checks nothing, limits nothing, and keeps no more than it needs to answer.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { chatConnection } from "./bare-chat.js";
import { cloudConnection, setCloud } from "./bare-cloud.js";
import { lockConnection, pair } from "./bare-lock.js";
import { puffConnection } from "./bare-puff.js";
import { roomsConnection } from "./bare-rooms.js";

const protocols = new Map<string, (socket: WebSocket, query: string) => void>([
	["/socket/websocket", lockConnection],
	["/websocket", roomsConnection],
	["/chat", chatConnection],
	["/cloud", cloudConnection],
	["/socket", puffConnection],
]);

/** By method and path. */
const calls = new Map<string, (...call: Parameters<RequestListener>) => Promise<void>>([
	["POST /api/v0/devices/pair", (...call) => pair(sockets.clients, ...call)],
	["PUT /api/v0/cloud", setCloud],
]);

const http = createServer((request, response) => {
	const answered = calls.get(`${request.method} ${request.url}`)?.(request, response);
	answered?.catch(() => response.destroy());
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });

sockets.on("connection", (socket, { url = "" }) => {
	const [path = "", query = ""] = url.split("?");
	protocols.get(path)?.(socket, query);
});

http.listen(0, "127.0.0.1", () => {
	const { port } = http.address() as AddressInfo;
	process.stdout.write(
		`${JSON.stringify({ event: "listening", url: `http://127.0.0.1:${port}` })}\n`,
	);
});
process.on("SIGTERM", () => process.exit());
