import { type Clock, utf8Decode, utf8Encode } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import { readPacket } from "./packets.js";
import type { ByteStream } from "./target.js";
import { frameBytes, takeFrame, type WireFrame } from "./wire-frame.js";

export interface WireOptions {
	readonly connect: () => ByteStream;
	readonly clock: Clock;
	/** The endpoint. */
	readonly url: string;
	readonly waitMs: number;
	/** More lines of the request's head, as `Origin: http://x`. */
	readonly headers?: readonly string[];
}

export const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const endOfHead = "\r\n\r\n";

/** A lamp's end of a WebSocket, byte by byte. Nothing is answered by itself. */
export class Wire {
	readonly #options: WireOptions;
	readonly #stream: ByteStream;
	#bytes: Uint8Array = new Uint8Array();
	#isOver = false;
	#changed: () => void = () => {};
	#head = "";

	private constructor(options: WireOptions) {
		this.#options = options;
		this.#stream = options.connect();
		this.#stream.listen({
			data: (bytes) => {
				this.#bytes = joined(this.#bytes, bytes);
				this.#changed();
			},
			closed: () => {
				this.#isOver = true;
				this.#changed();
			},
		});
	}

	/**
	 * Connects and upgrades.
	 * @throws ConformanceFailure where that is refused.
	 */
	static async open(options: WireOptions): Promise<Wire> {
		const wire = new Wire(options);
		const { host, pathname, search } = new URL(options.url);
		const lines = [
			`GET ${pathname}${search} HTTP/1.1`,
			`Host: ${host}`,
			"Connection: Upgrade",
			"Upgrade: websocket",
			"Sec-WebSocket-Version: 13",
			"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
			...(options.headers ?? []),
		];
		wire.write(utf8Encode(lines.join("\r\n") + endOfHead));
		await wire.#readHead();
		return wire;
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	/** Every value of a header of the answer to the upgrade. */
	header(name: string): readonly string[] {
		const start = `${name.toLowerCase()}:`;
		return this.#head
			.split("\r\n")
			.filter((line) => line.toLowerCase().startsWith(start))
			.map((line) => line.slice(start.length).trim());
	}

	/** Any bytes. */
	write(bytes: Uint8Array): void {
		this.#stream.write(bytes);
	}

	/** A whole frame, masked as a client's has to be. */
	send(opcode: number, payload: Uint8Array | string = ""): void {
		this.write(frameBytes(0x80 | opcode, payload));
	}

	/** The next frame. */
	async next(what = "a frame", waitMs: number = this.#options.waitMs): Promise<WireFrame> {
		const frame = await this.#frameOrEnd(what, waitMs);
		if (frame === null) throw failure(`expected ${what}, but the connection ended`);
		return frame;
	}

	/** The next frame has to have this opcode; packets and pings, which may come at any time, are skipped. */
	async expect(opcode: number, what: string): Promise<Uint8Array> {
		for (;;) {
			const frame = await this.next(what);
			if (frame.opcode === opcode) return frame.payload;
			if (!isUnasked(frame)) throw failure(`expected ${what}, got opcode ${frame.opcode}`);
		}
	}

	/** Sends the secret, and takes `ok` and the packet that follows. */
	async login(secret: string): Promise<void> {
		this.send(opcodes.text, secret);
		const ok = utf8Decode(await this.expect(opcodes.text, "ok"));
		if (ok !== "ok") throw failure(`expected ok, got ${ok}`);
		const packet = await this.next("a packet after ok");
		if (!isPacket(packet)) throw failure(`expected a packet after ok, got opcode ${packet.opcode}`);
	}

	/**
	 * How the connection ends, which has to be the next thing to happen: the code of the close frame,
	 * 1005 where that has none, 1006 where TCP ends without one.
	 */
	async closeCode(waitMs: number = this.#options.waitMs): Promise<number> {
		for (;;) {
			const frame = await this.#frameOrEnd("a close frame", waitMs);
			if (frame === null) return 1006;
			if (frame.opcode === opcodes.close) {
				const [high, low] = frame.payload;
				return high === undefined || low === undefined ? 1005 : high * 256 + low;
			}
			if (!isUnasked(frame)) throw failure(`expected a close frame, got opcode ${frame.opcode}`);
		}
	}

	/** Waits until TCP has ended, whatever comes before. */
	async ended(waitMs: number = this.#options.waitMs): Promise<void> {
		await this.#until(() => this.#isOver, "the connection to end", waitMs);
	}

	/** Ends this side of TCP alone. */
	end(): void {
		this.#stream.end();
	}

	cut(): void {
		this.#stream.destroy();
	}

	async #readHead(): Promise<void> {
		let end = -1;
		await this.#until(
			() => {
				end = indexOfHeadEnd(this.#bytes);
				return end >= 0 || this.#isOver;
			},
			"an answer to the upgrade",
			this.#options.waitMs,
		);
		if (end < 0) throw failure("the connection ended before the upgrade was answered");
		this.#head = utf8Decode(this.#bytes.slice(0, end)) ?? "";
		this.#bytes = this.#bytes.slice(end + endOfHead.length);
		if (!/^HTTP\/1\.1 101 /.test(this.#head))
			throw failure(`the upgrade was refused: ${this.#head.split("\r\n")[0]}`);
	}

	/** Null where TCP ends before a frame has come. */
	async #frameOrEnd(what: string, waitMs: number): Promise<WireFrame | null> {
		let found: WireFrame | null = null;
		await this.#until(
			() => {
				found ??= this.#take();
				return found !== null || this.#isOver;
			},
			what,
			waitMs,
		);
		return found;
	}

	#take(): WireFrame | null {
		const taken = takeFrame(this.#bytes);
		if (taken === null) return null;
		this.#bytes = this.#bytes.slice(taken.length);
		return taken.frame;
	}

	#until(done: () => boolean, what: string, waitMs: number): Promise<void> {
		if (done()) return Promise.resolve();
		return new Promise((resolve, reject) => {
			const cancel = this.#options.clock.after(waitMs, () => {
				this.#changed = () => {};
				reject(failure(`expected ${what}, but nothing came within ${waitMs} ms`));
			});
			this.#changed = () => {
				if (!done()) return;
				this.#changed = () => {};
				cancel();
				resolve();
			};
		});
	}
}

function failure(message: string): ConformanceFailure {
	return new ConformanceFailure(`lamp: ${message}`);
}

function isPacket({ opcode, payload }: WireFrame): boolean {
	return opcode === opcodes.text && readPacket(utf8Decode(payload) ?? "") !== null;
}

function isUnasked(frame: WireFrame): boolean {
	return isPacket(frame) || frame.opcode === opcodes.ping;
}

function indexOfHeadEnd(bytes: Uint8Array): number {
	const end = utf8Encode(endOfHead);
	for (let at = 0; at + end.length <= bytes.length; at++)
		if (end.every((byte, i) => bytes[at + i] === byte)) return at;
	return -1;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
	const all = new Uint8Array(left.length + right.length);
	all.set(left);
	all.set(right, left.length);
	return all;
}
