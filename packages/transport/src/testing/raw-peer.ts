import { once } from "node:events";
import { request } from "node:http";
import type { Socket as TcpSocket } from "node:net";

/** A client's end that writes and reads frames as bare bytes, lawful or not. */
export class RawPeer {
	readonly tcp: TcpSocket;
	/** As TCP delivered them. */
	readonly chunks: Buffer[] = [];

	private constructor(tcp: TcpSocket, head: Buffer) {
		this.tcp = tcp;
		if (head.length > 0) this.chunks.push(head);
		tcp.on("data", (chunk: Buffer) => this.chunks.push(chunk));
		tcp.on("error", () => {});
	}

	static async connect(url: string): Promise<RawPeer> {
		const upgrade = request(url.replace("ws:", "http:"), {
			headers: {
				connection: "upgrade",
				upgrade: "websocket",
				"sec-websocket-version": "13",
				"sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
			},
		});
		upgrade.end();
		const [, tcp, head] = (await once(upgrade, "upgrade")) as [unknown, TcpSocket, Buffer];
		return new RawPeer(tcp, head);
	}

	get bytes(): Buffer {
		return Buffer.concat(this.chunks);
	}

	/** Resolves once that many bytes have come. */
	async untilBytes(count: number): Promise<Buffer> {
		while (this.bytes.length < count) await once(this.tcp, "data");
		return this.bytes;
	}

	/** A frame with the given first byte under the mask 0, which changes nothing. */
	send(firstByte: number, payload: Uint8Array): void {
		const { length } = payload;
		const header = length < 126 ? [0x80 | length] : [0x80 | 126, (length >> 8) & 255, length & 255];
		this.tcp.write(Buffer.concat([Buffer.from([firstByte, ...header, 0, 0, 0, 0]), payload]));
	}

	/** The code in the close frame that is the next thing to come. */
	async untilCloseCode(): Promise<number> {
		const frame = await this.untilBytes(4);
		return frame[0] === 0x88 ? frame.readUInt16BE(2) : 0;
	}
}
