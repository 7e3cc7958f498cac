import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

/** A raw chat client over a real socket, which keeps the text of what comes, digits and all. */
export class ChatSocket {
	readonly ws: WebSocket;
	readonly frames: string[] = [];
	#seen = 0;
	#waiting: (() => void) | undefined;
	/** Null while it is open. */
	closeCode: number | null = null;

	private constructor(url: string) {
		this.ws = new WebSocket(url, { perMessageDeflate: false });
		const wake = (): void => this.#waiting?.();
		this.ws.on("message", (data) => {
			this.frames.push(String(data));
			wake();
		});
		this.ws.on("error", () => {});
		this.ws.on("close", (code) => {
			this.closeCode = code;
			wake();
		});
	}

	/** Connects and reads the greeting; ends with the test. */
	static async greeted(url: string): Promise<ChatSocket> {
		const socket = new ChatSocket(url);
		onTestFinished(() => socket.ws.terminate());
		await socket.next();
		return socket;
	}

	/** Connects and sends 110; gives what that is answered with. */
	static async presented(
		url: string,
		token: string,
		resume = "",
	): Promise<{ readonly socket: ChatSocket; readonly answer: string }> {
		const socket = await ChatSocket.greeted(url);
		socket.send(`{"f":110,"cnf":{"token":${JSON.stringify(token)}${resume}}}`);
		return { socket, answer: await socket.next() };
	}

	send(text: string): void {
		this.ws.send(text);
	}

	emit(event: string, cnf: string): void {
		this.send(`{"f":130,"t":"${event}","cnf":${cnf}}`);
	}

	/** The next frame that was not read yet. */
	async next(): Promise<string> {
		for (;;) {
			const frame = this.frames[this.#seen];
			if (frame !== undefined) {
				this.#seen++;
				return frame;
			}
			if (this.closeCode !== null) throw new Error(`closed with ${this.closeCode}`);
			await new Promise<void>((resolve) => {
				this.#waiting = resolve;
			});
		}
	}

	/** The next frame that matches; those before it are passed over. */
	async until(wanted: RegExp): Promise<string> {
		for (;;) {
			const frame = await this.next();
			if (wanted.test(frame)) return frame;
		}
	}

	async closed(): Promise<number> {
		if (this.closeCode === null) await once(this.ws, "close");
		return this.closeCode ?? 0;
	}
}
