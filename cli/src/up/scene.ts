import type { BackoffSteps } from "@gw-sim/core";
import type { ServerConfig } from "@gw-sim/server";
import type { DeviceKind } from "./orchestra.js";

/** When a process that ended is started again: `on-failure` where its exit code was not 0. */
type RestartPolicy = "on-failure" | "always" | "never";

export interface Restarting {
	readonly restart: RestartPolicy;
	/** Failures in a row that are mended; after one more the process has failed for good. */
	readonly retries: number;
}

/** The server of a scene. */
export interface SceneServer extends Restarting {
	/** Null for every default. */
	readonly config: ServerConfig | null;
	/** Command-line options of `gw-sim serve`. */
	readonly args: readonly string[];
	/** Where it keeps state; null for memory. */
	readonly folder: string | null;
}

export interface SceneDevice extends Restarting {
	readonly name: string;
	readonly kind: DeviceKind;
	/** Its command-line options, without those that the supervisor gives. */
	readonly args: readonly string[];
	/** Whether its options name an endpoint of its own. */
	readonly hasOwnUrl: boolean;
	readonly env: ReadonlyMap<string, string>;
	/** Names of those that have to be on line before it starts. */
	readonly after: readonly string[];
	/** A puff's: the puff whose group it joins; null for none. */
	readonly groupFrom: string | null;
	/** Somebody's in the chat: the user whom the server's token names; null for the one it makes up. */
	readonly user: string | null;
}

/** What `gw-sim up` is to run. */
export interface Scene {
	/** Its file, or `default scene`. */
	readonly title: string;
	/** The folder that relative names in it start from. */
	readonly folder: string;
	/** The reference server; null where the devices are on a foreign gateway. */
	readonly server: SceneServer | null;
	/** The foreign gateway's WebSocket URL; null where the scene has a server. */
	readonly url: string | null;
	readonly devices: readonly SceneDevice[];
	/** How long to wait before each start in a row of failures. */
	readonly backoff: BackoffSteps;
}

/** Those that have to be on line before a device starts. */
export function waitsFor({ after, groupFrom }: SceneDevice): readonly string[] {
	return groupFrom === null ? after : [...new Set([...after, groupFrom])];
}
