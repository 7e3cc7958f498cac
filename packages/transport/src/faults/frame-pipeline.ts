import { type Frame, integer, type Random, seededRandom } from "@gw-sim/core";
import type { Direction, Fault } from "./fault.js";

/** A frame on its way through the faults. */
export interface Passage {
	readonly frame: Frame;
	readonly delayMs: number;
	/** Later frames may arrive before this one. */
	readonly mayBeOvertaken: boolean;
}

type Note = (fault: Fault["type"], delayMs?: number) => void;

/**
 * What the faults of one direction of one connection do to its frames. Each fault draws the same
 * number of random values for every frame, from a stream of its own, so its decisions depend on the
 * seed and the frame's number alone.
 */
export class FramePipeline {
	readonly #seed: string;
	readonly #direction: Direction;
	readonly #streams = new Map<string, Random>();

	constructor(seed: string, direction: Direction) {
		this.#seed = `${seed}/${direction}`;
		this.#direction = direction;
	}

	/** The frames that arrive in place of `frame`: none, one or several. */
	pass(frame: Frame, faults: readonly Fault[], note: Note): readonly Passage[] {
		let passages: readonly Passage[] = [{ frame, delayMs: 0, mayBeOvertaken: false }];
		for (const [index, fault] of faults.entries()) {
			if (
				"direction" in fault &&
				fault.direction !== undefined &&
				fault.direction !== this.#direction
			)
				continue;
			// Nothing more can happen to a frame that is gone, but the draws go on.
			const tell: Note = passages.length > 0 ? note : () => {};
			passages = this.#apply(fault, this.#stream(`${index}/${fault.type}`), passages, tell);
		}
		return passages;
	}

	#stream(name: string): Random {
		let stream = this.#streams.get(name);
		if (stream === undefined) {
			stream = seededRandom(`${this.#seed}/${name}`);
			this.#streams.set(name, stream);
		}
		return stream;
	}

	#apply(
		fault: Fault,
		random: Random,
		passages: readonly Passage[],
		note: Note,
	): readonly Passage[] {
		switch (fault.type) {
			case "latency": {
				const swing = (random() * 2 - 1) * (fault.jitterMs ?? 0);
				const ms = Math.max(0, fault.ms + swing);
				note("latency", ms);
				return passages.map((p) => ({ ...p, delayMs: p.delayMs + ms }));
			}
			case "drop":
				if (random() >= fault.rate) return passages;
				note("drop");
				return [];
			case "duplicate":
				if (random() >= fault.rate) return passages;
				note("duplicate");
				return passages.flatMap((p) => [p, p]);
			case "reorder":
				if (random() >= fault.rate) return passages;
				note("reorder", fault.holdMs);
				return passages.map((p) => ({
					...p,
					delayMs: p.delayMs + fault.holdMs,
					mayBeOvertaken: true,
				}));
			case "corrupt": {
				const [chance, position, bit] = [random(), random(), integer(random, 0, 6)];
				if (chance >= fault.rate) return passages;
				note("corrupt");
				return passages.map((p) => ({ ...p, frame: flipBit(p.frame, position, bit) }));
			}
			case "half-open":
			case "cut":
				return passages;
		}
	}
}

/** Flips one of the seven low bits, so that a text stays a text. */
function flipBit(frame: Frame, position: number, bit: number): Frame {
	if (frame.length === 0) return frame;
	const at = Math.floor(position * frame.length);
	if (typeof frame !== "string") {
		// A Buffer's own `slice` would share memory with the sender.
		const bytes = new Uint8Array(frame);
		bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
		return bytes;
	}
	return (
		frame.slice(0, at) +
		String.fromCharCode(frame.charCodeAt(at) ^ (1 << bit)) +
		frame.slice(at + 1)
	);
}
