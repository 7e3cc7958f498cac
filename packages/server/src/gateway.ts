import type { Frame } from "@gw-sim/core";
import type { Connection } from "./connection.js";
import type { ControlRoute } from "./http/control-route.js";

export type Protocol = "lock";

/** What a client asked for when it wanted to upgrade. */
export interface UpgradeRequest {
	readonly path: string;
	readonly query: URLSearchParams;
	/** Null for clients that are no browsers. */
	readonly origin: string | null;
	/** The Host header. */
	readonly host: string | null;
	/** Subprotocols offered, in order. */
	readonly offered: readonly string[];
}

type UpgradeVerdict =
	| {
			readonly ok: true;
			/** Answered in Sec-WebSocket-Protocol; null answers none. */
			readonly subprotocol: string | null;
			open(connection: Connection): Session;
	  }
	| { readonly ok: false; readonly status: number; readonly why: string };

/** The server's half of one conversation. */
export interface Session {
	/**
	 * One message of the client. The next one waits until the promise settles, so a session sees its
	 * client's messages one after the other.
	 * @throws DecodeError which closes the connection with the code that it carries.
	 */
	frame(frame: Frame): void | Promise<void>;
	closed(): void;
}

interface HttpAnswer {
	readonly status: number;
	readonly body: string;
	readonly contentType?: string;
}

/** One protocol of the reference server. */
export interface Gateway {
	readonly protocol: Protocol;
	/** The endpoint on the shared port, as it is announced. */
	readonly path: string;
	readonly maxPayloadBytes: number;
	/** Without inbound bytes for `afterMs` a connection is closed with `code`. */
	readonly idle: { readonly afterMs: number; readonly code: number } | null;
	/** Close code for clients that send more than `limits.messagesPerSecond`. */
	readonly floodCloseCode: number;
	readonly restartCloseCode: number;
	/** Whether a path leads here; on a dedicated port the root does, too. */
	serves(path: string, dedicated: boolean): boolean;
	judge(request: UpgradeRequest): UpgradeVerdict;
	/** A request for the endpoint without an upgrade. */
	plain(method: string): HttpAnswer;
	/** A path that the origin does not know, on a dedicated port. */
	foreign(): HttpAnswer;
	readonly routes: readonly ControlRoute[];
}
