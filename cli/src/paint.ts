import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours text for standard output where that is a terminal that wants colours (no-color.org). */
export function paint(style: Style, text: string): string {
	const wanted =
		process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "" && process.env.TERM !== "dumb";
	return wanted ? styleText(style, text) : text;
}
