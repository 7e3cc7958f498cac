import { writeFile } from "node:fs/promises";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { ExitCode } from "../exit-code.js";
import { onStdoutGone } from "../stdout.js";
import type { Orchestra } from "../up/orchestra.js";
import { Controller } from "./controller.js";
import { giveBackAlways, suspend } from "./terminal/give-back.js";
import { readerFace } from "./terminal/reader-face.js";
import { screenFace } from "./terminal/screen-face.js";

export interface RunTuiOptions {
	/** Aborts when the process is told to end. */
	readonly stop: AbortSignal;
}

/**
 * Shows a scene in the terminal and lets a person play with it, until that person has had enough;
 * then, and when `stop` aborts, the scene is closed. The result is the process's exit code.
 * @throws what made it impossible to draw; the terminal is as it was before.
 */
export async function runTui(orchestra: Orchestra, { stop }: RunTuiOptions): Promise<number> {
	const { stdin, stdout } = process;
	let ended = (): void => {};
	let failed = (_error: unknown): void => {};
	const over = new Promise<void>((resolve, reject) => {
		ended = resolve;
		failed = reject;
	});
	const makeFace = process.env.INK_SCREEN_READER === "true" ? readerFace : screenFace;
	const face = makeFace({
		stdin,
		stdout,
		pressed: (keys) => controller.pressed(keys),
		failed,
	});
	const restore = (): void => face.close();
	const controller = new Controller({
		orchestra,
		clock: systemClock,
		random: systemRandom,
		...sizeOf(stdout),
		draw: (model) => face.draw(model),
		failed,
		save: (file, text) => writeFile(file, text, { flag: "wx" }),
		ended,
		abandon() {
			restore();
			process.exit(ExitCode.interrupted);
		},
		suspend: () => suspend(restore),
	});
	const end = (): void => controller.end();
	const resized = (): void => {
		face.invalidate();
		const { columns, rows } = sizeOf(stdout);
		controller.resized(columns, rows);
	};
	const takeOver = (): void => {
		face.open();
		resized();
	};
	const leaveToOthers = giveBackAlways({ restore, takeOver });
	stdout.on("resize", resized);
	stdin.on("end", end).on("error", end);
	onStdoutGone(end);
	stop.addEventListener("abort", end);
	try {
		face.open();
		controller.start();
		if (stop.aborted) end();
		await over;
		return ExitCode.done;
	} finally {
		controller.stop();
		stop.removeEventListener("abort", end);
		stdout.off("resize", resized);
		stdin.off("end", end).off("error", end);
		restore();
		face.stop();
		leaveToOthers();
		stdin.pause();
	}
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): {
	readonly columns: number;
	readonly rows: number;
} {
	return { columns: columns || 80, rows: rows || 24 };
}
