import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

/** A raw lamp on a real socket; cut with the test. */
export class LiveLamp {
	readonly ws: WebSocket;
	/** Texts as they came, bytes in hex behind `0x`. */
	readonly frames: string[] = [];
	code: number | null = null;
	readonly #waiting: (() => void)[] = [];

	private constructor(ws: WebSocket) {
		this.ws = ws;
		onTestFinished(() => ws.terminate());
		ws.on("error", () => {});
		ws.on("message", (data: Buffer, isBinary) => {
			this.frames.push(isBinary ? `0x${data.toString("hex")}` : data.toString());
			this.#wake();
		});
		ws.on("close", (code) => {
			this.code = code;
			this.#wake();
		});
	}

	/** Resolves once it is upgraded; rejects where it is refused. */
	static async open(url: string): Promise<LiveLamp> {
		const ws = new WebSocket(url, { perMessageDeflate: true });
		const lamp = new LiveLamp(ws);
		await once(ws, "open");
		return lamp;
	}

	/** Resolves once it has read its `ok` and the packet after it. */
	static async known(url: string, secret = "cloud-my-butt"): Promise<LiveLamp> {
		const lamp = await LiveLamp.open(url);
		lamp.ws.send(secret);
		await lamp.take(2);
		return lamp;
	}

	/** The next frames. */
	async take(count: number): Promise<string[]> {
		await this.until(() => this.frames.length >= count);
		return this.frames.splice(0, count);
	}

	async closed(): Promise<number> {
		await this.until(() => this.code !== null);
		return this.code ?? 0;
	}

	async until(holds: () => boolean): Promise<void> {
		while (!holds()) {
			if (this.code !== null) throw new Error(`closed with ${this.code}`);
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
