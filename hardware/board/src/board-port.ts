import type { Clock, Random } from "@gw-sim/core";
import { Board, type BoardCounters, type BoardOptions } from "./board.js";
import { Pty, type PtyOptions } from "./pty.js";
import { RealTime, type RealTimeReport } from "./real-time.js";

export interface BoardPortOptions
	extends Omit<BoardOptions, "transmitted">,
		Pick<PtyOptions, "lost" | "returned" | "helpers"> {
	readonly clock: Clock;
	readonly random: Random;
	/** The program cannot go on, and the board stands still. */
	readonly failed?: (error: unknown) => void;
}

/** So much may wait in front of the line: a frame or two, as in a kernel's buffer. */
const mostPending = 4096;

/** A board in real time, behind a pseudo terminal that is opened like its serial port. */
export class BoardPort {
	/** What applications open. */
	readonly path: string;
	readonly board: Board;
	readonly #pty: Pty;
	readonly #realTime: RealTime;

	private constructor(board: Board, pty: Pty, realTime: RealTime) {
		this.path = pty.path;
		this.board = board;
		this.#pty = pty;
		this.#realTime = realTime;
	}

	/**
	 * Switches a board on.
	 * @throws UsageError where an option is wrong.
	 * @throws EnvironmentError `no-pty` where this machine has nothing to make a pseudo terminal with.
	 */
	static async open(options: BoardPortOptions): Promise<BoardPort> {
		const { clock, random, helpers, lost, returned, failed, ...own } = options;
		let sent: number[] = [];
		const board = new Board({ ...own, transmitted: (byte) => sent.push(byte) });
		const pty = await Pty.open({
			clock,
			random,
			received(bytes) {
				board.receive(bytes);
				if (board.pending > mostPending) pty.pause();
			},
			...(lost === undefined ? {} : { lost }),
			...(returned === undefined ? {} : { returned }),
			...(helpers === undefined ? {} : { helpers }),
		});
		const realTime = new RealTime({
			board,
			clock,
			ran() {
				if (sent.length > 0) pty.write(Uint8Array.from(sent));
				sent = [];
				if (board.pending <= mostPending) pty.resume();
			},
			...(failed === undefined ? {} : { failed }),
		});
		return new BoardPort(board, pty, realTime);
	}

	get counters(): BoardCounters {
		return this.board.counters;
	}

	get realTime(): RealTimeReport {
		return this.#realTime.report;
	}

	/** Switches the board off, and takes its port away. */
	async close(): Promise<void> {
		this.#realTime.stop();
		await this.#pty.close();
	}
}
