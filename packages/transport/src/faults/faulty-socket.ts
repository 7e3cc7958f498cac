import type { Cancel, Clock, Frame } from "@gw-sim/core";
import type { CloseInfo, SharedFrame, Socket, SocketListener } from "../socket.js";
import type { Direction, Fault, TapeEntry } from "./fault.js";
import { FramePipeline } from "./frame-pipeline.js";
import { Lane } from "./lane.js";

/** What is held back on its way in before the peer is made to wait. */
const maxHeldFrames = 1024;
/** How long a close that nobody answers takes to end, as with `ws`. */
const closeTimeoutMs = 5000;

export interface FaultySocketOptions {
	readonly inner: Socket;
	readonly clock: Clock;
	readonly seed: string;
	readonly connection: number;
	readonly record: (entry: TapeEntry) => void;
	readonly ended: () => void;
}

/** A socket whose traffic goes through faults that can change while it is open. */
export class FaultySocket implements Socket {
	readonly #options: FaultySocketOptions;
	readonly #inner: Socket;
	readonly #lanes: Readonly<Record<Direction, Lane>>;
	readonly #pipelines: Readonly<Record<Direction, FramePipeline>>;
	readonly #counts: Record<Direction, number> = { in: 0, out: 0 };
	#listener: SocketListener | undefined;
	#faults: readonly Fault[] = [];
	#timers: Cancel[] = [];
	#isHalfOpen = false;
	#innerClosed = false;
	#ended = false;

	constructor(options: FaultySocketOptions) {
		this.#options = options;
		const { inner, clock, seed } = options;
		this.#inner = inner;
		this.#pipelines = {
			in: new FramePipeline(seed, "in"),
			out: new FramePipeline(seed, "out"),
		};
		this.#lanes = {
			in: new Lane(clock, (frame) => {
				if (this.#lanes.in.heldFrames < maxHeldFrames / 2) inner.resume();
				if (!this.#ended && !this.#isHalfOpen) this.#listener?.frame(frame);
			}),
			out: new Lane(clock, (frame) => {
				if (!this.#isHalfOpen) inner.send(frame);
			}),
		};
		inner.listen({
			opened: () => {
				if (!this.#ended && !this.#isHalfOpen) this.#listener?.opened?.();
			},
			activity: () => {
				if (!this.#isHalfOpen) this.#listener?.activity?.();
			},
			frame: (frame) => {
				this.#pass("in", frame);
				if (this.#lanes.in.heldFrames > maxHeldFrames) inner.pause();
			},
			closed: (info) => this.#innerEnded(info),
		});
	}

	get bufferedBytes(): number {
		return this.#inner.bufferedBytes + this.#lanes.out.heldBytes;
	}

	/** Replaces the faults; those that wait for `afterMs` start counting now. */
	set(faults: readonly Fault[]): void {
		for (const cancel of this.#timers) cancel();
		this.#timers = [];
		this.#faults = faults;
		this.#isHalfOpen = false;
		if (this.#innerClosed) {
			this.#end({ code: 1006, reason: "" });
			return;
		}
		for (const fault of faults) {
			if (fault.type === "half-open") this.#after(fault.afterMs ?? 0, () => this.#goHalfOpen());
			if (fault.type === "cut") this.#after(fault.afterMs ?? 0, () => this.#cut());
		}
	}

	listen(listener: SocketListener): void {
		this.#listener = listener;
	}

	send(frame: Frame): void {
		this.#pass("out", frame);
	}

	sendShared(shared: SharedFrame): void {
		this.#pass("out", shared.frame);
	}

	close(code?: number, reason?: string): void {
		this.#lanes.out.afterLast(() => {
			if (this.#isHalfOpen) this.#after(closeTimeoutMs, () => this.terminate());
			else this.#inner.close(code, reason);
		});
	}

	pause(): void {
		this.#inner.pause();
	}

	resume(): void {
		this.#inner.resume();
	}

	terminate(): void {
		this.#inner.terminate();
		this.#options.clock.after(0, () => this.#end({ code: 1006, reason: "" }));
	}

	#pass(direction: Direction, frame: Frame): void {
		const number = this.#counts[direction]++;
		if (this.#ended || this.#isHalfOpen) return;
		const passages = this.#pipelines[direction].pass(frame, this.#faults, (fault, delayMs) =>
			this.#record({
				fault,
				direction,
				frame: number,
				...(delayMs === undefined ? {} : { delayMs }),
			}),
		);
		for (const passage of passages) this.#lanes[direction].push(passage);
	}

	#record(entry: Omit<TapeEntry, "at" | "connection">): void {
		const { clock, connection, record } = this.#options;
		record({ at: clock.now(), connection, ...entry });
	}

	#after(ms: number, run: () => void): void {
		this.#timers.push(this.#options.clock.after(ms, run));
	}

	#goHalfOpen(): void {
		this.#isHalfOpen = true;
		this.#record({ fault: "half-open" });
	}

	#cut(): void {
		this.#record({ fault: "cut" });
		this.terminate();
	}

	#innerEnded(info: CloseInfo): void {
		this.#innerClosed = true;
		if (this.#isHalfOpen) return;
		this.#lanes.in.afterLast(() => this.#end(info));
	}

	#end(info: CloseInfo): void {
		if (this.#ended) return;
		this.#ended = true;
		for (const cancel of this.#timers) cancel();
		this.#lanes.in.clear();
		this.#lanes.out.clear();
		this.#options.ended();
		this.#listener?.closed(info);
	}
}
