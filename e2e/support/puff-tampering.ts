import type { Frame } from "@gw-sim/core";
import type { Wire } from "./tampered-dial.js";
import { dropped, type Edit, type Fault, type Message, messageIn } from "./tampering.js";

/** A gateway, or a client, with one fault. */
export interface PuffMutant {
	readonly name: string;
	/** Cases that have to fail for it. */
	readonly caught: readonly string[];
	/** The fault, which all connections of one gateway or client share. */
	readonly fault?: () => Fault;
	/** What it was set to, contrary to what it says. */
	readonly settings?: object;
}

/** Edits what the gateway tells by an event. */
export function told(t: string, edit: Edit): () => Fault {
	return () => () => ({ incoming: (frame) => editedIf(frame, (m) => m.t === t, edit) });
}

/** Edits what clients say by an op. */
export function said(op: number, edit: Edit): () => Fault {
	return () => () => ({ outgoing: (frame) => editedIf(frame, (m) => m.op === op, edit) });
}

/** The gateway does not tell an event. */
export function untold(t: string): () => Fault {
	return told(t, dropped);
}

/** Edits the `d` of an event. */
export function toldWith(t: string, edit: (d: Message) => Message): () => Fault {
	return told(t, (message) => [{ ...message, d: edit(message.d) }]);
}

/** Edits the `d` of an op. */
export function saidWith(op: number, edit: (d: Message) => Message): () => Fault {
	return said(op, (message) => [{ ...message, d: edit(message.d) }]);
}

/** Answers an op by itself where this holds, instead of the gateway. */
export function answers(
	op: number,
	holds: (d: Message) => boolean,
	...answer: readonly Message[]
): () => Fault {
	return () => (wire) => ({
		outgoing: (frame) =>
			editedIf(
				frame,
				(message) => message.op === op && holds(message.d),
				() => {
					for (const one of answer) wire.deliver(JSON.stringify(one));
					return [];
				},
			),
	});
}

/** Frames that do not hold pass as they are. */
export function editedIf(
	frame: Frame,
	holds: (message: Message) => boolean,
	edit: Edit,
): readonly Frame[] {
	const message = messageIn(frame);
	if (typeof message !== "object" || message === null || !holds(message)) return [frame];
	return edit(message).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

/** An event as the gateway tells it. */
export function event(t: string, d?: unknown): Message {
	return { op: 3, t, d };
}

/** Sees every event of a connection before the client does. */
export function onTold(see: (wire: Wire, message: Message) => void): Fault {
	return (wire) => ({
		incoming(frame) {
			const message = messageIn(frame);
			if (message !== undefined) see(wire, message);
			return [frame];
		},
	});
}

/** In the state of a device that only the gateway is to hear of. */
const unheard = "unheard";

/** An op 4 that shows on no connection of the same fault, if that is wrapped by `unseen`. */
export function secretly(d: object): Message {
	return { op: 4, d: { ...d, [unheard]: true } };
}

/** Lets nobody see the device updates that a fault makes up. */
export function unseen(fault: () => Fault): () => Fault {
	return () => {
		const inner = fault();
		return (wire) => {
			const tampering = inner(wire);
			return {
				...tampering,
				incoming(frame) {
					const { t, d } = messageIn(frame) ?? {};
					if (t === "GROUP_USER_DEVICE_UPDATE" && unheard in d.device_state) return [];
					return tampering.incoming?.(frame) ?? [frame];
				},
			};
		};
	};
}
