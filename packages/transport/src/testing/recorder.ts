import type { Clock, Frame } from "@gw-sim/core";
import type { CloseInfo, Socket, SocketListener } from "@gw-sim/transport";

/** Listens to a socket, keeps what it hears, and lets a test wait for it. */
export class Recorder implements SocketListener {
	readonly socket: Socket;
	/** Text as it came, bytes as plain `Uint8Array`s. */
	readonly frames: Frame[] = [];
	/** When each frame came. */
	readonly times: number[] = [];
	/** Names of all events but activity, in order. */
	readonly events: ("opened" | "frame" | "closed")[] = [];
	info: CloseInfo | undefined;
	activities = 0;
	pings = 0;
	pongs = 0;
	/** Called at every frame, after it was kept. */
	onFrame: (frame: Frame) => void = () => {};
	readonly #now: () => number;
	readonly #waiting: { readonly done: () => boolean; readonly resolve: () => void }[] = [];

	constructor(socket: Socket, clock?: Clock) {
		this.socket = socket;
		this.#now = () => clock?.now() ?? 0;
		socket.listen(this);
	}

	opened(): void {
		this.#hear("opened");
	}

	activity(): void {
		this.activities++;
	}

	pinged(): void {
		this.pings++;
		this.#wake();
	}

	ponged(): void {
		this.pongs++;
		this.#wake();
	}

	frame(frame: Frame): void {
		this.frames.push(typeof frame === "string" ? frame : new Uint8Array(frame));
		this.times.push(this.#now());
		this.onFrame(frame);
		this.#hear("frame");
	}

	closed(info: CloseInfo): void {
		this.info = info;
		this.#hear("closed");
	}

	/** Resolves once `done` holds; asked again at every event. */
	until(done: () => boolean): Promise<void> {
		return new Promise((resolve) => {
			if (done()) resolve();
			else this.#waiting.push({ done, resolve });
		});
	}

	untilOpened(): Promise<void> {
		return this.until(() => this.events.includes("opened"));
	}

	async untilFrames(count: number): Promise<readonly Frame[]> {
		await this.until(() => this.frames.length >= count);
		return this.frames;
	}

	async untilClosed(): Promise<CloseInfo> {
		await this.until(() => this.info !== undefined);
		return this.info ?? { code: 1006, reason: "" };
	}

	#hear(event: "opened" | "frame" | "closed"): void {
		this.events.push(event);
		this.#wake();
	}

	#wake(): void {
		for (const { done, resolve } of this.#waiting) if (done()) resolve();
	}
}
