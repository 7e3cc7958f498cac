import { type Colors, nearestColor, type Rgb } from "../../cloud/strip-line.js";
import type { Row, Span, Tone } from "./span.js";

const toneCodes: Readonly<Record<Tone, string>> = {
	good: "32",
	warn: "33",
	bad: "31",
	info: "36",
	accent: "35",
};

const reset = "\u001b[0m";

/**
 * A row as a terminal takes it: its text with SGR sequences. Without colours what is bold, dim or
 * inverse stays so, and what is bad is bold.
 */
export function paintRow(spans: Row, colors: Colors): string {
	let painted = "";
	let current = "";
	for (const each of spans) {
		if (each.text === "") continue;
		const codes = codesOf(each, colors);
		if (codes !== current) painted += codes === "" ? reset : `\u001b[0;${codes}m`;
		current = codes;
		painted += each.text;
	}
	return current === "" ? painted : painted + reset;
}

function codesOf({ tone, front, back, bold, dim, inverse }: Span, colors: Colors): string {
	const codes: string[] = [];
	if (bold === true || (colors === "none" && tone === "bad")) codes.push("1");
	if (dim === true) codes.push("2");
	if (inverse === true) codes.push("7");
	if (colors !== "none") {
		if (front !== undefined) codes.push(`38;${exact(front, colors)}`);
		else if (tone !== undefined) codes.push(toneCodes[tone]);
		if (back !== undefined) codes.push(`48;${exact(back, colors)}`);
	}
	return codes.join(";");
}

function exact(color: Rgb, colors: "all" | "256"): string {
	return colors === "all" ? `2;${color.map(Math.round).join(";")}` : `5;${nearestColor(color)}`;
}
