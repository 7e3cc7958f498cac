import { type Colors, meanHex } from "../../../cloud/strip-line.js";
import type { CloudModel, LampWire } from "../../device-model.js";
import { showWords } from "../device-words.js";
import { type Fact, factRows } from "../facts.js";
import { lampDrawing, lampWidth, stripRow } from "../lamp.js";
import { centreRow } from "../row.js";
import { dim, type Row, span } from "../span.js";

/**
 * A lamp as a cloud in its light, its strip of LEDs, and its facts; without the cloud where there is
 * no room for it.
 */
export function lampRows(
	lamp: CloudModel,
	columns: number,
	height: number,
	colors: Colors,
): readonly Row[] {
	const strip = centreRow(stripRow(lamp.leds, columns, colors), columns);
	const below = [strip, [], ...factRows(lampFacts(lamp))];
	const width = lampWidth(columns, height - below.length);
	if (width === 0) return below;
	const drawing = lampDrawing(lamp.leds, lamp.show, width, colors);
	return [...drawing.map((row) => centreRow(row, columns)), ...below];
}

function lampFacts({ show, leds, shownFrames, wire }: CloudModel): readonly Fact[] {
	const count = leds === null ? 0 : leds.length / 3;
	return [
		["shows", showWords(show)],
		[
			"strip",
			leds === null || count === 0
				? [dim("not seen yet")]
				: [
						span(`${count} LEDs`),
						dim("   mean "),
						span(meanHex(leds)),
						dim(`   ${shownFrames} shown`),
					],
		],
		["wire", wire === null ? [dim("none")] : wireWords(wire)],
	];
}

function wireWords({ port, protocol, baud, maxFps, isHeard, acks }: LampWire): Row {
	const answer = acks ? "acknowledges" : "heard";
	return [
		span(port),
		dim(`  ${protocol} ${baud}, ${Math.floor(maxFps)} a second  `),
		isHeard ? span(answer, { tone: "good" }) : span("not heard", { tone: "warn" }),
	];
}
