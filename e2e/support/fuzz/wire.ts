import type { Frame } from "@gw-sim/core";
import type { Socket } from "@gw-sim/transport";
import { type Marked, markedIn } from "./marked-json.js";
import { matches, type Pattern, shown } from "./pattern.js";

/** The gateway did something else than it is documented to do. */
export class Disagreement extends Error {
	constructor(message: string) {
		super(message);
		this.name = "Disagreement";
	}
}

/** What a WebSocket says beside its messages, which is accounted for as they are. */
type Control = "ping" | "pong";

/** As a `Pattern`, what came of a ping or a pong of the WebSocket itself. */
export function controlFrame(control: Control): Pattern {
	return { websocket: control };
}

/** The value in a text frame that is JSON; undefined for any other. */
export function jsonIn(frame: Frame): Marked | undefined {
	return typeof frame === "string" ? markedIn(frame) : undefined;
}

export interface WireOptions {
	readonly name: string;
	readonly socket: Socket;
	/** The value in a frame; undefined where the protocol has no such frame. */
	readonly read: (frame: Frame) => Marked | undefined;
	/** Told of each frame that was expected. */
	readonly heard: (frame: Marked) => void;
	/** The clock's time, ms. */
	readonly now: () => number;
}

/** How a connection ended, and when. */
export interface WireEnd {
	readonly code: number;
	readonly reason: string;
	/** By the clock, ms. */
	readonly at: number;
}

/** A client's end of a connection, and how much of what came over it is accounted for. */
export class Wire {
	readonly name: string;
	readonly #options: WireOptions;
	readonly #inbox: (Frame | { readonly control: Control })[] = [];
	#next: Marked | undefined;
	#end: WireEnd | null = null;
	#lawfulCode: number | null = null;
	#lawfulReason: string | null = null;

	constructor(options: WireOptions) {
		this.name = options.name;
		this.#options = options;
		options.socket.listen({
			frame: (frame) => this.#inbox.push(frame),
			pinged: () => this.#inbox.push({ control: "ping" }),
			ponged: () => this.#inbox.push({ control: "pong" }),
			closed: ({ code, reason }) => {
				this.#end = { code, reason, at: options.now() };
			},
		});
	}

	get isClosed(): boolean {
		return this.#end !== null;
	}

	/** Null while the connection is open. */
	get end(): WireEnd | null {
		return this.#end;
	}

	send(frame: Frame): void {
		this.#options.socket.send(frame);
	}

	/** Sends a ping of the WebSocket itself. */
	ping(): void {
		this.#options.socket.ping?.();
	}

	pause(): void {
		this.#options.socket.pause();
	}

	resume(): void {
		this.#options.socket.resume();
	}

	/** Leaves with a close frame; with what the gateway then still does, `closes` deals. */
	close(code?: number): void {
		this.#options.socket.close(code);
	}

	cut(): void {
		this.#options.socket.terminate();
	}

	/** The first frame that is not accounted for; undefined where none is left. */
	peek(): Marked | undefined {
		if (this.#next !== undefined) return this.#next;
		const [frame] = this.#inbox;
		if (frame === undefined) return undefined;
		const isControl = typeof frame === "object" && "control" in frame;
		const value = isControl ? { websocket: `'${frame.control}` } : this.#options.read(frame);
		if (value === undefined)
			throw new Disagreement(`${this.name} got a frame that nobody can read: ${shownFrame(frame)}`);
		this.#next = value;
		return value;
	}

	/** Accounts for the next frame. */
	expect(pattern: Pattern): void {
		if (this.accept(pattern)) return;
		const [frame = "nothing"] = this.#inbox;
		const came = shownFrame(frame) + (this.#end === null ? "" : `, closed ${this.#end.code}`);
		throw new Disagreement(`${this.name} had to get ${shown(pattern)} and got ${came}`);
	}

	/** Accounts for the next frames, in whatever order they are. */
	expectAll(patterns: readonly Pattern[]): void {
		const left = [...patterns];
		while (left.length > 0) {
			const at = left.findIndex((pattern) => this.accept(pattern));
			const [first = null] = left;
			if (at === -1) this.expect(first);
			left.splice(at, 1);
		}
	}

	/** Accounts for the next frame where it is this; true then. */
	accept(pattern: Pattern): boolean {
		const frame = this.peek();
		if (frame === undefined || !matches(pattern, frame)) return false;
		this.#options.heard(frame);
		this.#next = undefined;
		this.#inbox.shift();
		return true;
	}

	/** From now on the connection has to be closed, with this code, and this reason where one is given. */
	closes(code: number, reason: string | null = null): void {
		if (this.#lawfulCode !== null) return;
		this.#lawfulCode = code;
		this.#lawfulReason = reason;
	}

	/** All frames have to be accounted for, and the connection as open or closed as it should be. */
	settled(): void {
		const [frame] = this.#inbox;
		if (frame !== undefined)
			throw new Disagreement(`${this.name} had to get nothing, got ${shownFrame(frame)}`);
		const code = this.#end?.code ?? null;
		if (code !== this.#lawfulCode) {
			const [is, ought] = [code, this.#lawfulCode].map((one) =>
				one === null ? "open" : `closed with ${one}`,
			);
			throw new Disagreement(`${this.name} is ${is} and has to be ${ought}`);
		}
		const reason = this.#end?.reason ?? null;
		if (this.#lawfulReason !== null && reason !== this.#lawfulReason)
			throw new Disagreement(
				`${this.name} was closed for "${reason}" and not "${this.#lawfulReason}"`,
			);
	}
}

function shownFrame(frame: Frame | { readonly control: Control }): string {
	if (typeof frame === "string") return frame;
	return "control" in frame ? `a ${frame.control}` : `0x${Buffer.from(frame).toString("hex")}`;
}
