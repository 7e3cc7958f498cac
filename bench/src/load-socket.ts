import { connect, type Socket } from "node:net";

const noBytes = Buffer.alloc(0);

/**
 * The client's end of a WebSocket, reduced to what a load needs so that the server is what limits
 * it: frames go out as bytes made once, and those that come in are counted by their headers.
 *
 * A connection that ends by itself ends the bench, which then has no figure to give.
 */
export class LoadSocket {
	/** Called with the number of frames that one read brought. */
	received: (count: number) => void = () => {};
	readonly #tcp: Socket;
	#unread: Buffer = noBytes;
	#lastPayload: Buffer = noBytes;

	private constructor(tcp: Socket) {
		this.#tcp = tcp;
		tcp.on("data", (chunk) => this.#read(chunk));
		tcp.on("close", () => {
			throw new Error("a server closed a connection under load");
		});
	}

	/** Connects and upgrades. */
	static open(port: number, path: string): Promise<LoadSocket> {
		return new Promise((resolve) => {
			const tcp = connect({ port, host: "127.0.0.1", noDelay: true });
			tcp.write(
				`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
					"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
			);
			let head = "";
			tcp.on("data", function handshake(chunk: Buffer) {
				head += chunk.toString("latin1");
				if (!head.endsWith("\r\n\r\n")) return;
				if (!head.startsWith("HTTP/1.1 101 ")) throw new Error(`no upgrade: ${head}`);
				tcp.off("data", handshake);
				resolve(new LoadSocket(tcp));
			});
		});
	}

	/** Sends frames made by `clientFrame`. */
	write(frames: Buffer): void {
		this.#tcp.write(frames);
	}

	/** Sends one text and gives the next one that comes. */
	ask(text: string): Promise<string> {
		return new Promise((resolve) => {
			this.received = () => resolve(this.#lastPayload.toString());
			this.#tcp.write(clientFrame(text));
		});
	}

	/** Cuts the connection. */
	cut(): void {
		this.#tcp.removeAllListeners("close");
		this.#tcp.resetAndDestroy();
	}

	#read(chunk: Buffer): void {
		const bytes = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
		let count = 0;
		let at = 0;
		for (;;) {
			const short = (bytes[at + 1] ?? 0) & 0x7f;
			if (short === 127) throw new Error("a frame larger than any that the bench asks for");
			const start = at + (short === 126 ? 4 : 2);
			if (start > bytes.length) break;
			const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
			if (end > bytes.length) break;
			if (bytes[at] !== 0x81) throw new Error(`no text frame but 0x${bytes[at]?.toString(16)}`);
			this.#lastPayload = bytes.subarray(start, end);
			count++;
			at = end;
		}
		this.#unread = at === bytes.length ? noBytes : bytes.subarray(at);
		if (count > 0) this.received(count);
	}
}

/** A text frame as a client sends it, of at most 125 bytes. */
export function clientFrame(text: string): Buffer {
	const payload = Buffer.from(text);
	if (payload.length > 125) throw new Error("too long for a short frame");
	// Not zero: `ws` skips the work of a mask that changes nothing.
	const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
	const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
	return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked]);
}
