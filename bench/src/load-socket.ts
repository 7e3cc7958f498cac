import { connect, type Socket } from "node:net";
import { inflateSync } from "node:zlib";

const noBytes = Buffer.alloc(0);
const headEnd = "\r\n\r\n";

const textByte = 0x81;
/** Of a zlib stream, where that was asked for. */
const binaryByte = 0x82;
const pingByte = 0x89;

/** The answer to a ping that holds nothing, as the servers' do. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Every socket reads into this: to make a buffer for each read costs more than to count its frames. */
const readBuffer = Buffer.alloc(65_536);

/**
 * The client's end of a WebSocket, reduced to what a load needs so that the server is what limits
 * it: frames go out as bytes made once, and those that come in are counted by their headers. Pings are
 * answered, and not counted.
 *
 * A connection that ends by itself ends the bench, which then has no figure to give.
 */
export class LoadSocket {
	/** Called with the number of frames that one read brought. */
	received: (count: number) => void = () => {};
	readonly #tcp: Socket;
	/** Null once the upgrade is answered. */
	#upgraded: (() => void) | null;
	#unread: Buffer = noBytes;
	#last: Message = { kind: textByte, payload: noBytes };
	#count = 0;
	#awaited: { readonly number: number; readonly resolve: (text: string) => void } | null = null;

	private constructor(port: number, path: string, upgraded: () => void) {
		this.#upgraded = upgraded;
		const callback = (length: number): boolean => {
			this.#read(readBuffer.subarray(0, length));
			return true;
		};
		const onread = { buffer: readBuffer, callback };
		this.#tcp = connect({ port, host: "127.0.0.1", noDelay: true, onread });
		this.#tcp.on("close", () => {
			throw new Error("a server closed a connection under load");
		});
		this.#tcp.write(
			`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==${headEnd}`,
		);
	}

	/** Frames that have come. */
	get count(): number {
		return this.#count;
	}

	/** Connects and upgrades. */
	static open(port: number, path: string): Promise<LoadSocket> {
		return new Promise((resolve) => {
			const socket = new LoadSocket(port, path, () => resolve(socket));
		});
	}

	/** Sends frames made by `clientFrame`. */
	write(frames: Buffer): void {
		this.#tcp.write(frames);
	}

	/** Sends one text and gives the next one that comes. */
	ask(text: string): Promise<string> {
		const answer = this.next();
		this.#tcp.write(clientFrame(text));
		return answer;
	}

	/** The next text that comes. */
	next(): Promise<string> {
		return this.text(this.#count + 1);
	}

	/** The text with this number, which counts from 1; of those that have come, only the last one. */
	text(number: number): Promise<string> {
		if (number < this.#count) throw new Error(`text ${number} is gone`);
		if (number === this.#count) return Promise.resolve(textIn(this.#last));
		return new Promise((resolve) => {
			this.#awaited = { number, resolve };
		});
	}

	/** Cuts the connection. */
	cut(): void {
		this.#tcp.removeAllListeners("close");
		this.#tcp.resetAndDestroy();
	}

	#read(chunk: Buffer): void {
		const bytes = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
		const start = this.#upgraded === null ? 0 : this.#readHead(bytes);
		const end = start === null ? 0 : this.#readFrames(bytes, start);
		this.#unread = end === bytes.length ? noBytes : Buffer.from(bytes.subarray(end));
	}

	/** Gives where the frames begin, of which some may have come with it; null where it is not all there. */
	#readHead(bytes: Buffer): number | null {
		const end = bytes.indexOf(headEnd);
		if (end === -1) return null;
		const head = bytes.toString("latin1", 0, end);
		if (!head.startsWith("HTTP/1.1 101 ")) throw new Error(`no upgrade: ${head}`);
		this.#upgraded?.();
		this.#upgraded = null;
		return end + headEnd.length;
	}

	/** Gives where the first frame begins that is not all there. */
	#readFrames(bytes: Buffer, from: number): number {
		let count = 0;
		let at = from;
		// Numbers, since an object for each frame is more work than all the rest.
		let [kind, first, end] = [textByte, at, at];
		for (;;) {
			const short = (bytes[at + 1] ?? 0) & 0x7f;
			if (short === 127) throw new Error("a frame larger than any that the bench asks for");
			const start = at + (short === 126 ? 4 : 2);
			if (start > bytes.length) break;
			const next = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
			if (next > bytes.length) break;
			const byte = bytes[at] ?? 0;
			at = next;
			if (byte === pingByte) {
				this.#tcp.write(pong);
				continue;
			}
			if (byte !== textByte && byte !== binaryByte)
				throw new Error(`no message but 0x${byte.toString(16)}`);
			count++;
			kind = byte;
			first = start;
			end = next;
			if (++this.#count === this.#awaited?.number)
				this.#deliver(textIn({ kind, payload: bytes.subarray(first, end) }));
		}
		if (count === 0) return at;
		this.#last = { kind, payload: Buffer.from(bytes.subarray(first, end)) };
		this.received(count);
		return at;
	}

	#deliver(text: string): void {
		const awaited = this.#awaited;
		this.#awaited = null;
		awaited?.resolve(text);
	}
}

interface Message {
	readonly kind: number;
	readonly payload: Buffer;
}

function textIn({ kind, payload }: Message): string {
	return (kind === binaryByte ? inflateSync(payload) : payload).toString();
}

/** A text frame as a client sends it, of less than 64 KiB. */
export function clientFrame(text: string): Buffer {
	const payload = Buffer.from(text);
	const { length } = payload;
	const size = length < 126 ? [length] : [126, length >> 8, length & 0xff];
	const [first = 0, ...more] = size;
	// Not zero: `ws` skips the work of a mask that changes nothing.
	const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
	const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
	return Buffer.concat([Buffer.from([0x81, 0x80 | first, ...more]), mask, masked]);
}
