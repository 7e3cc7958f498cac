/** A child process, as far as its supervisor is concerned. */
export interface Child {
	/** Null where it could not be started. */
	readonly pid: number | null;
	/** Gives it a line; false where it does not read, and the line was dropped. */
	write(line: string): boolean;
	/** Tells it that nothing more comes, which ends it. */
	endInput(): void;
	kill(signal: "SIGTERM" | "SIGKILL"): void;
}

/** Told what a child does; nothing comes after `exited`. */
export interface ChildListener {
	/** A line without its end, at most as long as the limit; texts are as they came. */
	line(stream: "out" | "err", text: string): void;
	exited(code: number | null, signal: string | null): void;
}

/** What is to be run: arguments of this very program. */
export interface Launch {
	readonly args: readonly string[];
	/** Added to the environment of this process. */
	readonly env: ReadonlyMap<string, string>;
	readonly folder: string;
}

export type Launcher = (launch: Launch, listener: ChildListener) => Child;
