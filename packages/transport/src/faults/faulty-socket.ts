import type { Cancel, Clock, Frame } from "@gw-sim/core";
import type { CloseInfo, SharedFrame, Socket, SocketListener } from "../socket.js";
import type { Direction, Fault, TapeEntry } from "./fault.js";
import { FramePipeline } from "./frame-pipeline.js";
import { Lane } from "./lane.js";

/** What is held back on its way in before the peer is made to wait. */
const maxHeldFrames = 1024;
/** How long a close that nobody answers takes to end, as with `ws`. */
const closeTimeoutMs = 5000;

const cut: CloseInfo = { code: 1006, reason: "" };

export interface FaultySocketOptions {
	readonly inner: Socket;
	/** Whether `inner` has yet to open; an accepted socket is open from the start. */
	readonly dialled: boolean;
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
	readonly #deadlines: Cancel[] = [];
	#listener: SocketListener | undefined;
	#faults: readonly Fault[] = [];
	#pendingFaults: Cancel[] = [];
	#isOpen: boolean;
	#isClosing = false;
	#isHalfOpen = false;
	#isFull = false;
	#isPaused = false;
	/** The inner socket's end, which a half-open link does not tell. */
	#hasMissedClose = false;
	/** A close that a half-open link did not carry. */
	#unsentClose: (() => void) | undefined;
	#ended = false;

	constructor(options: FaultySocketOptions) {
		this.#options = options;
		const { inner, clock, seed } = options;
		this.#inner = inner;
		this.#isOpen = !options.dialled;
		this.#pipelines = {
			in: new FramePipeline(seed, "in"),
			out: new FramePipeline(seed, "out"),
		};
		this.#lanes = {
			in: new Lane(clock, (frame) => {
				this.#makeRoom();
				if (!this.#ended && !this.#isSilent) this.#listener?.frame(frame);
			}),
			out: new Lane(clock, (frame) => {
				if (!this.#isSilent) inner.send(frame);
			}),
		};
		inner.listen({
			opened: () => {
				this.#isOpen = true;
				if (!this.#ended) this.#listener?.opened?.();
			},
			activity: () => {
				if (!this.#ended && !this.#isSilent) this.#listener?.activity?.();
			},
			pinged: () => {
				if (!this.#ended && !this.#isSilent) this.#listener?.pinged?.();
			},
			ponged: () => {
				if (!this.#ended && !this.#isSilent) this.#listener?.ponged?.();
			},
			frame: (frame) => {
				this.#pass("in", frame);
				this.#keepBounded();
			},
			closed: (info) => this.#innerClosed(info),
		});
	}

	get bufferedBytes(): number {
		return this.#inner.bufferedBytes + this.#lanes.out.heldBytes;
	}

	/** Replaces the faults; those that wait for `afterMs` start counting now. */
	set(faults: readonly Fault[]): void {
		for (const cancel of this.#pendingFaults) cancel();
		this.#pendingFaults = [];
		this.#faults = faults;
		const waits = (fault: Fault): boolean => "afterMs" in fault && (fault.afterMs ?? 0) > 0;
		if (faults.some((fault) => fault.type === "half-open" && !waits(fault))) this.#goHalfOpen();
		else this.#lift();
		if (this.#ended) return;
		for (const fault of faults) {
			if (fault.type === "cut") this.#later(fault.afterMs ?? 0, () => this.#cut());
			else if (fault.type === "half-open" && waits(fault))
				this.#later(fault.afterMs ?? 0, () => this.#goHalfOpen());
		}
	}

	listen(listener: SocketListener): void {
		this.#listener = listener;
	}

	send(frame: Frame): void {
		if (this.#isOpen && !this.#isClosing) this.#pass("out", frame);
	}

	sendShared(shared: SharedFrame): void {
		this.send(shared.frame);
	}

	ping(): void {
		if (this.#isOpen && !this.#isClosing && !this.#isSilent) this.#inner.ping?.();
	}

	close(code?: number, reason?: string): void {
		if (this.#isClosing) return;
		this.#isClosing = true;
		this.#lanes.out.afterLast(() => {
			this.#deadlines.push(this.#options.clock.after(closeTimeoutMs, () => this.terminate()));
			const close = (): void => this.#inner.close(code, reason);
			if (this.#isSilent) this.#unsentClose = close;
			else close();
		});
	}

	pause(): void {
		this.#isPaused = true;
		this.#inner.pause();
	}

	resume(): void {
		this.#isPaused = false;
		if (!this.#isFull) this.#inner.resume();
	}

	terminate(): void {
		if (this.#ended) return;
		this.#inner.terminate();
		this.#deadlines.push(this.#options.clock.after(0, () => this.#end(cut)));
	}

	/** A connection that is not open yet cannot look open: its handshake is let through. */
	get #isSilent(): boolean {
		return this.#isHalfOpen && this.#isOpen;
	}

	#pass(direction: Direction, frame: Frame): void {
		const number = this.#counts[direction]++;
		if (this.#ended || this.#isSilent) return;
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

	#keepBounded(): void {
		if (this.#isFull || this.#lanes.in.heldFrames <= maxHeldFrames) return;
		this.#isFull = true;
		this.#inner.pause();
	}

	#makeRoom(): void {
		if (!this.#isFull || this.#lanes.in.heldFrames >= maxHeldFrames / 2) return;
		this.#isFull = false;
		if (!this.#isPaused) this.#inner.resume();
	}

	#record(entry: Omit<TapeEntry, "at" | "connection">): void {
		const { clock, connection, record } = this.#options;
		record({ at: clock.now(), connection, ...entry });
	}

	#later(ms: number, run: () => void): void {
		this.#pendingFaults.push(this.#options.clock.after(ms, run));
	}

	#goHalfOpen(): void {
		if (this.#isHalfOpen) return;
		this.#isHalfOpen = true;
		this.#record({ fault: "half-open" });
	}

	#lift(): void {
		this.#isHalfOpen = false;
		if (this.#hasMissedClose) this.#end(cut);
		else this.#unsentClose?.();
		this.#unsentClose = undefined;
	}

	#cut(): void {
		this.#record({ fault: "cut" });
		this.terminate();
	}

	#innerClosed(info: CloseInfo): void {
		this.#hasMissedClose = this.#isSilent;
		this.#lanes.in.afterLast(() => {
			this.#hasMissedClose ||= this.#isSilent;
			if (!this.#hasMissedClose) this.#end(info);
		});
	}

	#end(info: CloseInfo): void {
		if (this.#ended) return;
		this.#ended = true;
		for (const cancel of [...this.#pendingFaults, ...this.#deadlines]) cancel();
		this.#lanes.in.clear();
		this.#lanes.out.clear();
		this.#options.ended();
		this.#listener?.closed(info);
	}
}
