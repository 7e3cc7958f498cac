import { isDeepStrictEqual } from "node:util";
import { inflateSync } from "node:zlib";
import type { Frame } from "@gw-sim/core";
import { isMarkedObject, type Marked, markedIn, member } from "../marked-json.js";
import { matches, type Pattern } from "../pattern.js";
import type { Wire } from "../wire.js";

type Packing = "plain" | "deflated";

/** A frame of the gateway: JSON in text, or the whole of a zlib stream, which shows in the value. */
export function readPacked(frame: Frame): Marked | undefined {
	const packing: Packing = typeof frame === "string" ? "plain" : "deflated";
	const value = markedIn(typeof frame === "string" ? frame : unpacked(frame));
	return value === undefined ? undefined : { [packing]: value };
}

/** What is in a value of `readPacked`. */
export function contentOf(value: Marked): Marked {
	const [content = null] = isMarkedObject(value) ? Object.values(value) : [];
	return content;
}

/** An event; without `d` where it has no data. */
export function event(t: string, d?: Pattern): Pattern {
	return { op: 3, t, d };
}

/** A value as it came, with every digit of its numbers. */
export function exactly(value: Marked): Pattern {
	return (other: Marked) => isDeepStrictEqual(other, value);
}

/**
 * What one client hears. The lists of public groups come whenever the gateway gets round to them, and
 * so are put aside.
 */
export class Ear {
	readonly wire: Wire;
	/** Whether its connection is just ending: whatever is told to it now may come too late. */
	isFading = false;
	readonly #packing: Packing;
	#lists: Marked[] = [];

	constructor(wire: Wire, isDeflated: boolean) {
		this.wire = wire;
		this.#packing = isDeflated ? "deflated" : "plain";
	}

	/** Accounts for what comes next. */
	expect(pattern: Pattern): void {
		if (this.isFading && !this.isNext(pattern)) return;
		this.#putListsAside();
		this.wire.expect({ [this.#packing]: pattern });
	}

	/** Accounts for what comes next where that is one of these. */
	expectOneOf(patterns: readonly Pattern[]): void {
		const [first = null] = patterns;
		this.expect(patterns.find((pattern) => this.isNext(pattern)) ?? first);
	}

	/** Whether this comes next, which is not accounted for by that. */
	isNext(pattern: Pattern): boolean {
		this.#putListsAside();
		const next = this.wire.peek();
		return next !== undefined && matches({ [this.#packing]: pattern }, next);
	}

	/** The lists that have come since they were last taken. */
	takeLists(): readonly Marked[] {
		this.#putListsAside();
		const lists = this.#lists;
		this.#lists = [];
		return lists;
	}

	#putListsAside(): void {
		const keep = (d: Marked): boolean => this.#lists.push(d) > 0;
		while (this.#isListNext()) this.wire.expect({ [this.#packing]: event(listName, keep) });
	}

	#isListNext(): boolean {
		const next = this.wire.peek();
		const frame = next === undefined ? undefined : contentOf(next);
		return isMarkedObject(frame) && member(frame, "t") === `'${listName}`;
	}
}

const listName = "PUBLIC_GROUPS_UPDATE";

/** Empty, which is no JSON, where it is not a stream with the header of the original's. */
function unpacked(bytes: Uint8Array): string {
	if (bytes[0] !== 0x78 || bytes[1] !== 0x9c) return "";
	try {
		return inflateSync(bytes).toString();
	} catch {
		return "";
	}
}
