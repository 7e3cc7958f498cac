import type { Frame } from "@gw-sim/core";
import type { Connection } from "./connection.js";
import type { ControlRoute } from "./http/control-route.js";

export type Protocol = "lock" | "rooms" | "chat" | "cloud" | "puff";

/** What a client asked for when it wanted to upgrade. */
export interface UpgradeRequest {
	readonly path: string;
	readonly query: URLSearchParams;
	/** Null for clients that are no browsers. */
	readonly origin: string | null;
	/** The Host header. */
	readonly host: string | null;
	/** The Cookie header. */
	readonly cookie: string | null;
	/** Subprotocols offered, in order. */
	readonly offered: readonly string[];
}

export type UpgradeVerdict =
	| {
			readonly ok: true;
			/** Answered in Sec-WebSocket-Protocol; null answers none. */
			readonly subprotocol: string | null;
			/** More lines of the answer's head, as `X-Session-Id: 1`; none when absent. */
			readonly headers?: readonly string[];
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
	/**
	 * Tells the client, in the protocol's own words, why the server closes its connection right after.
	 * Absent where the close code says it all.
	 */
	farewell?(why: Farewell): void;
	/** The client sent a WebSocket ping, which was answered. */
	pinged?(): void;
	/** The client answered a WebSocket ping. */
	ponged?(): void;
	/** The connection is gone, with the close code that came or was sent, 1006 without any. */
	closed(code: number): void;
}

/** Why the server itself ends a conversation: it restarts, or the client sends too fast. */
export type Farewell = "restart" | "flood";

export interface HttpAnswer {
	readonly status: number;
	readonly body: string;
	/** Plain text when absent. */
	readonly contentType?: string;
	/** More headers, their names in lower case. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** A plain HTTP request. */
export interface PageRequest {
	readonly method: string;
	/** What stood in the place of the path's `:name` segments. */
	readonly params: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	/** The Origin header; null for clients that are no browsers. */
	readonly origin: string | null;
	/** The Host header. */
	readonly host: string | null;
	/** The body as text; null where it is not UTF-8. */
	body(): Promise<{ readonly text: string } | "too-large" | null>;
}

/** Plain HTTP beside the endpoint. */
export interface Page {
	/** As in `/v1/groups/:id`. */
	readonly path: string;
	/**
	 * What is answered; methods that no page of the path has get 405. HEAD is answered as GET, without
	 * the body.
	 */
	readonly methods: readonly string[] | "any";
	/** Whether only those may ask who may change things by the control API, in JSON as there. */
	readonly isGuarded?: boolean;
	answer(request: PageRequest): HttpAnswer | Promise<HttpAnswer>;
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
	judge(request: UpgradeRequest): UpgradeVerdict | Promise<UpgradeVerdict>;
	/** A request without an upgrade for a path that leads here. */
	plain(method: string, path: string): HttpAnswer;
	/** A path that the origin does not know, on a dedicated port. */
	foreign(request: PageRequest): HttpAnswer;
	readonly routes: readonly ControlRoute[];
	/** Plain HTTP that the origin answers besides; none when absent. The first that fits answers. */
	readonly pages?: readonly Page[];
	/** Forgets its timers; called once nobody is connected any more. */
	stop?(): void;
}
