export interface GiveBackOptions {
	/** Gives the terminal back as it was, at once; may be called more than once. */
	readonly restore: () => void;
	/** Takes it again. */
	readonly takeOver: () => void;
}

/**
 * Gives the terminal back however the process ends or is suspended, and before the stack of an
 * uncaught error is written. What is returned leaves all of that to others again.
 */
export function giveBackAlways({ restore, takeOver }: GiveBackOptions): () => void {
	process.on("exit", restore);
	process.on("uncaughtExceptionMonitor", restore);
	process.on("SIGCONT", takeOver);
	return () => {
		process.off("exit", restore);
		process.off("uncaughtExceptionMonitor", restore);
		process.off("SIGCONT", takeOver);
	};
}

/** Raw mode takes Ctrl-Z from the shell; this gives it back, to all that the shell has started. */
export function suspend(restore: () => void): void {
	if (process.platform === "win32") return;
	restore();
	process.kill(0, "SIGTSTP");
}

/** Also where a shell has changed the terminal since: the runtime skips a mode that it believes is set. */
export function takeKeys(stdin: NodeJS.ReadStream): void {
	stdin.setRawMode(false);
	stdin.setRawMode(true);
}
