import { UsageError } from "@gw-sim/core";

/** Bytes of an ATmega328P's program memory. */
export const flashBytes = 32_768;

const recordTypes = {
	data: 0,
	endOfFile: 1,
	extendedSegment: 2,
	startSegment: 3,
	extendedLinear: 4,
	startLinear: 5,
} as const;

/** Longest text that can be a program: each byte in a record of its own, with room for comments. */
const maxLength = 1 << 20;

/**
 * Reads Intel hex: the whole program memory, 0xff where the file says nothing.
 * @throws UsageError `bad-hex` with the number of the line, for anything that is not sound.
 */
export function parseIntelHex(text: string): Uint8Array {
	if (text.length > maxLength) throw bad(1, `the file is longer than ${maxLength} characters`);
	const flash = new Uint8Array(flashBytes).fill(0xff);
	const written = new Uint8Array(flashBytes);
	let base = 0;
	for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
		if (line.trim() === "") continue;
		const number = index + 1;
		const { address, type, data } = parseRecord(line.trim(), number);
		switch (type) {
			case recordTypes.data:
				for (const [offset, byte] of data.entries()) {
					const at = base + address + offset;
					if (at >= flashBytes) throw bad(number, `address ${at} is beyond ${flashBytes} bytes`);
					if (written[at] === 1) throw bad(number, `address ${at} is written twice`);
					written[at] = 1;
					flash[at] = byte;
				}
				break;
			case recordTypes.endOfFile:
				return flash;
			case recordTypes.extendedSegment:
				base = word(data, number) * 16;
				break;
			case recordTypes.extendedLinear:
				base = word(data, number) * 65_536;
				break;
			// Where to start: an AVR starts at its reset vector, whatever the file says.
			case recordTypes.startSegment:
			case recordTypes.startLinear:
				break;
			default:
				throw bad(number, `record type ${type} means nothing`);
		}
	}
	throw bad(text.split("\n").length, "the end-of-file record is missing");
}

interface HexRecord {
	readonly address: number;
	readonly type: number;
	readonly data: Uint8Array;
}

function parseRecord(line: string, number: number): HexRecord {
	if (!/^:(?:[0-9a-fA-F]{2}){5,260}$/.test(line)) throw bad(number, "this is no record");
	const bytes = Uint8Array.from(line.slice(1).match(/../g) ?? [], (digits) =>
		Number.parseInt(digits, 16),
	);
	const [length = 0, high = 0, low = 0, type = 0] = bytes;
	if (bytes.length !== length + 5) throw bad(number, `it does not hold ${length} bytes`);
	if (bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0) !== 0)
		throw bad(number, "its checksum is wrong");
	return { address: high * 256 + low, type, data: bytes.subarray(4, -1) };
}

function word(data: Uint8Array, number: number): number {
	const [high = 0, low = 0] = data;
	if (data.length !== 2) throw bad(number, "an address needs two bytes");
	return high * 256 + low;
}

function bad(line: number, what: string): UsageError {
	return new UsageError(`line ${line} of the firmware: ${what}`, { code: "bad-hex" });
}
