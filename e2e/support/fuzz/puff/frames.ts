import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { type Frame, integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "../chance.js";
import { type Draft, draft, spaced, spoiltOften, written } from "../draft.js";
import { hostileJson, hostileKey } from "../hostile-json.js";
import { mangled, noise } from "../mangle.js";
import type { PuffTerms } from "./terms.js";

/** What a client could know, to say things that mean something. */
export interface Knowledge {
	/** Ids of groups that there are, and of such that are gone. */
	readonly groups: readonly string[];
	readonly gone: readonly string[];
	/** Of the group that it is in; null outside of one. */
	readonly state: "chilling" | "awaiting" | "seshing" | null;
	readonly terms: PuffTerms;
}

/** Ops that no client has, and such that are not written as one. */
const otherOps = [
	"0",
	"3",
	"9",
	"15",
	"21",
	"-1",
	"-4",
	"421",
	"4.0",
	"1e0",
	"2.0",
	"420.0",
	"42e1",
	"4.5",
	'"4"',
	'"1"',
	"null",
	"true",
	"[4]",
	'{"op":4}',
	"9007199254740993",
	"1e999",
] as const;

/** A message of whatever kind; most of them the gateway has to do something for. */
export function puffFrame(random: Random, known: Knowledge): Frame {
	const text = (): string => lawfulText(random, known);
	return weighted<Frame>(random, [
		[52, () => packed(random, text())],
		[24, () => packed(random, written(spoiltOften(random, message(random, known))))],
		[4, () => packed(random, otherOp(random, known))],
		[6, () => packed(random, mangled(random, text(), text()))],
		[1, () => packed(random, nested(random, known.terms))],
		[2, () => damagedStream(random, text())],
		[1, () => bomb(random, known.terms)],
		[4, () => noise(random)],
	]);
}

/** A message as clients send it. */
export function lawfulText(random: Random, known: Knowledge): string {
	const value = message(random, known);
	return oneIn(random, 5) ? spaced(random, value) : written(value);
}

/** As text or as a zlib stream, which every connection takes. */
export function packed(random: Random, text: string): Frame {
	if (!oneIn(random, 4)) return Buffer.from(text).toString();
	return deflateSync(text, { level: integer(random, 0, 9) });
}

function message(random: Random, known: Knowledge): Draft {
	const { state } = known;
	const isHeating = state === "awaiting" || state === "seshing";
	const [op, d] = weighted<readonly [number, Draft | string | undefined]>(random, [
		[state === null ? 12 : 2, () => [1, draft({ group_id: groupId(random, known) })]],
		[2, () => [2, oneIn(random, 4) ? undefined : draft({ name: maybe(random, name(random)) })]],
		[isHeating ? 20 : 10, () => [4, device(random, known)]],
		[6, () => [5, edit(random)]],
		[4, () => [6, user(random)]],
		[1, () => [7, undefined]],
		[isHeating ? 2 : 6, () => [8, undefined]],
		[2, () => [420, undefined]],
	]);
	return draft({ op: String(op), d: d ?? (oneIn(random, 8) ? hostileJson(random) : undefined) });
}

function maybe(random: Random, value: string): string | undefined {
	return oneIn(random, 6) ? undefined : value;
}

function groupId(random: Random, { groups, gone }: Knowledge): string {
	return weighted(random, [
		[groups.length === 0 ? 0 : 10, () => JSON.stringify(pick(random, groups))],
		[gone.length === 0 ? 0 : 2, () => JSON.stringify(pick(random, gone))],
		[groups.length === 0 ? 0 : 1, () => JSON.stringify(pick(random, groups).toUpperCase())],
		[1, () => pick(random, ['"aaaaaa"', '""', '"__proto__"', '"constructor"', "123456"])],
		[1, () => hostileJson(random)],
	]);
}

function edit(random: Random): Draft {
	const visibility = (): string =>
		pick(random, ['"public"', '"public"', '"private"', '"secret"', '"Public"', "null", "true"]);
	return weighted<Draft>(random, [
		[2, () => []],
		[4, () => draft({ name: name(random) })],
		[4, () => draft({ visibility: visibility() })],
		[2, () => draft({ name: name(random), visibility: visibility() })],
		[2, () => draft({ state: '"seshing"', ready: "[]", members: hostileJson(random) })],
	]);
}

function user(random: Random): Draft {
	const type = (): string => pick(random, ['"peak"', '"opal"', '""', "null", "7", name(random)]);
	return draft({
		name: maybe(random, name(random)),
		device_type: oneIn(random, 2) ? undefined : type(),
		session_id: oneIn(random, 10) ? hostileJson(random) : undefined,
	});
}

function name(random: Random): string {
	return weighted(random, [
		[
			6,
			() => JSON.stringify(pick(random, ["Ann", "Blue Dream", "", " ", "\t\u00a0", "__proto__"])),
		],
		[3, () => JSON.stringify(longName(random))],
		[1, () => hostileJson(random)],
	]);
}

const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";

/** As long as a name may be in graphemes or units, or a little longer or shorter. */
function longName(random: Random): string {
	const count = 32 + integer(random, -1, 1);
	return weighted(random, [
		[3, () => pick(random, ["n", "e\u0301", "\u{1f600}", family, "\r\n", " "]).repeat(count)],
		[1, () => `Z${"\u0335".repeat(pick(random, [30, 510, 511, 512]))}`],
	]);
}

/** What a device tells: in the end all that it takes for a group to heat. */
function device(random: Random, { state, terms }: Knowledge): Draft {
	if (oneIn(random, 12)) return sizedDevice(random, terms);
	const states = {
		chilling: ["5", "6", "4"],
		awaiting: ["6", "6", "6", "6", "6.0", "5", "60e-1", '"6"'],
		seshing: ["7", "8", "8", "9", "5", "5", "5.0", "6"],
	};
	const next = state === null ? "5" : pick(random, states[state]);
	const parts: Draft = [
		['"state"', next],
		['"temperature"', pick(random, ["254", "null", "21.50", "9007199254740993"])],
		['"battery"', pick(random, ["80", "1e2", "0"])],
		['"activeColor"', pick(random, ['{"r":0,"g":0,"b":255}', '{ "r" : 1e0 }'])],
		[hostileKey(random), hostileJson(random)],
	];
	const some = parts.filter(() => oneIn(random, 3));
	return oneIn(random, 15) ? [] : [...some, ...(oneIn(random, 4) ? [] : parts.slice(0, 1))];
}

/** About as much as a device may tell. */
function sizedDevice(random: Random, { limits }: PuffTerms): Draft {
	if (oneIn(random, 2)) {
		const count = limits.deviceKeys + integer(random, -2, 1);
		return Array.from({ length: count }, (_, i) => [`"k${i}"`, "0"] as const);
	}
	const letter = pick(random, ["x", "ü", "\u{1f600}"]);
	const room = limits.deviceBytes + integer(random, -6, 2) - '{"state":5,"note":""}'.length;
	const text = "y".repeat(room % Buffer.byteLength(letter));
	const note = letter.repeat(Math.floor(room / Buffer.byteLength(letter)));
	return draft({ note: JSON.stringify(text + note) });
}

function otherOp(random: Random, known: Knowledge): string {
	const value = message(random, known).filter(([key]) => key !== '"op"');
	const op = ['"op"', oneIn(random, 4) ? hostileJson(random) : pick(random, otherOps)] as const;
	return written(oneIn(random, 2) ? [op, ...value] : [...value, op]);
}

/** As deep as may be, or one level deeper, or much deeper. */
function nested(random: Random, { limits }: PuffTerms): string {
	const depth = pick(random, [-1, 0, 1, 2000]) + limits.depth - 2;
	return `{"op":4,"d":{"deep":${"[".repeat(depth)}${"]".repeat(depth)}}}`;
}

/** Bytes that are nearly a zlib stream. */
function damagedStream(random: Random, text: string): Uint8Array {
	const bytes = deflateSync(text);
	const at = integer(random, 0, bytes.length - 1);
	return weighted<Uint8Array>(random, [
		[3, () => bytes.subarray(0, at)],
		[3, () => bytes.with(at, integer(random, 0, 255))],
		[1, () => Buffer.concat([bytes, Buffer.from("more")])],
		[1, () => Buffer.concat([bytes, bytes])],
		[1, () => deflateRawSync(text)],
		[1, () => gzipSync(text)],
		[1, () => Buffer.from(text)],
		[1, () => deflateSync(Buffer.concat([Buffer.from(text), Uint8Array.of(0xff)]))],
		[1, () => deflateSync(`\ufeff${text}`)],
		[1, () => deflateSync("")],
		[1, () => new Uint8Array()],
	]);
}

/** Little that becomes about as much as is allowed, or far more. */
function bomb(random: Random, { maxPayloadBytes: max }: PuffTerms): Uint8Array {
	const size = pick(random, [max - 1, max, max + 1, 2 * max, 200 * max]);
	const head = '{"op":4,"d":{"x":"';
	const text = `${head}${"0".repeat(size - head.length - 3)}"}}`;
	const bytes = deflateSync(text);
	return oneIn(random, 4) ? bytes.subarray(0, integer(random, 1, bytes.length)) : bytes;
}
