import { type Frame, integer, type Random } from "@gw-sim/core";
import { pick, weighted } from "./chance.js";
import { hostileJson, hostileKey } from "./hostile-json.js";

/** What ends, begins or breaks JSON. */
const bits = [
	"{",
	"}",
	"[",
	"]",
	'"',
	":",
	",",
	"\\",
	"\\u12",
	"//",
	"'",
	"NaN",
	"0x1",
	"01",
	"+1",
	".5",
	"\ufeff",
	"\u0000",
	"\n",
	" ",
	"\u2028",
	"undefined",
	"ü€😀",
];

/** Text as a WebSocket can carry it: without halves of surrogate pairs. */
export function sendable(text: string): string {
	return Buffer.from(text).toString();
}

/** A text that was damaged on its way: flipped bits, cuts, doubled and foreign pieces. */
export function mangled(random: Random, text: string, other = text): string {
	const bytes = Buffer.from(text);
	const at = integer(random, 0, bytes.length);
	const end = integer(random, at, Math.min(bytes.length, at + 20));
	const insert = (piece: string): string =>
		Buffer.concat([bytes.subarray(0, at), Buffer.from(piece), bytes.subarray(at)]).toString();
	return weighted(random, [
		[4, () => flipped(random, bytes)],
		[3, () => bytes.subarray(0, at).toString()],
		[1, () => bytes.subarray(at).toString()],
		[2, () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]).toString()],
		[4, () => insert(pick(random, bits))],
		[2, () => insert(bytes.subarray(at, end).toString())],
		[1, () => text + text],
		[1, () => `\ufeff${text}`],
		[1, () => ` \t\r\n${text}\n`],
		[2, () => spliced(random, bytes, Buffer.from(other))],
		[4, () => replaced(random, text, /-?\d[\d.eE+-]*/g, () => number(random))],
		[4, () => replaced(random, text, /"(?:[^"\\]|\\.)*"(?=\s*:)/g, () => hostileKey(random))],
		[4, () => replaced(random, text, /"(?:[^"\\]|\\.)*"(?!\s*:)/g, () => hostileJson(random))],
	]);
}

/** Bytes or characters of no meaning. */
export function noise(random: Random): Frame {
	const frame = anyNoise(random);
	return typeof frame === "string" ? sendable(frame) : frame;
}

function anyNoise(random: Random): Frame {
	const bytes = Uint8Array.from({ length: integer(random, 0, 60) }, () => integer(random, 0, 255));
	return weighted<Frame>(random, [
		[3, () => bytes],
		[2, () => Buffer.from(bytes).toString("latin1")],
		[2, () => Buffer.from(bytes).toString()],
		[3, () => Array.from({ length: integer(random, 0, 30) }, () => pick(random, bits)).join("")],
		[3, () => hostileJson(random)],
		[1, () => "[".repeat(integer(random, 1, 4000))],
		[1, () => '{"a":'.repeat(integer(random, 1, 800))],
	]);
}

function number(random: Random): string {
	return weighted(random, [
		[1, () => String(integer(random, -3, 300))],
		[1, () => pick(random, ["1e999", "-0", "1.5", "1e2", "0.1e1", "9".repeat(20), "9".repeat(21)])],
	]);
}

function flipped(random: Random, bytes: Buffer): string {
	if (bytes.length === 0) return "";
	for (let flips = integer(random, 1, 4); flips > 0; flips--) {
		const at = integer(random, 0, bytes.length - 1);
		bytes[at] = (bytes[at] ?? 0) ^ (1 << integer(random, 0, 7));
	}
	return bytes.toString();
}

function spliced(random: Random, head: Buffer, tail: Buffer): string {
	const cut = integer(random, 0, head.length);
	return Buffer.concat([
		head.subarray(0, cut),
		tail.subarray(integer(random, 0, tail.length)),
	]).toString();
}

/** One of the places that an expression finds, replaced. */
function replaced(random: Random, text: string, what: RegExp, by: () => string): string {
	const places = [...text.matchAll(what)];
	if (places.length === 0) return text;
	const { index, 0: old } = pick(random, places);
	return text.slice(0, index) + by() + text.slice(index + old.length);
}
