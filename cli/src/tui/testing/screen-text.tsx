import { stripVTControlCharacters } from "node:util";
import { render } from "ink-testing-library";
import type { Colors } from "../../cloud/strip-line.js";
import type { Model } from "../model.js";
import { Screen } from "../views/screen.js";
import { sampleHelp, sampleHints } from "./sample.js";

/** A model on a screen, as text with its SGR sequences. */
export function screenOf(model: Model, colors: Colors = "none"): string {
	const { lastFrame, unmount } = render(
		<Screen model={model} hints={sampleHints} help={sampleHelp} colors={colors} />,
	);
	const frame = lastFrame() ?? "";
	unmount();
	return frame;
}

/** The rows of a screen without their styles. */
export function screenRows(model: Model): readonly string[] {
	return stripVTControlCharacters(screenOf(model)).split("\n");
}
