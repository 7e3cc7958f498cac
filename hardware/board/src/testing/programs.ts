import { assemble } from "avr8js/dist/cjs/utils/assembler.js";
import { flashBytes } from "../intel-hex.js";

/** The program memory of a program in assembler. */
export function program(source: string): Uint8Array {
	const { bytes, errors } = assemble(source);
	if (errors.length > 0) throw new Error(errors.join("; "));
	const flash = new Uint8Array(flashBytes).fill(0xff);
	flash.set(bytes);
	return flash;
}

/** UBRR0 for a baud rate at double speed. */
function divisor(baud: number): number {
	return Math.round(16_000_000 / 8 / baud) - 1;
}

/** Switches receiver and transmitter on: 8N1 at double speed. */
export function uartOn(baud: number, control = 0x18): string {
	return `
	ldi r16, ${divisor(baud)}
	sts 0xc4, r16
	ldi r16, 0
	sts 0xc5, r16
	ldi r16, 0x02
	sts 0xc0, r16
	ldi r16, ${control}
	sts 0xc1, r16
`;
}

/** Waits until a byte can be written, and writes r18. */
export const send = (label: string): string => `
${label}:
	lds r17, 0xc0
	sbrs r17, 5
	rjmp ${label}
	sts 0xc6, r18
`;

/** Sends back every byte. */
export const echo = (baud: number): Uint8Array =>
	program(`
${uartOn(baud)}
wait:
	lds r16, 0xc0
	sbrs r16, 7
	rjmp wait
	lds r18, 0xc6
${send("full")}
	rjmp wait
`);

/** Cycles that the data line is high for a 0 and for a 1, and low after each. */
export interface PulseCycles {
	readonly zero: number;
	readonly one: number;
	readonly low: number;
}

export const goodPulses: PulseCycles = { zero: 5, one: 12, low: 8 };

/** Writes bytes to the strip as they are, once. */
export function stripWriter(bytes: readonly number[], pulses = goodPulses): Uint8Array {
	// Writing the port takes one of them.
	const nops = (cycles: number): string => "nop\n".repeat(cycles - 1);
	const bit = (isOne: boolean): string => `
out 0x0b, r20
${nops(isOne ? pulses.one : pulses.zero)}
out 0x0b, r21
${nops(pulses.low)}`;
	const bits = bytes.flatMap((byte) =>
		Array.from({ length: 8 }, (_, index) => bit(((byte << index) & 0x80) !== 0)),
	);
	return program(`
ldi r20, 0x40
ldi r21, 0
out 0x0a, r20
${bits.join("\n")}
end:
	rjmp end
`);
}
