/** A line of text that is being written. */
export interface TextInput {
	readonly text: string;
	/** Where the next character goes, counted in code points. */
	readonly cursor: number;
}

interface FieldBase {
	/** Its key in what the form gives. */
	readonly name: string;
	readonly label: string;
	/** What is wrong with it; null where nothing is. */
	readonly problem: string | null;
}

export interface TextField extends FieldBase, TextInput {
	readonly kind: "text";
	/** Shown where nothing is written. */
	readonly placeholder: string;
}

export interface ChoiceField extends FieldBase {
	/** `weather`: the values are codes from 1 to 9. */
	readonly kind: "choice" | "weather";
	readonly options: readonly { readonly value: string; readonly label: string }[];
	/** Of the chosen one. */
	readonly index: number;
}

/** A whole number within bounds. */
export interface LevelField extends FieldBase {
	readonly kind: "level";
	readonly value: number;
	readonly min: number;
	readonly max: number;
	readonly step: number;
	/** As `ms`; empty for none. */
	readonly unit: string;
}

/** A colour in full brightness. */
export interface ColorField extends FieldBase {
	readonly kind: "color";
	/** Degrees, 0 to 359. */
	readonly hue: number;
	/** Percent. */
	readonly saturation: number;
}

export type Field = TextField | ChoiceField | LevelField | ColorField;

/** Asks for what a command needs; Enter sends it, Esc does not. */
export interface Form {
	readonly type: "form";
	readonly title: string;
	/** The device that it is for; null for none. */
	readonly device: string | null;
	/** Of the command. */
	readonly command: string;
	readonly fields: readonly Field[];
	/** Index of the field that takes the keys. */
	readonly focus: number;
}

/** One thing that can be done. */
export interface PaletteEntry {
	/** Of the command. */
	readonly command: string;
	readonly label: string;
	/** The key that does it as well; empty for none. */
	readonly key: string;
	/** The device that it is for; empty for none. */
	readonly subject: string;
}

/** Every command there is, found by a few letters of it. */
export interface Palette {
	readonly type: "palette";
	readonly query: TextInput;
	/** What fits the query, the best first. */
	readonly entries: readonly PaletteEntry[];
	/** Of the chosen one. */
	readonly index: number;
}

export interface Help {
	readonly type: "help";
	/** Rows that have scrolled away at the top. */
	readonly scroll: number;
}

/** What lies over the view and takes the keys. */
export type Overlay = Form | Palette | Help;

/** A key, or a few that belong together, and what it does in a word or two. */
export interface KeyHint {
	readonly keys: string;
	readonly label: string;
}

/** The keys of one part of the UI, for the help. */
export interface HelpSection {
	readonly title: string;
	readonly hints: readonly KeyHint[];
}
