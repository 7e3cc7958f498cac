import { systemClock } from "@gw-sim/transport";
import type { BoardFace, BoardFaceOptions } from "./face.js";
import { Latest } from "./latest.js";

/** Enough for eyes, and for what a lamp shows. */
const framesPerSecond = 60;

/** Tells of a board in JSON lines: where its port is, what its LEDs show, and its counters at the end. */
export function jsonFace({ port, options }: BoardFaceOptions): BoardFace {
	const { stdout } = process;
	const startedAt = systemClock.now();
	const at = (): number => Math.round(systemClock.now() - startedAt);
	const write = (event: object): void => void stdout.write(`${JSON.stringify(event)}\n`);
	const announce = (): void =>
		write({ event: "board", pty: port.path, leds: options.leds, baud: Number(options.baud) });
	const pixels = new Latest<object>({
		clock: systemClock,
		perSecond: framesPerSecond,
		isBusy: () => stdout.writableNeedDrain,
		take: write,
	});
	announce();
	return {
		shown() {
			const { leds } = port.board;
			const hex = Buffer.from(port.board.pixels()).toString("hex");
			pixels.push({ event: "pixels", at: at(), frame: port.counters.frames, leds, hex });
		},
		problem: ({ code, message }) => write({ event: "error", at: at(), message, code }),
		returned: announce,
		close() {
			pixels.end();
			const { lagMs, worstLagMs, skippedMs } = port.realTime;
			const behind = { lagMs, worstLagMs, skippedMs };
			write({ event: "counters", at: at(), ...port.counters, ...rounded(behind) });
		},
	};
}

function rounded(values: Readonly<Record<string, number>>): Record<string, number> {
	return Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, Math.round(value * 10) / 10]),
	);
}
