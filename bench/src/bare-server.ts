// The baseline: `ws` as it comes, and the least work that still puts the same frames on the wire. It
// checks nothing, limits nothing, and keeps no more than it needs to answer.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { chatConnection } from "./bare-chat.js";
import { lockConnection, pair } from "./bare-lock.js";
import { roomsConnection } from "./bare-rooms.js";

const protocols = new Map<string, (socket: WebSocket) => void>([
	["/socket/websocket", lockConnection],
	["/websocket", roomsConnection],
	["/chat", chatConnection],
]);

const http = createServer((request, response) => {
	pair(sockets.clients, request, response).catch(() => response.destroy());
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });

sockets.on("connection", (socket, { url = "" }) => {
	const [path = ""] = url.split("?", 1);
	protocols.get(path)?.(socket);
});

http.listen(0, "127.0.0.1", () => {
	const { port } = http.address() as AddressInfo;
	process.stdout.write(
		`${JSON.stringify({ event: "listening", url: `http://127.0.0.1:${port}` })}\n`,
	);
});
process.on("SIGTERM", () => process.exit());
