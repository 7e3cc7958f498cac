import type { CloudClientEffect, CloudCounters, Memory, WhenOffline } from "./client-state.js";
import { type Display, isSameShow, lampStart, showOf } from "./display.js";

export const newMemory: Memory = {
	display: lampStart,
	dimmed: false,
	debug: false,
	counters: { violations: 0, rejected: 0, unknown: 0, binary: 0 },
	warned: false,
};

/** A memory, and what has to be told of how it came about. */
export interface Told {
	readonly memory: Memory;
	readonly effects: readonly CloudClientEffect[];
}

/** Shows something else, told only where it looks different. */
export function shown(memory: Memory, display: Display): Told {
	const show = showOf(display);
	const isNew = !isSameShow(show, showOf(memory.display));
	return { memory: { ...memory, display }, effects: isNew ? [{ type: "show", show }] : [] };
}

export function dim(memory: Memory, dimmed: boolean): Told {
	if (memory.dimmed === dimmed) return { memory, effects: [] };
	return { memory: { ...memory, dimmed }, effects: [{ type: "dimmed", dimmed }] };
}

/** The lamp once its connection is gone. */
export function away(memory: Memory, whenOffline: WhenOffline): Told {
	switch (whenOffline) {
		case "keep":
			return { memory, effects: [] };
		case "off":
			return shown(memory, { ...memory.display, mode: "off" });
		case "dim":
			return dim(memory, true);
	}
}

/** The lamp as after a power cut. */
export function blank(memory: Memory): Told {
	return shown({ ...memory, dimmed: false, debug: false }, lampStart);
}

export function counted(memory: Memory, counter: keyof CloudCounters, by = 1): Memory {
	const { counters } = memory;
	return { ...memory, counters: { ...counters, [counter]: counters[counter] + by } };
}
