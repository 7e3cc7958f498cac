import type { Frame } from "@gw-sim/core";

/** Frames that are sent at once, without waiting for answers in between. */
export interface Send {
	readonly do: "send";
	readonly who: string;
	readonly frames: readonly Frame[];
	/** Sent behind each: its answer shows that the gateway has dealt with that, and goes on. */
	readonly barrier?: Frame;
}

/** A plain HTTP request. */
export interface Request {
	readonly method: string;
	/** Of the shared port, without a query. */
	readonly path: string;
	readonly body: string;
}

/** What is done to a gateway, as a value: a run is a list of these, and can be run again. */
export type Step =
	/** `query` is of the URL, without its question mark. */
	| { readonly do: "open"; readonly who: string; readonly query: string }
	| Send
	| { readonly do: "close"; readonly who: string; readonly code?: number }
	| { readonly do: "cut"; readonly who: string }
	/** Sends a WebSocket ping. */
	| { readonly do: "ping"; readonly who: string }
	/** Reads nothing more, not even pings, until it wakes. */
	| { readonly do: "sleep" | "wake"; readonly who: string }
	/** Requests made at once, without waiting for their answers. */
	| { readonly do: "ask"; readonly requests: readonly Request[] }
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

/** The messages in a step, requests among them. */
export function messagesIn(step: Step): number {
	switch (step.do) {
		case "send":
			return step.frames.length;
		case "ask":
			return step.requests.length;
		case "ping":
			return 1;
		default:
			return 0;
	}
}

/** All that a step sends. */
export function framesIn({ frames, barrier }: Send): readonly Frame[] {
	return barrier === undefined ? frames : frames.flatMap((frame) => [frame, barrier]);
}
