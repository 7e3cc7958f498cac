import { constants, inflateSync } from "node:zlib";
import type { Frame } from "@gw-sim/core";
import {
	isDeeper,
	isMarkedObject,
	type Marked,
	markedIn,
	member,
	numberIn,
} from "../marked-json.js";
import { rawMembers } from "./raw-members.js";
import type { PuffTerms } from "./terms.js";

export interface Op {
	readonly kind: "op";
	/** Its digits. */
	readonly op: string;
	readonly d: Marked | undefined;
	/** JSON text by key, where `d` is an object. */
	readonly raw: ReadonlyMap<string, string>;
}

/** One or several, of which one has to be used. */
type Codes = readonly [number, ...number[]];

/** A frame of a client, as the documents read it. */
export type Said =
	| Op
	| { readonly kind: "nothing" }
	/** The connection has to end. */
	| { readonly kind: "bad"; readonly codes: Codes };

const nothing: Said = { kind: "nothing" };
const noRaw: ReadonlyMap<string, string> = new Map();

const tooBig = 1009;
const crashed = 1011;

export function saidIn(frame: Frame, { maxPayloadBytes, limits }: PuffTerms): Said {
	const text = typeof frame === "string" ? frame : inflated(frame, maxPayloadBytes);
	if (typeof text !== "string") return { kind: "bad", codes: text };
	const value = markedIn(text);
	if (value === undefined)
		return typeof frame === "string" ? nothing : { kind: "bad", codes: [crashed] };
	if (!isMarkedObject(value) || isDeeper(value, limits.depth)) return nothing;
	const op = numberIn(member(value, "op"));
	// 2.0 and 2e0 are no integers to the original.
	if (op === null || !/^-?\d+$/.test(op)) return nothing;
	const d = member(value, "d");
	const raw = isMarkedObject(d) ? rawMembers(rawMembers(text).get("d") ?? "") : noRaw;
	return { kind: "op", op, d, raw };
}

/** The text in a zlib stream, or the codes with which its sender is to be sent away. */
function inflated(bytes: Uint8Array, max: number): string | Codes {
	let plain: Uint8Array;
	try {
		plain = inflateSync(bytes);
	} catch {
		// It may have become too long before it turned out to be damaged.
		return beforeDamage(bytes) > max ? [crashed, tooBig] : [crashed];
	}
	if (plain.length > max) return [tooBig];
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
	} catch {
		return [crashed];
	}
}

/** How much comes out of a damaged stream before the damage. */
function beforeDamage(bytes: Uint8Array): number {
	let [good, bad] = [0, bytes.length + 1];
	let length = 0;
	while (bad - good > 1) {
		const middle = Math.floor((good + bad) / 2);
		try {
			const part = bytes.subarray(0, middle);
			length = inflateSync(part, { finishFlush: constants.Z_SYNC_FLUSH }).length;
			good = middle;
		} catch {
			bad = middle;
		}
	}
	return length;
}
