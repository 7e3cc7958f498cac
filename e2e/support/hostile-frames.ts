import { readFileSync } from "node:fs";
import { decodeClientMessage, type Version } from "@gw-sim/protocols/lock";
import fc from "fast-check";

/** A client's frame that nobody should send. */
export interface HostileFrame {
	readonly version: Version;
	readonly isText: boolean;
	readonly bytes: Buffer;
	/** The close code that it brings about; null where the conversation goes on. */
	readonly closes: 1007 | 1009 | 1011 | null;
}

interface Vector {
	readonly version: Version;
	readonly direction: "client" | "server";
	readonly text?: string;
	readonly hex?: string;
}

const vectorsFile = new URL("../../packages/protocols/src/lock/vectors.json", import.meta.url);
const { valid }: { valid: readonly Vector[] } = JSON.parse(readFileSync(vectorsFile, "utf8"));
const vectors = valid.filter(({ direction }) => direction === "client");

const bytesOf = ({ text, hex }: Vector): Buffer =>
	text === undefined ? Buffer.from(hex ?? "", "hex") : Buffer.from(text);

const vector = fc.constantFrom(...vectors);
const texts = vectors.filter(({ text }) => text !== undefined);
const textVector = fc.constantFrom(...texts);

/** JSON texts rather than values: some of them no JSON.stringify would write. */
const hostileValue = fc.oneof(
	fc.constantFrom(
		"null",
		"true",
		"-0",
		"1e999",
		"-1e999",
		"9007199254740993",
		"9".repeat(400),
		'""',
		"[]",
		"{}",
		'"\\ud800"',
		'"lock:\\udfff\\ud800"',
		'"lock:\\u0000\\u001b]52;c;aGk=\\u0007"',
		'"lock:\\u202e\\u009b31m\\r\\n"',
		'"lock:__proto__"',
		'"lock:constructor"',
		'"__proto__"',
		'"phx_close"',
		'"phx_reply"',
		'"phx_error"',
		'{"__proto__":{"polluted":true}}',
		'{"constructor":{"prototype":{"polluted":true}}}',
		'{"serial":"__proto__","user":{"id":{"__proto__":1}},"uuid":[],"device":{}}',
		'{"a":1,"a":2,"__proto__":null}',
	),
	fc.json({ stringUnit: "binary" }),
	fc.nat(100).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
	fc.nat(40).map((depth) => `${'{"a":'.repeat(depth)}0${"}".repeat(depth)}`),
	fc.nat(300).map((length) => `"lock:${"ü".repeat(length)}"`),
);

/** The outermost parts of a text vector, each as JSON. */
function parts({ text = "" }: Vector): { parts: string[]; join: (parts: string[]) => string } {
	const value: unknown = JSON.parse(text);
	return Array.isArray(value)
		? { parts: value.map((part) => JSON.stringify(part)), join: (all) => `[${all.join()}]` }
		: {
				parts: Object.entries(value as object).map(
					([key, part]) => `${JSON.stringify(key)}:${JSON.stringify(part)}`,
				),
				join: (all) => `{${all.join()}}`,
			};
}

type Mutant = { readonly vector: Vector; readonly bytes: Buffer };

const position = fc.nat(1_000_000);

const flipped = fc
	.tuple(vector, fc.array(position, { minLength: 1, maxLength: 4 }))
	.map(([from, bits]): Mutant => {
		const bytes = bytesOf(from);
		for (const bit of bits) {
			const at = (bit >> 3) % bytes.length;
			bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
		}
		return { vector: from, bytes };
	});

const truncated = fc.tuple(vector, position).map(([from, end]): Mutant => {
	const bytes = bytesOf(from);
	return { vector: from, bytes: bytes.subarray(0, end % bytes.length) };
});

const spliced = fc.tuple(vector, vector, position, position).map(([from, other, a, b]): Mutant => {
	const [head, tail] = [bytesOf(from), bytesOf(other)];
	const bytes = Buffer.concat([head.subarray(0, a % head.length), tail.subarray(b % tail.length)]);
	return { vector: from, bytes };
});

const inserted = fc
	.tuple(vector, position, fc.uint8Array({ minLength: 1, maxLength: 30 }))
	.map(([from, at, more]): Mutant => {
		const bytes = bytesOf(from);
		const cut = at % (bytes.length + 1);
		return {
			vector: from,
			bytes: Buffer.concat([bytes.subarray(0, cut), more, bytes.subarray(cut)]),
		};
	});

const withParts = (change: (all: string[], at: number, value: string) => string[]) =>
	fc.tuple(textVector, position, hostileValue).map(([from, at, value]): Mutant => {
		const { parts: all, join } = parts(from);
		return { vector: from, bytes: Buffer.from(join(change(all, at % all.length, value))) };
	});

const swapped = withParts((all, at, value) =>
	all.with(
		at,
		(all[at] ?? "").replace(/^("\w+":)?.*$/s, (_, key = "") => key + value),
	),
);
const doubled = withParts((all, at) => all.toSpliced(at, 0, all[at] ?? ""));
const removed = withParts((all, at) => all.toSpliced(at, 1));
const added = withParts((all, at, value) =>
	all.toSpliced(at, 0, all[0]?.includes(":") ? `"__proto__":${value}` : value),
);

const untouched = vector.map((from): Mutant => ({ vector: from, bytes: bytesOf(from) }));
const oversized = fc
	.tuple(vector, fc.integer({ min: 65_537, max: 70_000 }))
	.map(([from, size]): Mutant => ({ vector: from, bytes: Buffer.alloc(size, 0x5b) }));

const mutant = fc.oneof(
	{ weight: 40, arbitrary: swapped },
	{ weight: 20, arbitrary: flipped },
	{ weight: 10, arbitrary: spliced },
	{ weight: 10, arbitrary: doubled },
	{ weight: 10, arbitrary: added },
	{ weight: 10, arbitrary: untouched },
	{ weight: 5, arbitrary: removed },
	{ weight: 5, arbitrary: truncated },
	{ weight: 5, arbitrary: inserted },
	{ weight: 1, arbitrary: fc.oneof({ weight: 9, arbitrary: inserted }, oversized) },
);

const hostileFrame = fc.tuple(mutant, fc.nat(19)).map(([{ vector: from, bytes }, chance]) => {
	const isText = (from.text !== undefined) !== (chance === 0);
	const { version } = from;
	return { version, isText, bytes, closes: verdict(version, isText, bytes) };
});

/** What a hub with the default limits has to make of a frame. */
function verdict(version: Version, isText: boolean, bytes: Buffer): HostileFrame["closes"] {
	if (bytes.length > 65_536) return 1009;
	const text = isText ? utf8(bytes) : undefined;
	if (text === null) return 1007;
	try {
		decodeClientMessage(text ?? bytes, version);
		return null;
	} catch {
		return 1011;
	}
}

function utf8(bytes: Buffer): string | null {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** Mutations of the lock protocol's test vectors, the same ones for the same seed. */
export function hostileFrames(count: number, seed: number): HostileFrame[] {
	return fc.sample(hostileFrame, { numRuns: count, seed });
}
