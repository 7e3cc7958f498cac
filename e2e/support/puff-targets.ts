import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { type Clock, seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig, type ServerConfig, startServer } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import type { HandshakeAnswer, PingingConnection, PuffTarget } from "@gw-sim/testkit/puff";
import { type Dial, systemClock, VirtualClock } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { WebSocket } from "ws";
import { fastClock } from "./cloud-fast-clock.js";
import { inVirtualTime } from "./in-virtual-time.js";
import { serve } from "./serve.js";

/** A target for cases, and what ends it. */
export interface Staged extends AsyncDisposable {
	readonly target: PuffTarget;
}

export interface SocketTargetOptions {
	/** Of the server's configuration for puffs. */
	readonly settings?: object;
	/** Of the server and of the cases. */
	readonly clock?: Clock;
	/** Whether the cases go to a port of the puffs alone. */
	readonly ownsPort?: boolean;
}

/** The reference server on ports of its own. */
export async function socketTarget(options: SocketTargetOptions = {}): Promise<Staged> {
	const { settings = {}, clock = systemClock, ownsPort = false } = options;
	const config = parseConfig({ puff: settings });
	const random = seededRandom("conformance");
	const store = new MemoryStore({ clock, random });
	const dedicated = new Map([["puff", 0]] as const);
	const server = await startServer({ store, random, config, clock, dedicated });
	const url = ownsPort ? new URL("/socket", server.dedicated.puff).href : server.endpoints.puff;
	return {
		target: { ...overHttp(url, server.url), clock, ...told(config), ownsPort },
		[Symbol.asyncDispose]: () => server.close(),
	};
}

/** As `socketTarget`, in a tenth of the time. Faster, a busy machine would count for too much. */
export async function fastTarget(settings: object = {}): Promise<Staged> {
	const staged = await socketTarget({ settings, clock: fastClock(10) });
	const times = { patienceMs: 600_000, waitMs: 40_000, quietMs: 1500 };
	return {
		target: { ...staged.target, ...times },
		[Symbol.asyncDispose]: () => staged[Symbol.asyncDispose](),
	};
}

/** The built program, on a port of the puffs alone; it ends with the test. */
export async function cliTarget(): Promise<PuffTarget> {
	const { url, listening } = await serve(["--dedicate", "puff=0"]);
	const dedicated = new URL(Reflect.get(Object(listening.dedicated), "puff"));
	return {
		...overHttp(new URL("/socket", dedicated).href, url),
		...told(parseConfig()),
		clock: systemClock,
		ownsPort: true,
	};
}

type Reach = "url" | "dial" | "http" | "handshake" | "connectPinging" | "deleteGroup";

/** How to reach a server; `shared` is the origin of its control API. */
function overHttp(url: string, shared: string): Pick<PuffTarget, Reach> {
	return {
		url,
		dial: wsDial(),
		async http(method, path, headers = {}) {
			const address = new URL(path, url.replace(/^ws/, "http"));
			const answer = await fetch(address, { method, headers });
			const body = await answer.text();
			return { status: answer.status, body, header: (name) => answer.headers.get(name) };
		},
		handshake,
		connectPinging,
		async deleteGroup(id) {
			const headers = { "content-type": "application/json" };
			const address = new URL(`/api/v0/puff/groups/${id}`, shared);
			const { status } = await fetch(address, { method: "DELETE", headers });
			if (status !== 200) throw new Error(`the control API answered ${status}`);
		},
	};
}

/** The terms of a configuration, as an operator would tell them. */
function told({ puff, limits }: ServerConfig): Partial<PuffTarget> {
	const { heartbeatTimeoutMs, maxPayloadBytes, ...terms } = puff;
	return {
		...terms,
		...(heartbeatTimeoutMs === 0 ? {} : { heartbeatTimeoutMs }),
		maxPayloadBytes,
		maxDepth: limits.depth,
		isAlone: true,
	};
}

export interface MemoryTarget extends Staged {
	/** Lets time pass until the work is done. */
	run<T>(work: Promise<T>): Promise<T>;
}

/** The same gateway in memory and virtual time, behind whatever `wrap` makes of its sockets. */
export function memoryTarget(
	settings: object = {},
	wrap: (dial: Dial) => Dial = (dial) => dial,
): MemoryTarget {
	const config = parseConfig({ puff: settings });
	const random = seededRandom("conformance");
	const clock = new VirtualClock();
	const store = new MemoryStore({ clock, random });
	const host = new GatewayHost({ config, store, clock, random, log: () => {} });
	// Connections in memory carry messages of any length.
	const { maxPayloadBytes: _, ...terms } = told(config);
	return {
		target: {
			...terms,
			url: "ws://host/socket",
			dial: wrap(hostDial(host, clock)),
			clock,
			deleteGroup: (id) => deleteGroup(host, id),
			patienceMs: Number.POSITIVE_INFINITY,
		},
		run: (work) => inVirtualTime(clock, work),
		[Symbol.asyncDispose]: () => store.close(),
	};
}

async function deleteGroup(host: GatewayHost, id: string): Promise<void> {
	const routes = host.gateways.flatMap(({ routes }) => routes);
	const route = routes.find(({ path }) => path === "/puff/groups/:id");
	const answer = await route?.handle({ params: { id }, body: null, text: "" });
	if (answer?.status !== 200) throw new Error(`the control API answered ${answer?.status}`);
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
		header: (name) => answer.headersDistinct[name.toLowerCase()]?.join(", ") ?? null,
	};
}

async function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
	const [answer] = await Promise.race([once(asked, "upgrade"), once(asked, "response")]);
	answer.socket.destroy();
	return answer;
}

/** A client whose pings and pongs are its own. */
async function connectPinging(url: string): Promise<PingingConnection> {
	const ws = new WebSocket(url, { perMessageDeflate: false });
	let closeCode: number | null = null;
	const closed = new Promise<never>((_, reject) => {
		ws.on("close", (code) => {
			closeCode = code;
			reject(new Error(`closed with ${code}`));
		});
	});
	closed.catch(() => {});
	await once(ws, "open");
	return {
		async ping() {
			const answered = once(ws, "pong");
			ws.ping("are you there?");
			await Promise.race([answered, closed]);
		},
		pong: () => ws.pong("nobody asked"),
		get closeCode() {
			return closeCode;
		},
		close: () => ws.terminate(),
	};
}
