import { type Clock, type ExactJson, type Frame, parseExactJson, safe } from "@gw-sim/core";
import type { CloseInfo, Dial, Socket } from "@gw-sim/transport";
import { ConformanceFailure } from "./conformance.js";
import { matches, type Pattern, showPattern } from "./pattern.js";

export interface PeerOptions {
	readonly clock: Clock;
	/** Who this is, in messages. */
	readonly name?: string;
	/** How long anything expected may take. @defaultValue 4000 */
	readonly waitMs?: number;
	/** How long to watch that nothing comes. @defaultValue 150 */
	readonly quietMs?: number;
}

const maxDepth = 200;

/**
 * One end of a WebSocket that speaks raw frames and waits for what comes back, on any clock. What
 * arrives is kept in order until it is asked for.
 */
export class Peer {
	readonly name: string;
	readonly #clock: Clock;
	readonly #waitMs: number;
	readonly #quietMs: number;
	readonly #socket: Socket;
	readonly #frames: Frame[] = [];
	#isOpen = false;
	#end: CloseInfo | null = null;
	#changed: () => void = () => {};

	/** Takes over a socket in the turn in which it was made; `isOpen` for one that was accepted. */
	constructor(socket: Socket, options: PeerOptions & { readonly isOpen?: boolean }) {
		const { clock, name = "peer", waitMs = 4000, quietMs = 150, isOpen = true } = options;
		this.name = name;
		this.#clock = clock;
		this.#waitMs = waitMs;
		this.#quietMs = quietMs;
		this.#socket = socket;
		this.#isOpen = isOpen;
		socket.listen({
			opened: () => {
				this.#isOpen = true;
				this.#changed();
			},
			frame: (frame) => {
				this.#frames.push(frame);
				this.#changed();
			},
			closed: (info) => {
				this.#end = info;
				this.#changed();
			},
		});
	}

	/**
	 * Dials and waits until the socket is open.
	 * @throws ConformanceFailure where it is refused.
	 */
	static async open(dial: Dial, url: string, options: PeerOptions): Promise<Peer> {
		const peer = new Peer(dial({ url }), { ...options, isOpen: false });
		await peer.#until(() => peer.#isOpen || peer.#end !== null, "the socket to open");
		if (!peer.#isOpen)
			throw peer.#failure(`was refused: ${peer.#end?.failure?.message ?? "closed"}`);
		return peer;
	}

	/** How the socket ended; null while it is open. */
	get end(): CloseInfo | null {
		return this.#end;
	}

	/** Sends text or bytes as they are. */
	send(frame: Frame): void {
		this.#socket.send(frame);
	}

	/** Sends plain JSON. */
	sendJson(value: unknown): void {
		this.send(JSON.stringify(value));
	}

	/** Starts the closing handshake. */
	close(code = 1000): void {
		this.#socket.close(code);
	}

	/** Cuts the connection, as a lost network would. */
	cut(): void {
		this.#socket.terminate();
	}

	/** The next frame, as it came. */
	async next(what = "a frame"): Promise<Frame> {
		await this.#until(() => this.#frames.length > 0 || this.#end !== null, what);
		const frame = this.#frames.shift();
		if (frame === undefined)
			throw this.#failure(`expected ${what}, but the socket closed with ${this.#end?.code}`);
		return frame;
	}

	/** The next frame's JSON, with long numbers digit by digit. */
	async nextJson(what = "JSON text"): Promise<ExactJson> {
		const frame = await this.next(what);
		const value = typeof frame === "string" ? parseExactJson(frame, maxDepth) : undefined;
		if (value === undefined) throw this.#failure(`expected ${what}, got ${show(frame)}`);
		return value;
	}

	/** The next frame has to be JSON like this; gives it. */
	async expect(pattern: Pattern): Promise<ExactJson> {
		const what = showPattern(pattern);
		const frame = await this.next(what);
		const value = typeof frame === "string" ? parseExactJson(frame, maxDepth) : undefined;
		if (value === undefined || !matches(pattern, value))
			throw this.#failure(`expected ${what}, got ${show(frame)}`);
		return value;
	}

	/** Drops frames until one is JSON like this; gives that. */
	async skipTo(pattern: Pattern): Promise<ExactJson> {
		for (;;) {
			const value = await this.nextJson(showPattern(pattern));
			if (matches(pattern, value)) return value;
		}
	}

	/** Nothing may come for a while, and the socket stays open. */
	async quiet(ms: number = this.#quietMs): Promise<void> {
		await new Promise<void>((resolve) => this.#clock.after(ms, resolve));
		const [frame] = this.#frames;
		if (frame !== undefined) throw this.#failure(`expected silence, got ${show(frame)}`);
		if (this.#end !== null)
			throw this.#failure(`expected silence, but the socket closed with ${this.#end.code}`);
	}

	/** Waits for the end; frames that come before it are a failure, so is another code. */
	async closed(...codes: readonly number[]): Promise<CloseInfo> {
		const what = codes.length === 0 ? "a close" : `a close with ${codes.join(" or ")}`;
		await this.#until(() => this.#frames.length > 0 || this.#end !== null, what);
		const [frame] = this.#frames;
		if (frame !== undefined) throw this.#failure(`expected ${what}, got ${show(frame)}`);
		const end = this.#end;
		if (end === null) throw this.#failure(`expected ${what}`);
		if (codes.length > 0 && !codes.includes(end.code))
			throw this.#failure(`expected ${what}, got ${end.code}`);
		return end;
	}

	/** Waits for the end, and drops whatever comes before it. */
	async ended(): Promise<CloseInfo> {
		await this.#until(() => this.#end !== null, "a close");
		this.#frames.length = 0;
		if (this.#end === null) throw this.#failure("expected a close");
		return this.#end;
	}

	#until(done: () => boolean, what: string): Promise<void> {
		if (done()) return Promise.resolve();
		return new Promise((resolve, reject) => {
			const cancel = this.#clock.after(this.#waitMs, () => {
				this.#changed = () => {};
				reject(this.#failure(`expected ${what}, but nothing came within ${this.#waitMs} ms`));
			});
			this.#changed = () => {
				if (!done()) return;
				this.#changed = () => {};
				cancel();
				resolve();
			};
		});
	}

	#failure(message: string): ConformanceFailure {
		return new ConformanceFailure(`${this.name}: ${message}`);
	}
}

function show(frame: Frame): string {
	return typeof frame === "string" ? safe(frame, 400) : `${frame.length} bytes`;
}
