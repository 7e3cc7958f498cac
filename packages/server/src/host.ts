import type { Clock, Random } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import type { Socket } from "@gw-sim/transport";
import { Admission, type AdmissionRefusal } from "./admission.js";
import { Backlog } from "./backlog.js";
import type { ServerConfig } from "./config.js";
import {
	type Arrival,
	Connection,
	type ConnectionEvents,
	type ConnectionTerms,
} from "./connection.js";
import type { Gateway, Protocol, UpgradeRequest } from "./gateway.js";
import { chatGateway } from "./gateways/chat/gateway.js";
import { cloudGateway } from "./gateways/cloud/gateway.js";
import type { Fetch } from "./gateways/cloud/open-weather-map.js";
import { lockGateway } from "./gateways/lock/gateway.js";
import { puffGateway } from "./gateways/puff/gateway.js";
import { roomsGateway } from "./gateways/rooms/gateway.js";
import { IdleWatch } from "./idle-watch.js";
import { type Log, PeerLog } from "./log.js";
import { Metrics } from "./metrics.js";

export interface HostOptions {
	readonly config: ServerConfig;
	readonly store: Store;
	readonly clock: Clock;
	readonly random: Random;
	readonly log: Log;
	/** Of the provider that `cloud.weather` names; no part of the configuration, since it is a secret. */
	readonly weatherApiKey?: string | null;
	/** Asks that provider; the platform's when absent. */
	readonly fetch?: Fetch;
}

/** Made up at the start for what was not configured. */
export interface Development {
	/** A token for the chat user `dev`, where no secret was configured. */
	readonly chatToken?: string;
}

/** A place that was taken for a client: `accept` or `abandon` ends the handshake. */
export interface Admitted {
	readonly ok: true;
	readonly gateway: Gateway;
	/** To be answered in the handshake; null for none. */
	readonly subprotocol: string | null;
	/** More lines of the answer's head. */
	readonly headers: readonly string[];
	accept(socket: Socket): void;
	abandon(): void;
}

export type AdmissionVerdict = Admitted | { readonly ok: false; readonly status: number };

const refusalStatus: Readonly<Record<AdmissionRefusal, number>> = {
	"too-many-connections": 503,
	"too-many-from-address": 429,
	"too-fast": 503,
};

/**
 * The gateways and their clients, on whatever sockets: the reference server puts it behind HTTP
 * ports, a simulation gives it memory sockets and a virtual clock.
 */
export class GatewayHost {
	readonly gateways: readonly Gateway[];
	readonly development: Development;
	readonly metrics: Metrics = new Metrics();
	readonly #options: HostOptions;
	readonly #admission: Admission;
	readonly #backlog: Backlog;
	readonly #peerLog: PeerLog;
	readonly #connections = new Set<Connection>();
	readonly #terms: ReadonlyMap<Gateway, ConnectionTerms>;
	#accepted = 0;
	#emptied: (() => void) | undefined;
	#isDraining = false;

	constructor(options: HostOptions) {
		const { config, store, clock, random, log } = options;
		this.#options = options;
		this.#admission = new Admission(config.limits, clock);
		this.#backlog = new Backlog(clock, config.limits.maxTotalBufferedBytes);
		this.#peerLog = new PeerLog(log, clock);
		const chat = chatGateway({
			config: config.chat,
			limits: config.limits,
			store,
			clock,
			random,
			peerLog: this.#peerLog,
		});
		this.gateways = [
			lockGateway({
				config: config.lock,
				limits: config.limits,
				store,
				random,
				peerLog: this.#peerLog,
			}),
			roomsGateway({
				config: config.rooms,
				limits: config.limits,
				store,
				clock,
				random,
				peerLog: this.#peerLog,
			}),
			chat,
			cloudGateway({
				config: config.cloud,
				store,
				clock,
				peerLog: this.#peerLog,
				metrics: this.metrics,
				weatherApiKey: options.weatherApiKey ?? null,
				fetch: options.fetch ?? fetch,
			}),
			puffGateway({
				config: config.puff,
				limits: config.limits,
				store,
				clock,
				random,
				peerLog: this.#peerLog,
			}),
		];
		const chatToken = chat.developmentToken;
		this.development = chatToken === null ? {} : { chatToken };
		this.#terms = new Map(
			this.gateways.map((gateway) => [gateway, this.#connectionTerms(gateway)] as const),
		);
		this.metrics.collect(() => this.#gauge());
	}

	get isDraining(): boolean {
		return this.#isDraining;
	}

	/** Open connections, oldest first. */
	get connections(): ReadonlySet<Connection> {
		return this.#connections;
	}

	/** Whether a client may connect; `dedicated` names the only protocol of its port. */
	async admit(
		request: UpgradeRequest,
		remote: string,
		dedicated: Protocol | null,
	): Promise<AdmissionVerdict> {
		const gateway = this.gatewayAt(request.path, dedicated);
		if (gateway === undefined) return this.#refuse(404, remote, "no such endpoint", request.path);
		if (this.#isDraining) return this.#refuse(503, remote, "shutting down", request.path);
		const verdict = await gateway.judge(request);
		if (!verdict.ok) return this.#refuse(verdict.status, remote, verdict.why, request.path);
		if (this.#isDraining) return this.#refuse(503, remote, "shutting down", request.path);
		const full = this.#admission.enter(remote);
		if (full !== null) return this.#refuse(refusalStatus[full], remote, full, request.path);
		return {
			ok: true,
			gateway,
			subprotocol: verdict.subprotocol,
			headers: verdict.headers ?? [],
			abandon: () => this.#admission.leave(remote),
			accept: (socket) => this.#accept(gateway, socket, remote, verdict.open),
		};
	}

	/** The gateway that a path leads to. */
	gatewayAt(path: string, dedicated: Protocol | null): Gateway | undefined {
		return this.gateways.find(
			(gateway) =>
				(dedicated === null || gateway.protocol === dedicated) &&
				gateway.serves(path, dedicated !== null),
		);
	}

	/**
	 * Lets nobody in any more and tells every client that the service restarts. Settles when all are
	 * gone; those that do not answer within `graceMs` are cut.
	 */
	async drain(graceMs: number): Promise<void> {
		this.#isDraining = true;
		this.#backlog.stop();
		if (this.#connections.size > 0) await this.#sendAllAway(graceMs);
		for (const gateway of this.gateways) gateway.stop?.();
	}

	async #sendAllAway(graceMs: number): Promise<void> {
		const emptied = new Promise<void>((resolve) => {
			this.#emptied = resolve;
		});
		for (const connection of this.#connections) connection.sendAway("restart");
		const cancel = this.#options.clock.after(graceMs, () => {
			for (const connection of this.#connections) connection.terminate();
		});
		await emptied;
		cancel();
	}

	#accept(gateway: Gateway, socket: Socket, remote: string, open: Arrival["open"]): void {
		const terms = this.#terms.get(gateway);
		if (terms === undefined) throw new Error(`no such gateway: ${gateway.protocol}`);
		const id = String(++this.#accepted);
		const connection = new Connection(terms, { id, remote, socket, open });
		this.#connections.add(connection);
		const { protocol } = gateway;
		this.metrics.counter("gw_sim_connections_total", "Connections accepted.", { protocol }).value++;
		this.#peerLog.write(remote, "debug", "connected", { protocol });
	}

	#refuse(status: number, remote: string, why: string, path: string): AdmissionVerdict {
		const help = "Upgrades refused, by HTTP status.";
		this.metrics.counter("gw_sim_refused_total", help, { status: String(status) }).value++;
		this.#peerLog.write(remote, "warn", "refused", { status, why, path });
		return { ok: false, status };
	}

	#connectionTerms(gateway: Gateway): ConnectionTerms {
		const { clock, config } = this.#options;
		const { idle } = gateway;
		return {
			gateway,
			clock,
			limits: config.limits,
			events: this.#connectionEvents(gateway),
			idleWatch: idle === null ? null : new IdleWatch(clock, idle.afterMs),
		};
	}

	#connectionEvents({ protocol }: Gateway): ConnectionEvents {
		const { metrics } = this;
		const received = metrics.counter("gw_sim_frames_received_total", "Messages received.", {
			protocol,
		});
		const sent = metrics.counter("gw_sim_frames_sent_total", "Messages sent.", { protocol });
		return {
			received: () => {
				received.value++;
			},
			sent: () => {
				sent.value++;
			},
			backlogged: (connection) => this.#backlog.add(connection),
			trouble: (connection, kind, message) => {
				const help = "Connections that broke a rule, by kind.";
				metrics.counter("gw_sim_trouble_total", help, { protocol, kind }).value++;
				this.#peerLog.write(connection.remote, "warn", kind, { protocol, message });
			},
			closed: (connection, code) => {
				this.#connections.delete(connection);
				this.#backlog.remove(connection);
				this.#admission.leave(connection.remote);
				this.#peerLog.write(connection.remote, "debug", "disconnected", { protocol, code });
				if (this.#connections.size === 0) this.#emptied?.();
			},
		};
	}

	#gauge(): void {
		const open = new Map<Protocol, number>();
		for (const { gateway } of this.#connections)
			open.set(gateway.protocol, (open.get(gateway.protocol) ?? 0) + 1);
		for (const { protocol } of this.gateways)
			this.metrics.gauge("gw_sim_connections", "Open connections.", { protocol }).value =
				open.get(protocol) ?? 0;
		this.metrics.gauge("gw_sim_store_ok", "1 while the store takes writes.").value =
			this.#options.store.health().ok ? 1 : 0;
		this.metrics.gauge("process_resident_memory_bytes", "Resident memory.").value =
			process.memoryUsage.rss();
	}
}
