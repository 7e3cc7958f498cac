import type { BoardPort } from "@gw-sim/board";
import type { BoardCommandOptions } from "../options/board.js";

/** What went wrong without ending the board. */
interface BoardProblem {
	readonly code: "pty-lost" | "firmware-crashed";
	readonly message: string;
}

/** Shows a board to whoever runs it. */
export interface BoardFace {
	/** The strip shows another frame. */
	shown(): void;
	problem(problem: BoardProblem): void;
	/** The port is there again. */
	returned(): void;
	/** The last words. */
	close(): void;
}

export interface BoardFaceOptions {
	readonly port: BoardPort;
	readonly options: BoardCommandOptions;
	/** Ends the board. */
	readonly end: () => void;
}
