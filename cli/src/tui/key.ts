/** A key that was pressed. */
export interface Key {
	/** The character itself, `space`, or as `up`, `enter`, `escape`, `shift+tab`, `ctrl+c`. */
	readonly name: string;
	/** What it writes; empty where it writes nothing. */
	readonly text: string;
}

/** The keys that write a character, and those that a terminal sends as one. */
const named: Readonly<Record<string, string>> = {
	" ": "space",
	"\r": "enter",
	"\n": "enter",
	"\t": "tab",
	"\u007f": "backspace",
	"\b": "backspace",
	"\u001b": "escape",
};

/** Each character of what was typed, or pasted, as the key for it; what nobody can see is none. */
export function keysOf(text: string): readonly Key[] {
	return [...text].flatMap((character): readonly Key[] => {
		const name = named[character];
		if (name !== undefined) return [{ name, text: name === "space" ? " " : "" }];
		return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(character)
			? []
			: [{ name: character, text: character }];
	});
}
