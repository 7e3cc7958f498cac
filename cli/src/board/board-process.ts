import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import {
	EnvironmentError,
	isJsonObject,
	type JsonObject,
	parseJson,
	UsageError,
} from "@gw-sim/core";
import { systemClock } from "@gw-sim/transport";
import { boardBauds, mostBoardLeds } from "../options/board.js";

export interface BoardProcessOptions {
	readonly leds: number;
	readonly baud: number;
}

/** An emulated board in a process of its own, which keeps time whatever this one does. */
export interface BoardProcess {
	/** Its serial port. */
	readonly path: string;
	/** What its LEDs show: red, green and blue of each. */
	frame(): Uint8Array;
	/** Tells in a line when the board does not go on as it should, or at all. */
	onProblem(listener: (message: string) => void): void;
	/** Switches it off. */
	close(): Promise<void>;
}

/** A board ends at once when it is told to; one that hangs is killed. */
const endMs = 3000;

/**
 * Starts `gw-sim board`.
 * @throws UsageError where there is no such board.
 * @throws EnvironmentError `no-board` with what it said, where it ends before its port is there.
 */
export async function startBoardProcess(options: BoardProcessOptions): Promise<BoardProcess> {
	const child = spawnBoard(options);
	const exited = once(child, "exit");
	// One that could not be started is told by its port.
	exited.catch(() => {});
	let shown: Uint8Array = new Uint8Array(options.leds * 3);
	const listeners: ((message: string) => void)[] = [];
	const tell = (problem: string): void => {
		for (const listener of listeners) listener(problem);
	};
	const ended = (): void => tell(`the emulated board has ended (${endOf(child)})`);
	const lines = createInterface(child.stdout);
	const path = await portOf(child, lines);
	lines.on("line", (line) => {
		const { event, hex, message } = eventOf(line);
		if (event === "pixels" && typeof hex === "string")
			shown = Uint8Array.from(Buffer.from(hex, "hex"));
		if (event === "error" && typeof message === "string") tell(message);
	});
	child.on("exit", ended);
	return {
		path,
		frame: () => shown,
		onProblem: (listener) => void listeners.push(listener),
		async close() {
			child.off("exit", ended);
			child.stdin.end();
			const cancel = systemClock.after(endMs, () => child.kill("SIGKILL"));
			await exited;
			cancel();
		},
	};
}

function spawnBoard({ leds, baud }: BoardProcessOptions): ChildProcessWithoutNullStreams {
	const bauds = boardBauds.join(" or ");
	if (leds > mostBoardLeds)
		throw new UsageError(`the emulated board drives up to ${mostBoardLeds} LEDs, and not ${leds}`);
	if (!boardBauds.some((known) => known === `${baud}`))
		throw new UsageError(`the emulated board speaks ${bauds} baud, and not ${baud}`);
	const [, bin = ""] = process.argv;
	// Its standard input is ours to close: should this process be killed, the board ends, too.
	const child = spawn(
		process.execPath,
		[bin, "board", "--json", "--leds", `${leds}`, "--baud", `${baud}`],
		// Ctrl-C in a terminal is for us: the LEDs are to go dark first.
		{ detached: true },
	);
	child.stdin.on("error", () => {});
	return child;
}

/** Waits for the port, or for what the board says instead. */
function portOf(child: ChildProcessWithoutNullStreams, lines: Interface): Promise<string> {
	let complaint = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		complaint = (complaint + text).slice(-500);
	});
	return new Promise((resolve, reject) => {
		lines.once("line", (line) => {
			const { event, pty } = eventOf(line);
			if (event === "board" && typeof pty === "string") resolve(pty);
		});
		child.on("error", reject);
		child.on("close", () => {
			const said = complaint.replace(/^gw-sim: /, "").trim();
			const why = said === "" ? "the emulated board did not start: try gw-sim board" : said;
			reject(new EnvironmentError(why, { code: "no-board" }));
		});
	});
}

function eventOf(line: string): JsonObject {
	const event = parseJson(line);
	return isJsonObject(event) ? event : {};
}

function endOf({ exitCode, signalCode }: ChildProcess): string {
	return signalCode ?? `exit code ${exitCode}`;
}
