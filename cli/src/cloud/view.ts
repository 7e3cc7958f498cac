import { describeShow } from "@gw-sim/protocols/cloud";
import type { CloudDevice } from "@gw-sim/simulator-cloud";
import { paint } from "../paint.js";
import { colorsOf, meanHex, stripLine } from "./strip-line.js";

/**
 * Draws a lamp as two lines: its strip, and in words what it shows.
 * @param shown What the LEDs show. @defaultValue what the lamp means them to
 */
export function cloudView(
	lamp: CloudDevice,
	shown: () => Uint8Array = () => lamp.frame(),
): (columns: number) => readonly string[] {
	const colors = colorsOf(process.env);
	return (columns) => {
		const frame = shown();
		return [stripLine(frame, columns, colors), statusLine(lamp, meanHex(frame), columns)];
	};
}

function statusLine({ link, show }: CloudDevice, mean: string, columns: number): string {
	const words = `${describeShow(show)}  ${mean}`;
	const plain = `${link}  ${words}`;
	if (plain.length > columns) return plain.slice(0, columns);
	return `${paint(link === "online" ? "green" : "red", link)}  ${words}`;
}
