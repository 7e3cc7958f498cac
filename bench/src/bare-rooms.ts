import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";

type ClientMessage =
	| { readonly type: "profile" }
	| { readonly type: "subscribe"; readonly data: string }
	| { readonly type: "chat"; readonly data: unknown }
	| { readonly type: "counter"; readonly data: { readonly id: string; readonly value: number } };

/** All that is kept of a connection. */
interface Member {
	readonly socket: WebSocket;
	readonly suffix: number;
	readonly id: string;
}

const members = new Set<Member>();
/** By the text that was subscribed to. */
const subscribers = new Map<string, Set<WebSocket>>();
const counters = new Map<string, number>();
let lastSuffix = 0;

/** Chat and counters in one room, for those who subscribe. */
export function roomsConnection(socket: WebSocket): void {
	const member: Member = { socket, suffix: ++lastSuffix, id: randomUUID() };
	members.add(member);
	socket.send(JSON.stringify({ type: "config", data: "" }));
	sendProfile(member);
	socket.on("message", (data: Buffer) => handle(member, JSON.parse(data.toString())));
	socket.on("close", () => {
		members.delete(member);
		for (const sockets of subscribers.values()) sockets.delete(socket);
	});
}

function handle(member: Member, message: ClientMessage): void {
	switch (message.type) {
		case "profile":
			sendProfile(member);
			break;
		case "subscribe": {
			const sockets = subscribers.get(message.data) ?? new Set();
			subscribers.set(message.data, sockets.add(member.socket));
			break;
		}
		case "chat": {
			const user = { suffix: member.suffix, properties: {} };
			tell("chat", JSON.stringify({ type: "chat", data: { message: message.data, user } }));
			break;
		}
		case "counter": {
			const { id, value: delta } = message.data;
			const value = (counters.get(id) ?? 0) + delta;
			counters.set(id, value);
			tell(`counter:${id}`, JSON.stringify({ type: "counter", data: { id, value } }));
			break;
		}
	}
}

function tell(subscription: string, text: string): void {
	for (const socket of subscribers.get(subscription) ?? []) socket.send(text);
}

function sendProfile({ socket, suffix, id }: Member): void {
	const profile = { suffix, properties: {}, id, connectionDetails: {}, role: "user" };
	socket.send(JSON.stringify({ type: "profile", data: profile }));
}
