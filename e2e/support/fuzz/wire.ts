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

/** A client's end of a connection, and how much of what came over it is accounted for. */
export class Wire {
	readonly name: string;
	readonly #socket: Socket;
	readonly #heard: (frame: Marked) => void;
	readonly #inbox: Frame[] = [];
	#next: Marked | undefined;
	#code: number | null = null;
	#lawfulCode: number | null = null;

	/** @param heard Told of each frame that was expected. */
	constructor(name: string, socket: Socket, heard: (frame: Marked) => void) {
		this.name = name;
		this.#socket = socket;
		this.#heard = heard;
		socket.listen({
			frame: (frame) => this.#inbox.push(frame),
			closed: ({ code }) => {
				this.#code = code;
			},
		});
	}

	get isClosed(): boolean {
		return this.#code !== null;
	}

	send(frame: Frame): void {
		this.#socket.send(frame);
	}

	/** Leaves with a close frame; with what the gateway then still does, `closes` deals. */
	close(code?: number): void {
		this.#socket.close(code);
	}

	cut(): void {
		this.#socket.terminate();
	}

	/** The first frame that is not accounted for; undefined where none is left. */
	peek(): Marked | undefined {
		if (this.#next !== undefined) return this.#next;
		const [frame] = this.#inbox;
		if (frame === undefined) return undefined;
		const value = typeof frame === "string" ? markedIn(frame) : undefined;
		if (value === undefined) throw new Disagreement(`${this.name} got a frame that is not JSON`);
		this.#next = value;
		return value;
	}

	/** Accounts for the next frame. */
	expect(pattern: Pattern): void {
		if (this.accept(pattern)) return;
		const [frame = "nothing"] = this.#inbox;
		const came = `${this.#code === null ? "" : `, closed ${this.#code}`}`;
		throw new Disagreement(`${this.name} had to get ${shown(pattern)} and got ${frame}${came}`);
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
		this.#heard(frame);
		this.#next = undefined;
		this.#inbox.shift();
		return true;
	}

	/** From now on the connection has to be closed, with this code. */
	closes(code: number): void {
		this.#lawfulCode ??= code;
	}

	/** All frames have to be accounted for, and the connection as open or closed as it should be. */
	settled(): void {
		const [frame] = this.#inbox;
		if (frame !== undefined)
			throw new Disagreement(`${this.name} had to get nothing, got ${frame}`);
		if (this.#code === this.#lawfulCode) return;
		const [is, ought] = [this.#code, this.#lawfulCode].map((code) =>
			code === null ? "open" : `closed with ${code}`,
		);
		throw new Disagreement(`${this.name} is ${is} and has to be ${ought}`);
	}
}
