import { systemClock } from "@gw-sim/transport";
import { LiveArea, type LiveAreaOptions } from "./live-area.js";

/** A live area on standard output. */
export interface LiveScreen {
	/** Writes a line above. */
	print(line: string): void;
	/** Takes the lines away until the process goes on (SIGCONT). */
	suspend(): void;
	/** Gives the terminal back. */
	close(): void;
}

/** Whether standard output can redraw lines in place. */
export function canRedraw(): boolean {
	return process.stdout.isTTY && process.env.TERM !== "dumb";
}

/** Draws lines at the end of standard output, and takes them away however the process ends. */
export function openLiveScreen(draw: LiveAreaOptions["draw"]): LiveScreen {
	const { stdout } = process;
	const area = new LiveArea({ output: stdout, clock: systemClock, draw });
	const close = (): void => area.close();
	const open = (): void => area.open();
	const resized = (): void => area.resized();
	open();
	stdout.on("resize", resized);
	process.on("SIGCONT", open);
	// However the process ends, and before the stack of an uncaught error is written.
	process.on("exit", close);
	process.on("uncaughtExceptionMonitor", close);
	return {
		print: (line) => area.print(line),
		suspend: close,
		close() {
			process.off("uncaughtExceptionMonitor", close);
			process.off("exit", close);
			process.off("SIGCONT", open);
			stdout.off("resize", resized);
			close();
		},
	};
}
