import type { NamedCommand } from "@gw-sim/simulator-engine";
import { systemClock } from "@gw-sim/transport";
import type { TerminalFace } from "./device-process.js";
import { eventLines } from "./event-lines.js";
import { type KeyTerminalOptions, keyTerminal } from "./key-terminal.js";
import { LiveArea } from "./live-area.js";
import { listenToKeys } from "./terminal-keys.js";

export interface LiveTerminalOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> extends KeyTerminalOptions<Command, Own> {
	/** The lines as they should be now, none wider than `columns`; they may hold colours. */
	readonly draw: (columns: number) => readonly string[];
}

/**
 * A terminal that shows a device below its events, redrawn in place; one that cannot do that, or is
 * told to be quiet, shows the events alone.
 */
export function liveTerminal<Command extends NamedCommand, Own extends { readonly event: string }>(
	live: LiveTerminalOptions<Command, Own>,
): TerminalFace {
	const plain = keyTerminal(live);
	return (context) =>
		context.options.quiet || !canRedraw() ? plain(context) : attach(live, context);
}

function canRedraw(): boolean {
	return process.stdout.isTTY && process.env.TERM !== "dumb";
}

function attach<Command extends NamedCommand, Own extends { readonly event: string }>(
	{ device, describe, keys, draw }: LiveTerminalOptions<Command, Own>,
	{ options, end }: Parameters<TerminalFace>[0],
): () => void {
	const { stdout } = process;
	const area = new LiveArea({ output: stdout, clock: systemClock, draw });
	const close = (): void => area.close();
	const open = (): void => area.open();
	const resized = (): void => area.resized();
	const write = (line: string): void => area.print(line);
	const lines = eventLines({ device, describe, options, write });
	const { print } = lines;
	const stopKeys = listenToKeys({ keys, end, print, write, quiet: false, suspended: close });
	open();
	stdout.on("resize", resized);
	process.on("SIGCONT", open);
	// However the process ends, and before the stack of an uncaught error is written.
	process.on("exit", close);
	process.on("uncaughtExceptionMonitor", close);
	return () => {
		process.off("uncaughtExceptionMonitor", close);
		process.off("exit", close);
		process.off("SIGCONT", open);
		stdout.off("resize", resized);
		close();
		stopKeys();
		lines.detach();
	};
}
