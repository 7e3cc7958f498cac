import type { NamedCommand } from "@gw-sim/simulator-engine";
import type { TerminalFace } from "./device-process.js";
import { eventLines } from "./event-lines.js";
import { type KeyTerminalOptions, keyTerminal } from "./key-terminal.js";
import { canRedraw, type LiveScreen, openLiveScreen } from "./live-screen.js";
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

function attach<Command extends NamedCommand, Own extends { readonly event: string }>(
	{ device, describe, keys, draw }: LiveTerminalOptions<Command, Own>,
	{ options, end }: Parameters<TerminalFace>[0],
): () => void {
	// Lines that come before the screen is open are written as they are.
	let screen: LiveScreen | undefined;
	const write = (line: string): void => {
		if (screen === undefined) process.stdout.write(`${line}\n`);
		else screen.print(line);
	};
	const lines = eventLines({ device, describe, options, write });
	const suspended = (): void => screen?.suspend();
	const stopKeys = listenToKeys({ keys, end, print: lines.print, write, quiet: false, suspended });
	screen = openLiveScreen(draw);
	return () => {
		screen?.close();
		stopKeys();
		lines.detach();
	};
}
