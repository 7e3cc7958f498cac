import {
	type CloseInfo,
	type Dial,
	memoryDial,
	type Socket,
	type VirtualClock,
} from "@gw-sim/transport";

/** A cloud server written by hand, text by text, so that client and server cannot share a mistake. */
export class RawCloud {
	readonly dialledAt: number[] = [];
	/** What lamps sent, of all connections, to the letter. */
	readonly received: string[] = [];
	readonly receivedAt: number[] = [];
	readonly closes: CloseInfo[] = [];
	/** Texts that answer the right secret. */
	welcome: readonly string[] = ["ok", "[cc:0:?:?]"];
	secret = "cloud-my-butt";
	/** Whether it leaves upgrades unanswered, as one that has a lamp already. */
	isBusy = false;
	/** Whether text pings are answered. */
	pongs = true;
	socket: Socket | null = null;
	readonly #clock: VirtualClock;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) => {
		this.dialledAt.push(this.#clock.now());
		return memoryDial(this.#clock, (socket) =>
			this.isBusy ? new Promise<void>(() => {}) : this.#accept(socket),
		)(request);
	};

	send(...frames: readonly (string | Uint8Array)[]): void {
		for (const frame of frames) this.socket?.send(frame);
	}

	/** When text pings came. */
	get pings(): number[] {
		return this.receivedAt.filter((_, i) => this.received[i] === "ping");
	}

	/** What lamps sent but for pings. */
	get said(): string[] {
		return this.received.filter((text) => text !== "ping");
	}

	#accept(socket: Socket): void {
		this.socket = socket;
		let isFirst = true;
		socket.listen({
			frame: (frame) => {
				const text = String(frame);
				this.received.push(text);
				this.receivedAt.push(this.#clock.now());
				if (isFirst && text === this.secret) for (const answer of this.welcome) socket.send(answer);
				else if (isFirst) socket.close(1008);
				else if (text === "ping" && this.pongs) socket.send("pong");
				isFirst = false;
			},
			closed: (info) => this.closes.push(info),
		});
	}
}
