import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig, startServer } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import type { HandshakeAnswer, RoomsTarget } from "@gw-sim/testkit/rooms";
import { type Dial, systemClock, VirtualClock } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { inVirtualTime } from "./in-virtual-time.js";

const signingKey = "CHANGEME";
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A target for many cases, and what ends it. */
export interface Staged extends AsyncDisposable {
	readonly target: RoomsTarget;
}

/** The reference server on a port of its own; `settings` are of its configuration for rooms. */
export async function socketTarget(settings: object = {}): Promise<Staged> {
	const pingIntervalMs = 250;
	const config = parseConfig({ rooms: { signingKey, pingIntervalMs, ...settings } });
	const random = seededRandom("conformance");
	const store = new MemoryStore({ clock: systemClock, random });
	const server = await startServer({ store, random, config });
	return {
		target: {
			url: server.endpoints.rooms,
			dial: wsDial(),
			clock: systemClock,
			freshRoom: randomUUID,
			signingKey,
			sha256,
			pingIntervalMs,
			maxDepth: config.limits.depth,
			maxPayloadBytes: config.rooms.maxPayloadBytes,
			handshake,
			async http(path) {
				const answer = await fetch(new URL(path, server.url));
				return { status: answer.status, body: await answer.text() };
			},
			...settings,
		},
		[Symbol.asyncDispose]: () => server.close(),
	};
}

export interface MemoryTarget extends Staged {
	/** Lets time pass until the work is done. */
	run<T>(work: Promise<T>): Promise<T>;
}

/** The same gateway in memory and virtual time, behind whatever `wrap` makes of its sockets. */
export function memoryTarget(wrap: (dial: Dial) => Dial = (dial) => dial): MemoryTarget {
	const config = parseConfig({ rooms: { signingKey } });
	const random = seededRandom("conformance");
	const clock = new VirtualClock();
	const store = new MemoryStore({ clock, random });
	const host = new GatewayHost({ config, store, clock, random, log: () => {} });
	let rooms = 0;
	return {
		target: {
			url: "ws://host/websocket",
			dial: wrap(hostDial(host, clock)),
			clock,
			freshRoom: () => `room ${++rooms}`,
			signingKey,
			sha256,
			pingIntervalMs: config.rooms.pingIntervalMs,
			maxDepth: config.limits.depth,
		},
		run: (work) => inVirtualTime(clock, work),
		[Symbol.asyncDispose]: () => store.close(),
	};
}

/** Upgrades and hangs up. */
async function handshake(
	url: string,
	headers: Readonly<Record<string, string>>,
): Promise<HandshakeAnswer> {
	const upgrade = {
		Connection: "Upgrade",
		Upgrade: "websocket",
		"Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	};
	const asked = request(url.replace(/^ws/, "http"), { headers: { ...upgrade, ...headers } }).end();
	const answer = await answerTo(asked);
	return {
		status: answer.statusCode ?? 0,
		header: (name) => answer.headersDistinct[name.toLowerCase()] ?? [],
	};
}

async function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
	const [answer] = await Promise.race([once(asked, "upgrade"), once(asked, "response")]);
	answer.socket.destroy();
	return answer;
}
