import type { Rgb } from "../../cloud/strip-line.js";

/**
 * What a piece of text means, in the colours that the reader's own terminal theme has for it, so
 * that it is legible on a dark ground and on a light one.
 */
export type Tone = "good" | "warn" | "bad" | "info" | "accent";

export interface Style {
	readonly tone?: Tone;
	/** An exact colour, for what is a colour itself; goes before a tone. */
	readonly front?: Rgb;
	readonly back?: Rgb;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly inverse?: boolean;
}

/** Text of one style. It is harmless already: no control character is in it. */
export interface Span extends Style {
	readonly text: string;
}

/** A line of the screen. */
export type Row = readonly Span[];

export function span(text: string, style: Style = {}): Span {
	return { ...style, text };
}

export function dim(text: string): Span {
	return { text, dim: true };
}

export function bold(text: string): Span {
	return { text, bold: true };
}

/** What a row says, without its styles. */
export function textOf(spans: Row): string {
	return spans.map(({ text }) => text).join("");
}
