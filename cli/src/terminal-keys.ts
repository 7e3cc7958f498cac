import { emitKeypressEvents } from "node:readline";
import { messageOf, safe } from "@gw-sim/core";
import { paint } from "./paint.js";

/** What a key does while a device runs in a terminal. */
export interface KeyBinding {
	readonly key: string;
	/** In a word or two; empty where another key's says it too. */
	readonly label: string;
	/** A rejection is shown in one line. */
	run(): void | Promise<void>;
}

export interface TerminalKeysOptions {
	readonly keys: readonly KeyBinding[];
	/** For `q` and Ctrl-C. */
	readonly end: () => void;
	/** Shows what went wrong, with its time. */
	readonly print: (line: string) => void;
	/** Shows a line as it is. */
	readonly write: (line: string) => void;
	/** Leaves the line out that lists the keys. */
	readonly quiet: boolean;
	/** Called before Ctrl-Z gives the terminal to the shell. */
	readonly suspended?: () => void;
}

interface Keypress {
	readonly name?: string;
	readonly sequence?: string;
	readonly ctrl?: boolean;
}

/** Takes single keys from the terminal; what is returned gives the terminal back as it was. */
export function listenToKeys(options: TerminalKeysOptions): () => void {
	const { keys, end, print, write, quiet } = options;
	const { stdin } = process;
	const help = [...keys, { key: "?", label: "help" }, { key: "q", label: "quit" }]
		.filter(({ label }) => label !== "")
		.map(({ key, label }) => `${paint("bold", key)} ${label}`)
		.join("  ");
	const showHelp = (): void => write(help);
	const pressed = (_text: string | undefined, { name, sequence, ctrl = false }: Keypress): void => {
		if (ctrl && name === "c") end();
		else if (ctrl && name === "z") {
			options.suspended?.();
			suspend();
		} else if (name === "q") end();
		else if (sequence === "?") showHelp();
		else void press(keys.find(({ key }) => key === sequence));
	};
	const press = async (binding: KeyBinding | undefined): Promise<void> => {
		try {
			await binding?.run();
		} catch (error) {
			print(paint("red", `error    ${safe(messageOf(error))}`));
		}
	};
	const takeOver = (): void => {
		stdin.setRawMode(true);
	};
	emitKeypressEvents(stdin);
	takeOver();
	stdin.on("keypress", pressed);
	stdin.resume();
	process.on("SIGCONT", takeOver);
	if (!quiet) showHelp();
	return () => {
		process.off("SIGCONT", takeOver);
		stdin.off("keypress", pressed);
		stdin.setRawMode(false);
		stdin.pause();
	};
}

/** Raw mode takes Ctrl-Z from the shell; this gives it back, to all that the shell has started. */
function suspend(): void {
	if (process.platform === "win32") return;
	process.stdin.setRawMode(false);
	process.kill(0, "SIGTSTP");
}
