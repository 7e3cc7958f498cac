import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Board, parseIntelHex } from "@gw-sim/board";
import { integer, seededRandom } from "@gw-sim/core";
import { describe, expect, test } from "vitest";
import {
	ackByte,
	adalight,
	type Baud,
	greeting,
	hexText,
	mostLeds,
} from "./support/firmware-rig.js";
import { runTool } from "./support/run-tool.js";
import { tempFolder } from "./support/temp-folder.js";

const source = fileURLToPath(new URL("./support/simavr/waveform.c", import.meta.url));

/** Bytes of the ATmega328P's memory, and those that the firmware's variables may take (config.h). */
const memory = 2048;
const mostVariables = memory - 192;

/** Between frames, in cycles: what no low time within a frame comes near. */
const pause = 800;

interface Waveform {
	/** Cycles between the edges of each burst of pulses. */
	readonly bursts: readonly (readonly number[])[];
	readonly stackBytes: number;
}

async function onSimavr(baud: Baud, frames: readonly Uint8Array[]): Promise<Waveform> {
	const folder = await tempFolder();
	const program = join(folder, "waveform");
	await runTool("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", source, "-lsimavr", "-o", program]);
	const hex = join(folder, "firmware.hex");
	await writeFile(hex, hexText(baud));
	const input = frames.flatMap((frame) => [frame.length & 0xff, frame.length >> 8, ...frame]);
	const lines = (await runTool(program, [hex], Uint8Array.from(input))).trimEnd().split("\n");
	const [, stackBytes] = /^stack (\d+)$/.exec(lines.pop() ?? "") ?? [];
	return { bursts: bursts(lines.map(Number)), stackBytes: Number(stackBytes) };
}

/** The same host on the emulated board of ours. */
function onBoard(baud: Baud, frames: readonly Uint8Array[]): Waveform["bursts"] {
	const edges: number[] = [];
	let text = "";
	let isDone = false;
	const rest = frames.values();
	const board = new Board({
		flash: parseIntelHex(hexText(baud)),
		leds: mostLeds,
		hostBaud: Number(baud),
		edge: (_, cycle) => edges.push(cycle),
		transmitted(byte) {
			if (byte !== ackByte) text += String.fromCharCode(byte);
			if (byte !== ackByte && text !== greeting) return;
			const { value, done } = rest.next();
			if (done === true) isDone = true;
			else board.receive(value);
		},
	});
	board.runUntil(() => isDone, 160_000_000);
	return bursts(edges);
}

function bursts(edges: readonly number[]): number[][] {
	const found: number[][] = [];
	for (const [index, edge] of edges.entries()) {
		const lasted = edge - (edges[index - 1] ?? Number.NEGATIVE_INFINITY);
		if (lasted > pause) found.push([]);
		else found.at(-1)?.push(lasted);
	}
	return found;
}

/** Where two bursts first differ, for a message that can be read. */
function difference(one: readonly number[], other: readonly number[]): string | undefined {
	if (one.length !== other.length) return `${one.length} and ${other.length} intervals`;
	const at = one.findIndex((interval, index) => interval !== other[index]);
	return at === -1 ? undefined : `interval ${at}: ${one[at]} and ${other[at]} cycles`;
}

describe("simavr gives the waveform of the emulated board, interval by interval", () => {
	test.each<[Baud, number]>([
		["115200", 1],
		["115200", 16],
		["115200", 60],
		["115200", mostLeds],
		["500000", mostLeds],
	])("at %s baud with %i LEDs", async (baud, leds) => {
		const random = seededRandom(`waveform ${leds}`);
		const frames = Array.from({ length: 10 }, () =>
			adalight(Array.from({ length: 3 * leds }, () => integer(random, 0, 255))),
		);
		const simavr = await onSimavr(baud, frames);
		const board = onBoard(baud, frames);

		// All LEDs dark first; each bit has two edges, and n edges have n - 1 intervals between them.
		expect(board.map(({ length }) => length)).toEqual(
			[mostLeds, ...frames.map(() => leds)].map((each) => 48 * each - 1),
		);
		expect(simavr.bursts).toHaveLength(board.length);
		const differences = board.map((burst, index) => difference(burst, simavr.bursts[index] ?? []));
		expect(differences.filter((each) => each !== undefined)).toEqual([]);
		expect(simavr.stackBytes).toBeGreaterThan(0);
		expect(simavr.stackBytes * 2).toBeLessThan(memory - mostVariables);
	});
});
