import type { DOMElement } from "ink";
import { type Context, createContext } from "react";

/** Lines that are shown where Ink has laid out an empty box for them. */
export interface Block {
	readonly box: DOMElement;
	/** Those of a higher layer lie over the others. */
	readonly layer: number;
	/** With their colours; each as wide as the box. */
	readonly lines: readonly string[];
}

/** Takes what components show, past Ink, which looks at every character of every frame. */
export interface Canvas {
	/** @param key Whose block it is; it has one. */
	put(key: object, block: Block): void;
	remove(key: object): void;
}

/** Null where Ink shows everything itself. */
export const CanvasContext: Context<Canvas | null> = createContext<Canvas | null>(null);
