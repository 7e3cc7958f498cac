import { once } from "node:events";
import { WebSocket } from "ws";

/** A WebSocket that speaks raw frames and lets a test await what comes back. */
export class RawClient {
	readonly ws: WebSocket;
	readonly #frames: unknown[] = [];
	readonly #waiters: (() => void)[] = [];
	#end: { readonly code: number; readonly reason: string } | undefined;

	private constructor(ws: WebSocket) {
		this.ws = ws;
		ws.on("message", (data: Buffer, isBinary) => {
			this.#frames.push(isBinary ? data : JSON.parse(data.toString()));
			this.#wake();
		});
		ws.on("error", () => {});
		ws.on("close", (code, reason) => {
			this.#end = { code, reason: reason.toString() };
			this.#wake();
		});
	}

	/** Resolves once open; rejects with the HTTP status where the server refuses. */
	static open(
		url: string,
		protocols: string[] = [],
		headers: Record<string, string> = {},
	): Promise<RawClient> {
		const ws = new WebSocket(url, protocols, { headers, perMessageDeflate: false });
		const client = new RawClient(ws);
		return new Promise((resolve, reject) => {
			ws.once("open", () => resolve(client));
			ws.once("unexpected-response", (_request, response) => {
				reject(
					Object.assign(new Error(`HTTP ${response.statusCode}`), { status: response.statusCode }),
				);
				ws.terminate();
			});
			ws.once("error", reject);
		});
	}

	send(...frames: unknown[]): this {
		for (const frame of frames)
			this.ws.send(
				typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame),
			);
		return this;
	}

	/** The next frame: parsed JSON, or a Buffer. */
	async next(): Promise<unknown> {
		while (this.#frames.length === 0) {
			if (this.#end !== undefined) throw new Error(`closed with ${this.#end.code}`);
			await this.#wait();
		}
		return this.#frames.shift();
	}

	async take(count: number): Promise<unknown[]> {
		const frames: unknown[] = [];
		while (frames.length < count) frames.push(await this.next());
		return frames;
	}

	/** Everything that has come once the server has answered a ping. */
	async drain(): Promise<unknown[]> {
		const pong = once(this.ws, "pong");
		this.ws.ping();
		await pong;
		return this.#frames.splice(0);
	}

	async closed(): Promise<{ readonly code: number; readonly reason: string }> {
		while (this.#end === undefined) await this.#wait();
		return this.#end;
	}

	close(): void {
		this.ws.terminate();
	}

	#wait(): Promise<void> {
		return new Promise((resolve) => this.#waiters.push(resolve));
	}

	#wake(): void {
		for (const resolve of this.#waiters.splice(0)) resolve();
	}
}
