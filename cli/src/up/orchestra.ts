import type { JsonObject, JsonValue } from "@gw-sim/core";
import type { Protocol } from "@gw-sim/server";
import type { PixelsEvent } from "@gw-sim/simulator-cloud";
import type { DeviceEvent, FaultsEvent, Usage } from "@gw-sim/simulator-engine";
import type { TagEvent } from "@gw-sim/simulator-lock";
import type { LedsEvent } from "../leds/leds-event.js";

/** What a device of a scene is: the command that runs it. */
export type DeviceKind = "lock" | "cloud" | "puff" | "chat" | "room";

/** The name of the server among the processes; no device can have it. */
export const serverName = "server";

/**
 * What becomes of a process: `waiting` for those it comes after; `starting` until the server listens
 * or the device tells its first state; `running`; `backoff` until the next start; `stopping`;
 * `stopped`, by wish or after an end that is none to mend; `failed`, its retries used up.
 */
export type ProcessStatus =
	| "waiting"
	| "starting"
	| "running"
	| "backoff"
	| "stopping"
	| "stopped"
	| "failed";

/** How a process ended: by a code of its own, or by a signal. */
export interface ProcessExit {
	readonly code: number | null;
	readonly signal: string | null;
	/** On the orchestra's clock, in milliseconds. */
	readonly at: number;
}

/** A supervised process as it is now. */
export interface ProcessView {
	readonly name: string;
	readonly kind: DeviceKind | "server";
	readonly status: ProcessStatus;
	/** Names of those that it still waits for; empty unless it is `waiting`. */
	readonly waitsFor: readonly string[];
	/** Null where no process is there. */
	readonly pid: number | null;
	/** Times that it was started again without being asked to. */
	readonly restarts: number;
	/** How it ended last; null where it never did. */
	readonly exit: ProcessExit | null;
	/** When it will be started again, on the orchestra's clock; null unless in `backoff`. */
	readonly nextStartAt: number | null;
	/** When its present process was started, on the orchestra's clock; null where none is there. */
	readonly startedAt: number | null;
	/** What it said last before it ended unasked, oldest first, fit for a terminal; at most 10 lines. */
	readonly lastWords: readonly string[];
}

/** The gateway that the devices of a scene are on. */
export interface GatewayView {
	/** As `http://127.0.0.1:4000`. */
	readonly url: string;
	/** Where each protocol is. */
	readonly endpoints: Readonly<Record<Protocol, string>>;
	/** Whether it is the scene's own server; a foreign gateway may have no control API. */
	readonly isOwn: boolean;
}

/** What goes over one protocol's connections. */
export interface ProtocolRates {
	readonly connections: number;
	/** Messages from devices in a second. */
	readonly receivedPerSecond: number;
	/** Messages to devices in a second. */
	readonly sentPerSecond: number;
}

/** What the scene's own server tells of itself, once a second. */
export interface ServerMetrics {
	/** On the orchestra's clock, in milliseconds. */
	readonly at: number;
	readonly protocols: Readonly<Record<Protocol, ProtocolRates>>;
	/** Whether the store takes writes. */
	readonly storeOk: boolean;
	/** Where the store keeps its state: a folder; null for memory. */
	readonly storeFolder: string | null;
}

/** What the process of a device prints; texts in it are as they came, unfit for a terminal. */
export type SceneDeviceEvent = DeviceEvent | FaultsEvent | PixelsEvent | LedsEvent | TagEvent;

/** What happens in a scene. */
export type OrchestraEvent =
	| { readonly type: "process"; readonly process: ProcessView }
	/** A line that is none of the events: a log, a warning. Fit for a terminal. */
	| {
			readonly type: "line";
			readonly name: string;
			readonly stream: "out" | "err";
			readonly text: string;
	  }
	| { readonly type: "event"; readonly name: string; readonly event: SceneDeviceEvent }
	/** What a process uses, once in two seconds; `cpuPercent` is of one core, since the last time. */
	| {
			readonly type: "usage";
			readonly name: string;
			readonly rss: Usage["rss"];
			readonly cpuPercent: number;
	  }
	| { readonly type: "metrics"; readonly metrics: ServerMetrics }
	| { readonly type: "gateway"; readonly gateway: GatewayView };

/** A request to the gateway's control API. */
export interface ControlRequest {
	readonly method: "GET" | "POST" | "PUT" | "DELETE";
	/** Below `/api/v0`, as `/cloud`. */
	readonly path: string;
	readonly body?: JsonObject;
}

/**
 * A scene that runs: the reference server and every device as supervised child processes. Those who
 * show it add their listener first and then call `open`. All of its children end when it does, also
 * when it is killed.
 */
export interface Orchestra {
	/** What the scene is called: its file, or `default scene`. */
	readonly title: string;
	/** The server, where it is the scene's own, then the devices in the order of the scene. */
	readonly processes: readonly ProcessView[];
	/** Null until it is known: a foreign gateway is from the beginning. */
	readonly gateway: GatewayView | null;
	/** Milliseconds on the clock that every `at` is on. */
	now(): number;
	/** Adds a listener; what is returned takes it away. */
	on(listener: (event: OrchestraEvent) => void): () => void;
	/** Starts what is to run, once. */
	open(): void;
	/** Starts a process that is stopped or failed, or waits; its count of failures begins anew. */
	start(name: string): void;
	/** Stops a process, and does not start it again. */
	stop(name: string): void;
	/** Stops a process where it runs, and starts it. */
	restart(name: string): void;
	/**
	 * Gives a device one of its commands; what it answers comes as events, a refusal as an `error`.
	 * @throws EnvironmentError `not-running` where no such device runs.
	 */
	send(name: string, command: JsonObject): void;
	/**
	 * Asks the gateway's control API; the result is the body of its answer, null where it is empty.
	 * @throws EnvironmentError `control-api` where it cannot be asked, or says no.
	 */
	control(request: ControlRequest): Promise<JsonValue>;
	/** Stops the devices, then the server; resolves when no process is left. */
	close(): Promise<void>;
}
