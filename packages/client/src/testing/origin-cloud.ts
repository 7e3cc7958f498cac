import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

/**
 * The original cloud server over real sockets, with its oddities: one lamp at a time, while the
 * upgrades of others wait; 1015 for a wrong secret; no end of any TCP connection; and of closes it
 * understands only one without a code.
 */
export class OriginCloud {
	/** What lamps sent, to the letter, and how they closed: `close CODE`. */
	readonly heard: string[] = [];
	/** Texts that answer the right secret. */
	welcome: readonly string[] = ["ok", "", "[cc:2:255,162,174:0]"];
	/** Whether anything is answered after that. */
	isAlive = true;
	lamp: WebSocket | null = null;
	readonly #http: Server = createServer();
	readonly #upgrader = new WebSocketServer({ noServer: true, autoPong: false });
	readonly #waiting: (() => void)[] = [];
	readonly #sockets = new Set<Duplex>();

	private constructor() {
		this.#http.on("upgrade", (request, socket, head) => {
			this.#sockets.add(socket);
			socket.once("close", () => this.#sockets.delete(socket));
			const upgrade = (): void => this.#upgrade(request, socket, head);
			if (this.lamp === null) upgrade();
			else this.#waiting.push(upgrade);
		});
	}

	static async start(): Promise<OriginCloud> {
		const origin = new OriginCloud();
		origin.#http.listen(0, "127.0.0.1");
		await once(origin.#http, "listening");
		return origin;
	}

	get url(): string {
		const address = this.#http.address();
		if (address === null || typeof address === "string") throw new Error("no port");
		return `ws://127.0.0.1:${address.port}/`;
	}

	/** TCP connections that nobody has ended. */
	get connections(): number {
		return this.#sockets.size;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		await new Promise((resolve) => this.#http.close(resolve));
	}

	#upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		if (socket.destroyed) return;
		this.#upgrader.handleUpgrade(request, socket, head, (lamp) => {
			this.lamp = lamp;
			let isFirst = true;
			lamp.on("error", () => {});
			lamp.on("message", (data) => {
				const text = String(data);
				this.heard.push(text);
				if (isFirst && text !== "cloud-my-butt") this.#refuse(socket);
				else if (isFirst) for (const answer of this.welcome) lamp.send(answer);
				else if (text === "ping" && this.isAlive) lamp.send("pong");
				isFirst = false;
			});
			lamp.on("close", (code) => {
				this.heard.push(`close ${code}`);
				this.#next();
			});
		});
	}

	/** A close frame that no library would send. */
	#refuse(socket: Duplex): void {
		socket.write(Buffer.from("880203f7", "hex"));
	}

	#next(): void {
		this.lamp = null;
		this.#waiting.shift()?.();
	}
}
