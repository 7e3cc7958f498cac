import { type Cancel, type Clock, safeJson } from "@gw-sim/core";
import { ExitCode } from "../exit-code.js";
import type { Orchestra, OrchestraEvent, ProcessStatus, ProcessView } from "./orchestra.js";
import { exitText } from "./readable-lines.js";
import { type Condition, UntilWatch } from "./until.js";

/** Turns what happens in a scene into a line; null where it is not worth one. */
export type PlainLines = (event: OrchestraEvent) => string | null;

export interface PlainOptions {
	readonly orchestra: Orchestra;
	readonly clock: Clock;
	/** Aborts when it is to end. */
	readonly stop: AbortSignal;
	readonly lines: PlainLines;
	/** Takes a line without its end. */
	readonly print: (line: string) => void;
	/** Takes what went wrong, a line each. */
	readonly complain: (line: string) => void;
	/** It ends when all of these are met at once; without any, when nothing runs any more. */
	readonly conditions: readonly Condition[];
	/** How long that may take; null for any time. */
	readonly timeoutMs: number | null;
	/** Called when the conditions are met, in place of ending: it then goes on as without any. */
	readonly whenMet?: () => void;
}

type Ending = "met" | "timeout" | "failed" | "over" | "stopped";

/** Those that may yet do something by themselves. */
const lively: ReadonlySet<ProcessStatus> = new Set(["starting", "running", "backoff", "stopping"]);

/** Shows a scene as lines until it is to end, and ends it; the result is the exit code. */
export async function runPlain(options: PlainOptions): Promise<number> {
	const { orchestra, complain } = options;
	const until = new UntilWatch(options.conditions);
	const ending = await firstEnding(options, until);
	const failed = orchestra.processes.filter(({ status }) => status === "failed");
	if (ending !== "met") for (const process of failed) complain(failureText(process));
	if (ending === "timeout" || ending === "over")
		for (const condition of until.unmet) complain(unmetText(condition, until));
	await orchestra.close();
	if (ending === "met") return ExitCode.done;
	if (ending === "stopped" && until.isWaiting) return ExitCode.interrupted;
	return until.isWaiting || failed.length > 0 ? ExitCode.failed : ExitCode.done;
}

function firstEnding(options: PlainOptions, until: UntilWatch): Promise<Ending> {
	const { orchestra, clock, stop, lines, print, timeoutMs, whenMet } = options;
	return new Promise((end) => {
		let isOpen = false;
		let isOver = false;
		const cancel: Cancel =
			timeoutMs === null ? () => {} : clock.after(timeoutMs, () => resolve("timeout"));
		const resolve = (ending: Ending): void => {
			isOver = true;
			cancel();
			end(ending);
		};
		orchestra.on((event) => {
			const line = lines(event);
			if (line !== null) print(line);
			// While the scene is closed, devices tell of much that nobody waited for.
			if (isOver) return;
			until.take(event);
			if (until.isWaiting && until.unmet.length === 0) {
				if (whenMet === undefined) return resolve("met");
				cancel();
				until.release();
				whenMet();
			}
			if (event.type !== "process") return;
			const statuses = orchestra.processes.map(({ status }) => status);
			if (until.isWaiting && statuses.includes("failed")) resolve("failed");
			else if (isOpen && !statuses.some((status) => lively.has(status))) resolve("over");
		});
		stop.addEventListener("abort", () => resolve("stopped"));
		if (stop.aborted) return resolve("stopped");
		orchestra.open();
		isOpen = true;
	});
}

function failureText({ name, exit, lastWords }: ProcessView): string {
	const [words = ""] = lastWords.slice(-1);
	return `${name} has failed for good: it ended ${exitText(exit)}${words === "" ? "" : `, saying: ${words}`}`;
}

function unmetText(condition: Condition, until: UntilWatch): string {
	const state = until.stateOf(condition);
	const found = state === undefined ? "it does not run" : `its state is ${safeJson(state)}`;
	return `--until ${condition.text} is not met: ${found}`;
}
