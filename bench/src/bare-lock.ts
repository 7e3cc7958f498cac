import type { IncomingMessage, ServerResponse } from "node:http";
import type { WebSocket } from "ws";

type ClientFrame = readonly [joinRef: string, ref: string, topic: string, event: string];

interface PairRequest {
	readonly lock: string;
	readonly name: string;
	readonly type: string;
}

const user = { id: 1, email: "owner@gw-sim.local" };

/** Whatever a lock says is answered with its state, of which nothing is kept. */
export function lockConnection(socket: WebSocket): void {
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
}

/** Tells every lock. */
export async function pair(
	locks: ReadonlySet<WebSocket>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	let body = "";
	for await (const chunk of request.setEncoding("utf8")) body += chunk;
	const { lock, name, type } = JSON.parse(body) as PairRequest;
	const payload = { user, name, type, lock };
	for (const client of locks)
		client.send(JSON.stringify([null, null, `lock:${lock}`, "mode:pair", payload]));
	const delivered = locks.size;
	response.setHeader("content-type", "application/json");
	response.end(JSON.stringify({ lock, user, status: "pairing", delivered }));
}
