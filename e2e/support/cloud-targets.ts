import { type Clock, parseJson, seededRandom } from "@gw-sim/core";
import {
	GatewayHost,
	hostDial,
	parseConfig,
	type ReferenceServer,
	type ServerConfig,
	startServer,
} from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import type { CloudTarget, HttpAnswer, HttpRequest } from "@gw-sim/testkit/cloud";
import { type Dial, systemClock, VirtualClock } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { fastClock } from "./cloud-fast-clock.js";
import { secret } from "./cloud-secret.js";
import { connector } from "./cloud-wires.js";
import { inVirtualTime } from "./in-virtual-time.js";

/** A target for cases, and what ends it. */
export interface Staged extends AsyncDisposable {
	readonly target: CloudTarget;
}

export interface SocketTargetOptions {
	/** Of the server's configuration for lamps. */
	readonly settings?: object;
	/** Of the server and of the cases. */
	readonly clock?: Clock;
	/** Whether the cases go to a port of the lamps alone. */
	readonly isDedicated?: boolean;
}

/** The reference server on ports of its own. */
export async function socketTarget(options: SocketTargetOptions = {}): Promise<Staged> {
	const { settings = {}, clock = systemClock, isDedicated = false } = options;
	const config = parseConfig({ cloud: { secret, ...settings } });
	const random = seededRandom("conformance");
	const start = (port: number, ownPort: number): Promise<ReferenceServer> =>
		startServer({
			store: new MemoryStore({ clock, random }),
			random,
			config,
			clock,
			port,
			dedicated: new Map([["cloud", ownPort]]),
		});
	let server = await start(0, 0);
	const shared = server.url;
	const own = server.dedicated.cloud ?? "";
	return {
		target: {
			...overHttp(isDedicated ? own : server.endpoints.cloud, shared),
			clock,
			...told(config),
			maxPayloadBytes: config.cloud.maxPayloadBytes,
			isDedicated,
			async restart() {
				await server.close();
				server = await start(portOf(shared), portOf(own));
			},
		},
		[Symbol.asyncDispose]: () => server.close(),
	};
}

function portOf(url: string): number {
	return Number(new URL(url).port);
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

/** How to reach a server; `shared` is the origin of its control API. */
export function overHttp(
	url: string,
	shared: string,
): Pick<CloudTarget, "url" | "dial" | "connect" | "http" | "control"> {
	const ask = async (address: URL, init: RequestInit): Promise<HttpAnswer> => {
		const headers = { "content-type": "application/json", connection: "close" };
		const answer = await fetch(address, { ...init, headers });
		return { status: answer.status, body: await answer.text() };
	};
	return {
		url,
		dial: wsDial(),
		connect: connector(url),
		http: ({ path, ...init }) => ask(new URL(path, url.replace("ws:", "http:")), init),
		control: (body) => {
			const init = body === undefined ? {} : { method: "PUT", body: JSON.stringify(body) };
			return ask(new URL("/api/v0/cloud", shared), init);
		},
	};
}

/** The terms of a configuration, as an operator would tell them. */
function told({
	cloud,
}: ServerConfig): Pick<
	CloudTarget,
	"secret" | "handshakeTimeoutMs" | "repeatMs" | "heartbeatTimeoutMs"
> {
	const { secret, handshakeTimeoutMs, repeatMs, heartbeatTimeoutMs } = cloud;
	return { secret, handshakeTimeoutMs, repeatMs, heartbeatTimeoutMs };
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
	const config = parseConfig({ cloud: { secret, ...settings } });
	const random = seededRandom("conformance");
	const clock = new VirtualClock();
	const store = new MemoryStore({ clock, random });
	const host = new GatewayHost({ config, store, clock, random, log: () => {} });
	return {
		target: {
			url: "ws://host/cloud",
			dial: wrap(hostDial(host, clock)),
			clock,
			...told(config),
			http: (request) => askPage(host, request),
			control: (body) => askControl(host, body),
			restart: () => host.drain(2000),
			patienceMs: Number.POSITIVE_INFINITY,
		},
		run: (work) => inVirtualTime(clock, work),
		[Symbol.asyncDispose]: () => store.close(),
	};
}

async function askPage(host: GatewayHost, request: HttpRequest): Promise<HttpAnswer> {
	const gateway = host.gateways.find(({ protocol }) => protocol === "cloud");
	const { method, path, body: text = "" } = request;
	const page = gateway?.pages?.find((one) => one.path === path && one.methods.includes(method));
	const answer = await page?.answer({
		method,
		params: {},
		query: new URLSearchParams(),
		origin: null,
		host: null,
		body: async () => ({ text }),
	});
	return answer ?? gateway?.plain(method, path) ?? { status: 404, body: "not found" };
}

async function askControl(host: GatewayHost, body: unknown): Promise<HttpAnswer> {
	const method = body === undefined ? "GET" : "PUT";
	const routes = host.gateways.flatMap(({ routes }) => routes);
	const route = routes.find((one) => one.path === "/cloud" && one.method === method);
	const text = JSON.stringify(body) ?? "";
	const answer = await route?.handle({ params: {}, body: parseJson(text) ?? null, text });
	return { status: answer?.status ?? 404, body: JSON.stringify(answer?.body) };
}
