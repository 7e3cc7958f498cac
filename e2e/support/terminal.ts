import { execFile, execFileSync, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { bin } from "./process.js";

const run = promisify(execFile);

export interface Terminal {
	/** The screen, once it shows what is waited for. */
	shows(pattern: RegExp): Promise<string>;
	/** Presses keys, by tmux's names for them. */
	keys(...names: string[]): Promise<unknown>;
	screen(): Promise<string>;
	resize(columns: number, rows: number): Promise<unknown>;
}

/** Missing tools skip a test with their name in it; where everything must run they fail it. */
export function needs(tool: string): { readonly skip: boolean; readonly title: string } {
	const missing = spawnSync(tool, ["-V"], { stdio: "ignore" }).error !== undefined;
	return {
		skip: missing && process.env.CI === undefined,
		title: missing ? ` (needs ${tool}: apt-get install ${tool})` : "",
	};
}

/** What the shell says when the program has ended: with which code, and whether its terminal is as it was. */
const farewell = "echo exit=$? $(stty -a | grep -o -e ' icanon' -e ' echo ')";

/** Each look at a screen takes a process. */
const pollMs = 30;

let terminals = 0;

/**
 * A terminal whose shell runs the built program. When that has ended the screen shows
 * `exit=0 icanon echo`: its exit code, and of a terminal in its usual state both words.
 */
export async function terminal(columns: number, rows: number, command: string): Promise<Terminal> {
	// A server of its own for each: one that is ending would take the next with it.
	const socket = `gw-sim-test-${process.pid}-${++terminals}`;
	const tmuxRun = (...args: string[]) => run("tmux", ["-L", socket, ...args]);
	await tmuxRun(
		"-f",
		"/dev/null",
		"new-session",
		"-d",
		"-s",
		"t",
		"-e",
		`FAREWELL=${farewell}`,
		"-x",
		`${columns}`,
		"-y",
		`${rows}`,
		"sh",
	);
	onTestFinished(() => {
		execFileSync("tmux", ["-L", socket, "kill-server"]);
	});
	const screen = async (): Promise<string> =>
		(await tmuxRun("capture-pane", "-p", "-t", "t")).stdout;
	const shows = async (pattern: RegExp): Promise<string> => {
		for (const deadline = performance.now() + 15_000; ; ) {
			const text = await screen();
			if (pattern.test(text)) return text;
			if (performance.now() > deadline) throw new Error(`never showed ${pattern}:\n${text}`);
			await sleep(pollMs);
		}
	};
	const keys = (...names: string[]) => tmuxRun("send-keys", "-t", "t", ...names);
	await keys(`${process.execPath} ${bin} ${command}; eval "$FAREWELL"`, "Enter");
	const resize = (width: number, height: number) =>
		tmuxRun("resize-window", "-t", "t", "-x", `${width}`, "-y", `${height}`);
	return { shows, keys, screen, resize };
}
