import { type Key as InkKey, useInput } from "ink";
import type { ReactElement } from "react";
import type { Colors } from "../cloud/strip-line.js";
import { help, hintsOf } from "./commands/table.js";
import { type Key, keysOf } from "./key.js";
import type { Model } from "./model.js";
import { Screen } from "./views/screen.js";

export interface AppProps {
	readonly model: Model;
	readonly colors: Colors;
	readonly pressed: (keys: readonly Key[]) => void;
}

/** The UI on a terminal: a picture of the model, and the keys. */
export function App({ model, colors, pressed }: AppProps): ReactElement {
	return (
		<Keys pressed={pressed}>
			<Screen model={model} hints={hintsOf(model)} help={help} colors={colors} />
		</Keys>
	);
}

/** Takes the keys of a terminal, for what is drawn within or for what is printed elsewhere. */
export function Keys({
	pressed,
	children = null,
}: {
	readonly pressed: AppProps["pressed"];
	readonly children?: ReactElement | null;
}): ReactElement | null {
	useInput((text, key) => pressed(namedKey(text, key)));
	return children;
}

function namedKey(text: string, key: InkKey): readonly Key[] {
	const special = specialName(key);
	if (special !== null) return [{ name: special, text: "" }];
	if (key.ctrl) return [{ name: `ctrl+${text}`, text: "" }];
	// With Alt, or what Ink has cut the beginning of.
	return key.meta ? [] : keysOf(text);
}

function specialName(key: InkKey): string | null {
	if (key.upArrow) return "up";
	if (key.downArrow) return "down";
	if (key.leftArrow) return "left";
	if (key.rightArrow) return "right";
	if (key.pageUp) return "pageup";
	if (key.pageDown) return "pagedown";
	if (key.home) return "home";
	if (key.end) return "end";
	if (key.return) return "enter";
	if (key.escape) return "escape";
	if (key.tab) return key.shift ? "shift+tab" : "tab";
	// Terminals send DEL for the key above Enter, which Ink takes for the other one.
	return key.backspace || key.delete ? "backspace" : null;
}
