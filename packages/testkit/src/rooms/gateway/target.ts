import type { Clock } from "@gw-sim/core";
import type { Dial } from "@gw-sim/transport";

/** What a gateway answered to an upgrade. */
export interface HandshakeAnswer {
	readonly status: number;
	/** Every value of a response header, whatever its name's case; empty where it is absent. */
	header(name: string): readonly string[];
}

/** What a gateway answered to a plain request. */
export interface HttpAnswer {
	readonly status: number;
	readonly body: string;
}

/** A room gateway to be judged. Cases that need what is not given here are skipped. */
export interface RoomsTarget {
	/** WebSocket URL of the endpoint, without a room: `ws://127.0.0.1:4000/websocket`. */
	readonly url: string;
	readonly dial: Dial;
	/** The clock that the sockets run on; its wall time is to be the gateway's within seconds. */
	readonly clock: Clock;
	/** The name of a room that nobody has been in; another one at each call. */
	readonly freshRoom: () => string;
	/** What admins prove that they know; with `sha256` it lets the admin's cases run. */
	readonly signingKey?: string;
	/** SHA-256 of the text's UTF-8, in hex. Under a virtual clock it has to answer at once. */
	readonly sha256?: (text: string) => string | Promise<string>;
	/** The config of a room that nobody has configured. @defaultValue the empty text */
	readonly initialConfig?: string;
	/** How the gateway spells counters. @defaultValue number */
	readonly counterValueAs?: "number" | "string";
	/** Whether clients may bring session ids of their own making. @defaultValue false */
	readonly clientSessions?: boolean;
	/** How often the gateway sends a ping; give it where nobody minds waiting twice as long. */
	readonly pingIntervalMs?: number;
	/** How deep the JSON of a message may nest. */
	readonly maxDepth?: number;
	/** Beyond how many bytes a message closes the connection with 1009. */
	readonly maxPayloadBytes?: number;
	/** Upgrades with headers of its own, and ends the connection again. */
	readonly handshake?: (
		url: string,
		headers: Readonly<Record<string, string>>,
	) => Promise<HandshakeAnswer>;
	/** GET of a path with its query on the gateway's origin. */
	readonly http?: (path: string) => Promise<HttpAnswer>;
	/** How long anything expected may take. @defaultValue 4000 */
	readonly waitMs?: number;
	/** How long to watch that nothing comes, where nothing quicker can tell. @defaultValue 150 */
	readonly quietMs?: number;
}

/** A part of a target that not everybody can give. */
export type Need =
	| "signingKey"
	| "pingIntervalMs"
	| "maxDepth"
	| "maxPayloadBytes"
	| "handshake"
	| "http";

/** The endpoint with a query added to what it has. */
export function endpoint(target: RoomsTarget, query: Readonly<Record<string, string>>): string {
	const url = new URL(target.url);
	for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
	return url.href;
}

/** Why a target does not do for a case; null where it does. */
export function missing(target: RoomsTarget, needs: readonly Need[]): string | null {
	const absent = needs.find((need) => target[need] === undefined);
	if (absent !== undefined) return `the target gives no ${absent}`;
	if (needs.includes("signingKey") && target.sha256 === undefined)
		return "the target gives no sha256";
	return null;
}
