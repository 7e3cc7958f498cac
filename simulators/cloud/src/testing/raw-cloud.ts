import { type Dial, memoryDial, type Socket, type VirtualClock } from "@gw-sim/transport";

/** A cloud server written by hand for one lamp. */
export class RawCloud {
	/** What lamps sent but for pings, of all connections. */
	readonly said: string[] = [];
	readonly dialledAt: number[] = [];
	secret = "cloud-my-butt";
	/** Texts that answer the right secret. */
	welcome: readonly string[] = ["ok", "[cc:0:?:?]"];
	readonly #clock: VirtualClock;
	#socket: Socket | null = null;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) => {
		this.dialledAt.push(this.#clock.now());
		return memoryDial(this.#clock, (socket) => {
			this.#socket = socket;
			let isFirst = true;
			socket.listen({
				frame: (frame) => {
					const text = String(frame);
					if (text !== "ping") this.said.push(text);
					if (text === "ping") socket.send("pong");
					else if (isFirst && text === this.secret)
						for (const answer of this.welcome) socket.send(answer);
					else if (isFirst) socket.close(1008);
					isFirst = false;
				},
				closed: () => {},
			});
		})(request);
	};

	send(...frames: readonly (string | Uint8Array)[]): void {
		for (const frame of frames) this.#socket?.send(frame);
	}

	close(code: number): void {
		this.#socket?.close(code);
	}
}
