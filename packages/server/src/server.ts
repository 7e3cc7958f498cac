import { type Clock, messageOf, type Random } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { parseConfig, type ServerConfig } from "./config.js";
import type { Protocol } from "./gateway.js";
import type { Fetch } from "./gateways/cloud/open-weather-map.js";
import { Handshakes } from "./handshakes.js";
import { type Development, GatewayHost } from "./host.js";
import { connectionRoutes } from "./http/connection-routes.js";
import { ControlApi } from "./http/control-api.js";
import { Guard } from "./http/guard.js";
import { PlainHttp } from "./http/plain-http.js";
import { Listener } from "./listener.js";
import type { Log } from "./log.js";

export interface ServerOptions {
	/** Where state lives; closed with the server. */
	readonly store: Store;
	/** Address to bind; `127.0.0.1` when absent. */
	readonly host?: string;
	/** 0, the default, picks a free port. */
	readonly port?: number;
	/** More ports, each for one protocol; 0 picks a free one. */
	readonly dedicated?: ReadonlyMap<Protocol, number>;
	/** Defaults for everything when absent. */
	readonly config?: ServerConfig;
	readonly clock?: Clock;
	/** Ids come from it. */
	readonly random?: Random;
	/** Silent when absent. */
	readonly log?: Log;
	/** Needed where `cloud.weather` names a provider. */
	readonly weatherApiKey?: string | null;
	/** Asks that provider; the platform's when absent. */
	readonly fetch?: Fetch;
}

/** A reference server that is listening. */
export interface ReferenceServer extends AsyncDisposable {
	/** `http://host:port` of the shared port. */
	readonly url: string;
	/** WebSocket URL by protocol. */
	readonly endpoints: Readonly<Record<Protocol, string>>;
	/** WebSocket URL of the dedicated ports. */
	readonly dedicated: Readonly<Partial<Record<Protocol, string>>>;
	/** Made up at the start for what was not configured; empty otherwise. */
	readonly development: Development;
	/** Tells every client, waits for them up to two seconds, flushes the store, frees the ports. */
	close(): Promise<void>;
}

/** Time that clients get to answer a close frame. */
const drainGraceMs = 2000;

/**
 * Starts the reference server: every protocol on one HTTP port, and on ports of their own where asked.
 * @throws EnvironmentError when a port cannot be bound; ports bound before it are freed again.
 * @example
 * const server = await startServer({ store: new MemoryStore({ clock, random }) });
 * console.log(server.endpoints.lock);
 * await server.close();
 */
export async function startServer(options: ServerOptions): Promise<ReferenceServer> {
	const { store, config = parseConfig(), clock = systemClock, random = systemRandom } = options;
	const log = options.log ?? (() => {});
	const gatewayHost = new GatewayHost({ ...options, config, store, clock, random, log });
	const guard = new Guard(config.admin.token);
	const control = new ControlApi({
		routes: [
			...gatewayHost.gateways.flatMap(({ routes }) => routes),
			...connectionRoutes(gatewayHost, clock),
		],
		guard,
		maxDepth: config.limits.depth,
	});
	const http = new PlainHttp({ host: gatewayHost, control, guard, store, log });
	const handshakes = new Handshakes(gatewayHost, clock);

	const listeners: Listener[] = [];
	const bind = async (port: number, dedicated: Protocol | null): Promise<Listener> => {
		const listener = await Listener.bind({
			host: options.host ?? "127.0.0.1",
			port,
			limits: config.limits,
			request: (request, response) => http.handle(request, response, dedicated),
			upgrade: (request, tcp, head) => {
				handshakes.handle(request, tcp, head, dedicated).catch((error: unknown) => {
					log("error", "handshake-failed", { message: messageOf(error) });
					tcp.destroy();
				});
			},
		});
		listeners.push(listener);
		return listener;
	};
	const freePorts = (): Promise<unknown> =>
		Promise.all(listeners.map((listener) => listener.close()));

	const dedicated: Partial<Record<Protocol, string>> = {};
	let shared: Listener;
	try {
		shared = await bind(options.port ?? 0, null);
		for (const [protocol, port] of options.dedicated ?? [])
			dedicated[protocol] = `${(await bind(port, protocol)).origin("ws")}/`;
	} catch (error) {
		await gatewayHost.drain(0);
		await freePorts();
		throw error;
	}

	let closing: Promise<void> | undefined;
	const close = async (): Promise<void> => {
		await gatewayHost.drain(drainGraceMs);
		await freePorts();
		await store.close();
	};
	const endpoints = Object.fromEntries(
		gatewayHost.gateways.map(({ protocol, path }) => [protocol, shared.origin("ws") + path]),
	) as Record<Protocol, string>;
	return {
		url: shared.origin("http"),
		endpoints,
		dedicated,
		development: gatewayHost.development,
		close: () => (closing ??= close()),
		[Symbol.asyncDispose]: () => (closing ??= close()),
	};
}
