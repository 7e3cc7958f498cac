import type { Dial } from "@gw-sim/transport";
import type { ClientTargetOptions } from "./puff-client-target.js";
import { tamperedDial } from "./tampered-dial.js";
import { type Fault, messageIn } from "./tampering.js";

/** A client with one fault. */
export interface ClientMutant extends ClientTargetOptions {
	readonly name: string;
	/** Cases that have to fail for it. */
	readonly caught: readonly string[];
}

/** What happens to frames of every connection of one client. */
export function tampered(fault: () => Fault): (dial: Dial) => Dial {
	return (dial) => tamperedDial(dial, fault());
}

/** Says something again whenever a connection is greeted. */
export function repeating(op: number): () => Fault {
	return () => {
		let last: string | null = null;
		return (wire) => ({
			outgoing(frame) {
				if (messageIn(frame)?.op === op) last = String(frame);
				return [frame];
			},
			incoming(frame) {
				if (last !== null && messageIn(frame)?.op === 0) wire.send(last);
				return [frame];
			},
		});
	};
}
