import { safe } from "@gw-sim/core";
import { colorsOf, meanHex, stripLine } from "../cloud/strip-line.js";
import { canRedraw, openLiveScreen } from "../live-screen.js";
import { paint } from "../paint.js";
import { listenToKeys } from "../terminal-keys.js";
import type { BoardFace, BoardFaceOptions } from "./face.js";

/** Shows a board to a person: how to use it, and in a terminal that can do that its strip. */
export function terminalFace({ port, options, end }: BoardFaceOptions): BoardFace {
	const isQuiet = options.quiet === true;
	const isLive = canRedraw() && process.stdin.isTTY && !isQuiet;
	const plain = (line: string): void => void process.stdout.write(`${line}\n`);
	if (!isQuiet)
		for (const line of [
			`emulated board (ATmega328P, ${options.leds} LEDs on D6, ${options.baud} baud) on ${paint("bold", port.path)}`,
			paint(
				"dim",
				`gw-sim cloud --led-port ${port.path} --leds ${options.leds} --baud ${options.baud}`,
			),
		])
			plain(line);
	const screen = isLive ? openLiveScreen(boardView(port)) : undefined;
	const print = screen?.print ?? plain;
	const stopKeys =
		screen === undefined
			? () => {}
			: listenToKeys({
					keys: [{ key: "r", label: "reset", run: () => port.board.reset() }],
					end,
					print,
					write: print,
					quiet: false,
					suspended: screen.suspend,
				});
	return {
		shown() {},
		problem: ({ message }) => print(paint("red", `error    ${safe(message, 400)}`)),
		returned() {
			if (!isQuiet) print(`port     ${paint("green", "back")} at ${port.path}`);
		},
		close() {
			screen?.close();
			stopKeys();
			if (!isQuiet) for (const line of lastWords(port)) plain(line);
		},
	};
}

function boardView(port: BoardFaceOptions["port"]): (columns: number) => readonly string[] {
	const colors = colorsOf(process.env);
	return (columns) => {
		const pixels = port.board.pixels();
		const { lagMs } = port.realTime;
		const words = `${meanHex(pixels)}  ${countersText(port)}  lag ${Math.round(lagMs)} ms`;
		return [stripLine(pixels, columns, colors), words.slice(0, columns)];
	};
}

function countersText(port: BoardFaceOptions["port"]): string {
	const { frames, bytesIn, bytesOut, overruns, badPulses } = port.counters;
	return `frames ${frames}  bytes in ${bytesIn}, out ${bytesOut}  overruns ${overruns}  bad pulses ${badPulses}`;
}

function lastWords(port: BoardFaceOptions["port"]): readonly string[] {
	const { ranMs, worstLagMs, skippedMs } = port.realTime;
	const [seconds, worst, skipped] = [ranMs / 1000, worstLagMs, skippedMs].map(Math.round);
	return [
		countersText(port),
		`ran ${seconds} s, at worst ${worst} ms behind the clock, ${skipped} ms left out`,
	];
}
