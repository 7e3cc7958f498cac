import { BoardPort, firmwareHex, parseIntelHex } from "@gw-sim/board";
import { messageOf } from "@gw-sim/core";
import { systemClock, systemRandom } from "@gw-sim/transport";
import type { BoardFace } from "../board/face.js";
import { jsonFace } from "../board/json-face.js";
import { terminalFace } from "../board/terminal-face.js";
import { ExitCode } from "../exit-code.js";
import type { BoardCommandOptions } from "../options/board.js";
import { onStdoutGone } from "../stdout.js";
import { stdinIsPipe, stopSignal } from "../stop-signal.js";

/** `gw-sim board`: runs an emulated board until it is told to stop. */
export async function board(options: BoardCommandOptions): Promise<number> {
	const stop = stopSignal({ stopOnEof: stdinIsPipe() });
	try {
		return await run(options, stop);
	} finally {
		// A pipe that is still open would keep the process.
		process.stdin.destroy();
	}
}

async function run(options: BoardCommandOptions, stop: AbortSignal): Promise<number> {
	let end: () => void = () => {};
	const ended = new Promise<void>((resolve) => {
		end = resolve;
	});
	let face: BoardFace | undefined;
	let exitCode: number = ExitCode.done;
	const port = await BoardPort.open({
		flash: parseIntelHex(firmwareHex[options.baud]),
		leds: options.leds,
		hostBaud: Number(options.baud),
		clock: systemClock,
		random: systemRandom,
		shown: () => face?.shown(),
		lost: (message) => face?.problem({ code: "pty-lost", message }),
		returned: () => face?.returned(),
		failed(error) {
			exitCode = ExitCode.failed;
			face?.problem({ code: "firmware-crashed", message: messageOf(error) });
			end();
		},
	});
	if (stop.aborted) end();
	stop.addEventListener("abort", end);
	onStdoutGone(end);
	const makeFace = options.json === true ? jsonFace : terminalFace;
	face = makeFace({ port, options, end });
	await ended;
	await port.close();
	face.close();
	return exitCode;
}
