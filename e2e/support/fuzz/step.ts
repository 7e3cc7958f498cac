import type { Frame } from "@gw-sim/core";

/** Frames that are sent at once, without waiting for answers in between. */
export interface Send {
	readonly do: "send";
	readonly who: string;
	readonly frames: readonly Frame[];
	/** Sent behind each: its answer shows that the gateway has dealt with that, and goes on. */
	readonly barrier?: Frame;
}

/** What is done to a gateway, as a value: a run is a list of these, and can be run again. */
export type Step =
	/** `query` is of the URL, without its question mark. */
	| { readonly do: "open"; readonly who: string; readonly query: string }
	| Send
	| { readonly do: "close"; readonly who: string; readonly code?: number }
	| { readonly do: "cut"; readonly who: string }
	| { readonly do: "pause"; readonly ms: number }
	/** Whoever behaves looks whether the gateway still serves. */
	| { readonly do: "audit" };

/** A step on one line, to be read by people. */
export function shownStep(step: Step): string {
	return visible(
		JSON.stringify(step, (_, part: unknown) =>
			part instanceof Uint8Array ? { hex: Buffer.from(part).toString("hex") } : part,
		),
	);
}

/** ASCII alone: what hides in a text or turns it round has to be seen. */
export function visible(text: string): string {
	return text.replace(
		/[^\n\x20-\x7e]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

/** The messages in a step. */
export function messagesIn(step: Step): number {
	return step.do === "send" ? step.frames.length : 0;
}

/** All that a step sends. */
export function framesIn({ frames, barrier }: Send): readonly Frame[] {
	return barrier === undefined ? frames : frames.flatMap((frame) => [frame, barrier]);
}
