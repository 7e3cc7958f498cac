import type { Frame } from "@gw-sim/core";
import type { CloudTarget } from "@gw-sim/testkit/cloud";
import type { CloseInfo, Dial } from "@gw-sim/transport";
import { tamperedDial } from "../tampered-dial.js";
import type { Fault } from "../tampering.js";

/** A gateway with one fault. */
export interface CloudMutant {
	readonly name: string;
	/** Cases that have to fail for it, without `cloud/`. */
	readonly caught: readonly string[];
	/** What it is configured to do wrong; what it tells of itself is in `target`. */
	readonly settings?: object;
	/** The fault of one gateway, which all its connections share. */
	readonly fault?: () => Fault;
	/** How its connections end instead. */
	readonly ends?: (info: CloseInfo) => CloseInfo;
	/** What of the target is another. */
	readonly target?: (target: CloudTarget) => Partial<CloudTarget>;
}

/** The dial to a mutant. */
export function mutatedDial(dial: Dial, { fault, ends }: CloudMutant): Dial {
	const tampered = fault === undefined ? dial : tamperedDial(dial, fault());
	return ends === undefined ? tampered : endingDial(tampered, ends);
}

/** A dial whose connections seem to end otherwise. */
export function endingDial(dial: Dial, ends: (info: CloseInfo) => CloseInfo): Dial {
	return (request) => {
		const socket = dial(request);
		const listen = socket.listen.bind(socket);
		socket.listen = (listener) =>
			listen({
				opened: () => listener.opened?.(),
				frame: (frame) => listener.frame(frame),
				closed: (info) => listener.closed(ends(info)),
			});
		return socket;
	};
}

export const isPacket = (frame: Frame): frame is string =>
	typeof frame === "string" && frame.startsWith("[cc:");

/** Edits the texts that the gateway sends. */
export function sends(edit: (text: string) => readonly Frame[]): () => Fault {
	return () => () => ({
		incoming: (frame) => (typeof frame === "string" ? edit(frame) : [frame]),
	});
}

/** Edits the packets that the gateway sends. */
export function packets(edit: (packet: string) => readonly string[]): () => Fault {
	return sends((text) => (isPacket(text) ? edit(text) : [text]));
}

/** Edits what lamps send. */
export function reads(edit: (frame: Frame) => readonly Frame[]): () => Fault {
	return () => () => ({ outgoing: edit });
}

/** Edits the first frame of each lamp. */
export function readsFirst(edit: (frame: Frame) => readonly Frame[]): () => Fault {
	return () => () => {
		let isFirst = true;
		return {
			outgoing(frame) {
				const edited = isFirst ? edit(frame) : [frame];
				isFirst = false;
				return edited;
			},
		};
	};
}

/** Says something for certain frames of a lamp that it was let in with; undefined for nothing. */
export function answers(answer: (frame: Frame) => Frame | undefined): () => Fault {
	return () => (wire) => {
		let isFirst = true;
		return {
			outgoing(frame) {
				const answered = isFirst ? undefined : answer(frame);
				isFirst = false;
				if (answered !== undefined) wire.deliver(answered);
				return [frame];
			},
		};
	};
}
