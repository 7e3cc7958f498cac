import type { Clock } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";

/** What a gateway answered to a plain request. */
export interface HttpAnswer {
	readonly status: number;
	readonly body: string;
}

/** A plain request to a gateway's origin. */
export interface HttpRequest {
	readonly method: "GET" | "POST";
	/** As in `/config`. */
	readonly path: string;
	/** JSON text, or something that is to be taken for it. */
	readonly body?: string;
}

/** A bare TCP connection. */
export interface ByteStream {
	/** Who is told; called once, in the turn in which the stream was made. */
	listen(listener: { data(bytes: Uint8Array): void; closed(): void }): void;
	/** What is written before the connection is there waits for it. */
	write(bytes: Uint8Array): void;
	/** Ends this side alone; the other may go on. */
	end(): void;
	/** Cuts the connection. */
	destroy(): void;
}

/**
 * A gateway of lamps to be judged. Cases that need what is not given here are skipped. What the lamps
 * show belongs to all of them: nobody else may change it meanwhile, and the cases put it back.
 */
export interface CloudTarget {
	/** As for a lamp: `ws://127.0.0.1:4000/cloud`. */
	readonly url: string;
	readonly dial: Dial;
	readonly clock: Clock;
	/** What lamps prove that they know. */
	readonly secret: string;
	/** Asks the gateway's origin over plain HTTP, for `/info` and `/config`, with what rights that needs. */
	readonly http?: (request: HttpRequest) => Promise<HttpAnswer>;
	/** `GET` of the reference server's `/api/v0/cloud`, or `PUT` of a body that will be written as JSON. */
	readonly control?: (body?: unknown) => Promise<HttpAnswer>;
	/** Connects to the gateway's port, for frames that no library would send. */
	readonly connect?: () => ByteStream;
	/**
	 * Shuts the gateway down as its operator would, and starts it again at the same URL; settles when
	 * it is back.
	 */
	readonly restart?: () => Promise<void>;
	/** Whether what is shown outlives `restart`. @defaultValue false */
	readonly isDurable?: boolean;
	/** Whether the gateway's port speaks this protocol alone, on every path. @defaultValue false */
	readonly isDedicated?: boolean;
	/** How long a lamp may take to send the secret. @defaultValue 10000 */
	readonly handshakeTimeoutMs?: number;
	/** How often a lamp is sent the current packet again, 0 for never. @defaultValue not tried, 60000 is supposed */
	readonly repeatMs?: number;
	/** Within what time a lamp has to ping, 0 for never. @defaultValue not tried */
	readonly heartbeatTimeoutMs?: number;
	/** How often the gateway sends WebSocket pings. @defaultValue 30000 */
	readonly pingIntervalMs?: number;
	/** Beyond how many bytes a message closes its connection with 1009. @defaultValue not tried */
	readonly maxPayloadBytes?: number;
	/**
	 * The longest that a case may let time pass; cases that need more are skipped. Infinity under a
	 * virtual clock. @defaultValue 5000
	 */
	readonly patienceMs?: number;
	/** How long anything expected may take. @defaultValue 4000 */
	readonly waitMs?: number;
	/** How long to watch that nothing comes. @defaultValue 150 */
	readonly quietMs?: number;
}

/** What a target says of its times, with the defaults of the protocol. */
export interface Terms {
	readonly handshakeTimeoutMs: number;
	readonly repeatMs: number;
	readonly heartbeatTimeoutMs: number;
	readonly pingIntervalMs: number;
	readonly patienceMs: number;
	readonly waitMs: number;
	readonly quietMs: number;
}

export function termsOf(target: CloudTarget): Terms {
	return {
		handshakeTimeoutMs: target.handshakeTimeoutMs ?? 10_000,
		repeatMs: target.repeatMs ?? 60_000,
		heartbeatTimeoutMs: target.heartbeatTimeoutMs ?? 0,
		pingIntervalMs: target.pingIntervalMs ?? 30_000,
		patienceMs: target.patienceMs ?? 5000,
		waitMs: target.waitMs ?? 4000,
		quietMs: target.quietMs ?? 150,
	};
}

/** Why a target does not fit; null where it does. */
export type Need = (target: CloudTarget) => string | null;

export const needsHttp: Need = ({ http }) =>
	http === undefined ? "the target gives no http" : null;

export const needsControl: Need = ({ control }) =>
	control === undefined ? "the target gives no control" : null;

/** That what is shown can be changed by either way. */
export const needsChanges: Need = ({ http, control }) =>
	http === undefined && control === undefined ? "the target gives neither http nor control" : null;

export const needsConnect: Need = ({ connect }) =>
	connect === undefined ? "the target gives no connect" : null;

export const needsRestart: Need = ({ restart }) =>
	restart === undefined ? "the target cannot be restarted" : null;

export const needsDurability: Need = ({ isDurable }) =>
	isDurable === true ? null : "the target does not keep what is shown";

export const needsDedicated: Need = ({ isDedicated }) =>
	isDedicated === true ? null : "the target's port is not this protocol's alone";

export const needsPayloadLimit: Need = ({ maxPayloadBytes }) =>
	maxPayloadBytes === undefined ? "the target gives no maxPayloadBytes" : null;

export const needsRepeats: Need = ({ repeatMs = 0 }) =>
	repeatMs > 0 ? null : "the target gives no repeatMs, or repeats nothing";

export const needsNoRepeats: Need = ({ repeatMs }) =>
	repeatMs === 0 ? null : "the target does not give 0 for repeatMs";

export const needsHeartbeat: Need = ({ heartbeatTimeoutMs = 0 }) =>
	heartbeatTimeoutMs > 0 ? null : "the target gives no heartbeatTimeoutMs, or wants no pings";

export const needsNoHeartbeat: Need = ({ heartbeatTimeoutMs }) =>
	heartbeatTimeoutMs === 0 ? null : "the target does not give 0 for heartbeatTimeoutMs";

/** That time may pass, as much as the terms ask for. */
export function needsPatience(wanted: (terms: Terms) => number): Need {
	return (target) => {
		const terms = termsOf(target);
		const ms = wanted(terms);
		return ms <= terms.patienceMs ? null : `takes ${ms} ms; patienceMs is ${terms.patienceMs}`;
	};
}
