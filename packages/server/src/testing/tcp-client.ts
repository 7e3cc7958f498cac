import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface TcpOptions {
	/** Address to connect from, 127.0.0.1 when absent; all of 127.0.0.0/8 is this machine. */
	readonly from?: string;
	/** False never reads, so that the server's bytes pile up. */
	readonly reads?: boolean;
}

/** What the server sent after the answer to the upgrade, frame by frame. */
export interface ServerFrame {
	readonly opcode: number;
	readonly payload: Buffer;
}

const endOfHead = Buffer.from("\r\n\r\n");
const close = 8;

/** The request that upgrades to the lock hub; headers given replace or, if null, remove its own. */
export function upgradeRequest(
	headers: Record<string, string | null> = {},
	query = "name=raw&vsn=2.0.0",
): string {
	const all: Record<string, string | null> = {
		host: "127.0.0.1",
		connection: "Upgrade",
		upgrade: "websocket",
		"sec-websocket-version": "13",
		"sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
		...headers,
	};
	const lines = Object.entries(all).flatMap(([name, value]) =>
		value === null ? [] : [`${name}: ${value}`],
	);
	return `GET /socket/websocket?${query} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

/** A client's frame as bytes, under the mask 0, which changes nothing. */
export function clientFrame(firstByte: number, payload: string | Uint8Array): Buffer {
	const bytes = Buffer.from(payload as Uint8Array);
	const { length } = bytes;
	const header = [firstByte];
	if (length < 126) header.push(0x80 | length);
	else if (length < 65_536) header.push(0x80 | 126, length >> 8, length & 255);
	else
		header.push(0x80 | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >> shift) & 255));
	return Buffer.concat([Buffer.from([...header, 0, 0, 0, 0]), bytes]);
}

export function textFrame(value: unknown): Buffer {
	return clientFrame(0x81, typeof value === "string" ? value : JSON.stringify(value));
}

const open = new Set<Socket>();

/** A hook for each of many thousand sockets would keep them all in memory. */
function cutWithTheTest(tcp: Socket): void {
	if (open.size === 0)
		onTestFinished(() => {
			for (const socket of open) socket.destroy();
		});
	open.add(tcp);
	tcp.on("close", () => open.delete(tcp));
}

/** A TCP connection that sends any bytes, lawful or not; cut with the test. */
export class TcpClient {
	readonly tcp: Socket;
	/** 0 until an HTTP head has come. */
	status = 0;
	/** From the server's close frame; 1006 until one has come. */
	closeCode = 1006;
	readonly frames: ServerFrame[] = [];
	#rest: Buffer = Buffer.alloc(0);
	#isClosed = false;

	private constructor(tcp: Socket, reads: boolean) {
		this.tcp = tcp;
		tcp.setNoDelay(true);
		tcp.on("error", () => {});
		tcp.on("close", () => {
			this.#isClosed = true;
		});
		if (reads) tcp.on("data", (chunk) => this.#read(chunk));
		else tcp.pause();
	}

	/** Resolves once TCP is connected. */
	static async connect(url: string, options: TcpOptions = {}): Promise<TcpClient> {
		const { from, reads = true } = options;
		const { hostname, port } = new URL(url);
		// Binding an address costs a search for a port that is free towards everybody.
		const local = from === undefined ? {} : { localAddress: from };
		const tcp = connect({ host: hostname, port: Number(port), ...local });
		const client = new TcpClient(tcp, reads);
		cutWithTheTest(tcp);
		await once(tcp, "connect");
		return client;
	}

	/** Resolves once the hub has upgraded it. */
	static async upgraded(url: string, options: TcpOptions = {}): Promise<TcpClient> {
		const client = await TcpClient.connect(url, { ...options, reads: true });
		client.tcp.write(upgradeRequest());
		if ((await client.answer()) !== 101) throw new Error(`HTTP ${client.status}`);
		if (options.reads === false) client.tcp.removeAllListeners("data").pause();
		return client;
	}

	get isClosed(): boolean {
		return this.#isClosed;
	}

	/** Resolves when the operating system has taken the bytes. */
	write(...parts: readonly (string | Uint8Array)[]): Promise<void> {
		return new Promise((resolve) => {
			const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
			this.tcp.write(bytes, () => resolve());
		});
	}

	/** The HTTP status of the answer; 0 where the connection ended without one. */
	async answer(): Promise<number> {
		await this.until(() => this.status !== 0);
		return this.status;
	}

	/** Resolves when that holds, or when the connection has ended. */
	async until(holds: () => boolean): Promise<void> {
		while (!holds() && !this.#isClosed) await this.#change();
	}

	/** The first frame that passes, from those that have come already on. */
	async frame(wanted: (text: string) => boolean): Promise<string> {
		for (let seen = 0; ; ) {
			for (; seen < this.frames.length; seen++) {
				const text = this.frames[seen]?.payload.toString() ?? "";
				if (wanted(text)) return text;
			}
			if (this.#isClosed) throw new Error(`closed with ${this.closeCode}`);
			await this.#change();
		}
	}

	/** The code with which the server closes; 1006 where it cuts without a close frame. */
	async closed(): Promise<number> {
		await this.until(() => false);
		return this.closeCode;
	}

	/** Gone without a trace of manners. */
	reset(): void {
		this.tcp.resetAndDestroy();
	}

	#read(chunk: Buffer): void {
		let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		if (this.status === 0) {
			const end = bytes.indexOf(endOfHead);
			if (end !== -1) {
				this.status = Number(bytes.toString("latin1", 9, 12));
				bytes = bytes.subarray(end + endOfHead.length);
			}
		}
		if (this.status === 101) bytes = this.#takeFrames(bytes);
		this.#rest = bytes;
	}

	#takeFrames(bytes: Buffer): Buffer {
		let at = 0;
		while (bytes.length - at >= 2) {
			const short = (bytes[at + 1] ?? 0) & 127;
			const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
			if (start > bytes.length) break;
			const length =
				short < 126
					? short
					: short === 126
						? bytes.readUInt16BE(at + 2)
						: Number(bytes.readBigUInt64BE(at + 2));
			if (start + length > bytes.length) break;
			this.#take({
				opcode: (bytes[at] ?? 0) & 15,
				payload: bytes.subarray(start, start + length),
			});
			at = start + length;
		}
		return bytes.subarray(at);
	}

	#take(frame: ServerFrame): void {
		this.frames.push(frame);
		if (frame.opcode !== close) return;
		this.closeCode = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
		this.tcp.end(clientFrame(0x88, frame.payload));
	}

	#change(): Promise<void> {
		return new Promise((resolve) => {
			const done = (): void => {
				this.tcp.off("data", done).off("close", done);
				resolve();
			};
			this.tcp.on("data", done).on("close", done);
		});
	}
}
