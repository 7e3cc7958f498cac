import type { Frame } from "@gw-sim/core";
import type { Tampering, Wire } from "./tampered-dial.js";

/** What is done to each connection. */
export type Fault = (wire: Wire) => Tampering;

/** A gateway with one fault. */
export interface Mutant {
	readonly name: string;
	/** Cases that have to fail for it. */
	readonly caught: readonly string[];
	/** The fault of one gateway, which all its connections share. */
	readonly fault: () => Fault;
}

/** Any JSON, to be pulled about. */
export type Message = ReturnType<typeof JSON.parse>;

/** Gives the messages, or texts, that take a message's place. */
export type Edit = (message: Message) => readonly Message[];

/** The edit that leaves nothing. */
export const dropped: Edit = () => [];

/** Edits what the gateway sends of a type. */
export function fromGateway(type: string, edit: Edit): Fault {
	return () => ({ incoming: (frame) => edited(frame, type, edit) });
}

/** Edits what clients send of a type. */
export function fromClient(type: string, edit: Edit): Fault {
	return () => ({ outgoing: (frame) => edited(frame, type, edit) });
}

/** Frames of other types pass as they are. */
export function edited(frame: Frame, type: string, edit: Edit): readonly Frame[] {
	const message = messageIn(frame);
	if (message?.type !== type) return [frame];
	return edit(message).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

/** The JSON in a frame; undefined where there is none. */
export function messageIn(frame: Frame): Message {
	try {
		return typeof frame === "string" ? JSON.parse(frame) : undefined;
	} catch {
		return undefined;
	}
}

/** Decides what becomes of the frames that answer a subscription. */
export function answering(release: (frames: readonly string[]) => readonly string[]): Fault {
	return () => {
		let pending = 0;
		let held: string[] = [];
		return {
			outgoing(frame) {
				if (messageIn(frame)?.type !== "subscribe") return [frame];
				pending++;
				// The answer to this marks the end of what answers the subscription.
				return [frame, '{"type":"profile"}'];
			},
			incoming(frame) {
				if (pending === 0) return [frame];
				if (messageIn(frame)?.type !== "profile") {
					held.push(String(frame));
					return [];
				}
				pending--;
				const answer = held;
				held = [];
				return release(answer);
			},
		};
	};
}

/** A URL that lost a part of its query. */
export function without(url: string, key: string): string {
	const less = new URL(url);
	less.searchParams.delete(key);
	return less.href;
}
