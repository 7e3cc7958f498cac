import type { IncomingMessage, ServerResponse } from "node:http";
import type { WebSocket } from "ws";

interface ColorRequest {
	readonly mode: "color";
	readonly color: readonly number[];
	readonly pulse: number;
}

const lamps = new Set<WebSocket>();
let packet = "[cc:0:?:?]";

/** Whoever comes is let in; a secret is not looked at. */
export function cloudConnection(socket: WebSocket): void {
	socket.on("message", (data: Buffer) => {
		if (data.toString() === "ping") {
			socket.send("pong");
			return;
		}
		socket.send("ok");
		socket.send(packet);
		lamps.add(socket);
	});
	socket.on("close", () => lamps.delete(socket));
}

/** Shows a colour on every lamp. */
export async function setCloud(request: IncomingMessage, response: ServerResponse): Promise<void> {
	let body = "";
	for await (const chunk of request.setEncoding("utf8")) body += chunk;
	const { mode, color, pulse } = JSON.parse(body) as ColorRequest;
	packet = `[cc:2:${color.join(",")}:${pulse}]`;
	for (const lamp of lamps) lamp.send(packet);
	response.setHeader("content-type", "application/json");
	response.end(JSON.stringify({ mode, color, pulse }));
}
