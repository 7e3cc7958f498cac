import { expect, test } from "vitest";
import { Board } from "./board.js";
import { echo, program, send, uartOn } from "./testing/programs.js";

const second = 16_000_000;
const text = (bytes: readonly number[]): string => Buffer.from(bytes).toString();

/** A board that runs a program, and what it has sent. */
function running(flash: Uint8Array, hostBaud = 115_200) {
	const sent: number[] = [];
	const times: number[] = [];
	const board = new Board({
		flash,
		leds: 1,
		hostBaud,
		transmitted(byte) {
			sent.push(byte);
			times.push(board.cycles);
		},
	});
	board.runTo(1000);
	return { board, sent, times };
}

test.each([9600, 115_200, 250_000, 500_000, 1_000_000])(
	"at %d baud a program that listens gets every byte, each as long as it takes",
	(baud) => {
		const { board, sent, times } = running(echo(baud), baud);
		const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
		expect(board.baud / baud).toBeCloseTo(1, baud === 115_200 ? 1 : 2);
		board.receive(bytes);
		board.runTo(board.cycles + 260 * (160_000_000 / baud));
		expect(sent).toEqual([...bytes]);
		expect(board.counters).toEqual({
			bytesIn: 256,
			bytesOut: 256,
			overruns: 0,
			frameErrors: 0,
			refused: 0,
			frames: 0,
			badPulses: 0,
			resets: 0,
		});
		const first = times[0] ?? 0;
		const perByte = ((times.at(-1) ?? 0) - first) / 255;
		expect(Math.abs(perByte / (160_000_000 / baud) - 1)).toBeLessThan(0.002);
		// In and out again: 9.5 bits each, and what the program takes between.
		expect(first - 1000).toBeGreaterThan(19 * (second / board.baud) * 0.97);
		expect(first - 1000).toBeLessThan(20 * (second / baud) + 100);
	},
);

/** Listens from a byte's time on that a deaf while has passed, and sends the status with each byte. */
const deafThenListening = program(`
${uartOn(500_000)}
	ldi r24, 0xff
	ldi r25, 0x1f
deaf:
	sbiw r24, 1
	brne deaf
wait:
	lds r19, 0xc0
	sbrs r19, 7
	rjmp wait
	lds r20, 0xc6
	mov r18, r20
${send("one")}
	mov r18, r19
${send("two")}
	rjmp wait
`);

const [received, overrun] = [0x80, 0x08];

test.each([
	["two", "ab", "ab", 0],
	["three, of which one waits in the shift register", "abc", "abc", 0],
	["four, which overwrites the third", "abcd", "abd", 1],
	["ten", "abcdefghij", "abj", 7],
])("a program that does not listen for a while loses all but %s", (_, said, heard, lost) => {
	const { board, sent } = running(deafThenListening, 500_000);
	board.receive(Buffer.from(said));
	board.runTo(board.cycles + second / 10);
	expect(text(sent.filter((_byte, i) => i % 2 === 0))).toBe(heard);
	const states = sent.filter((_byte, i) => i % 2 === 1);
	for (const state of states) expect(state & received).toBe(received);
	// Told with the first byte that is read after the loss, and once.
	expect(states.map((state) => (state & overrun) !== 0)).toEqual(
		[...heard].map((_byte, i) => lost > 0 && i === 0),
	);
	expect(board.counters).toMatchObject({ overruns: lost, bytesIn: said.length });
	// From then on it hears everything again.
	sent.length = 0;
	board.receive(Buffer.from("xyz"));
	board.runTo(board.cycles + second / 10);
	expect(text(sent.filter((_byte, i) => i % 2 === 0))).toContain("x");
});

test("an interrupt stands until the byte is read", () => {
	const { board, sent } = running(
		program(`
	rjmp start
	_loc 0x48
	rjmp heard
	_loc 0x80
start:
${uartOn(115_200, 0x98)}
	sei
forever:
	rjmp forever
heard:
	lds r18, 0xc6
	sts 0xc6, r18
	reti
`),
	);
	board.receive(Buffer.from("interrupts"));
	board.runTo(board.cycles + second / 100);
	expect(text(sent)).toBe("interrupts");
});

test("the transmitter holds one byte besides the one on the line, and ignores more", () => {
	const { board, sent, times } = running(
		program(`
${uartOn(115_200)}
	ldi r18, 97
	sts 0xc6, r18
	ldi r18, 98
	sts 0xc6, r18
	ldi r18, 99
	sts 0xc6, r18
end:
	rjmp end
`),
	);
	board.runTo(second / 100);
	expect(text(sent)).toBe("ab");
	expect((times[1] ?? 0) - (times[0] ?? 0)).toBeCloseTo(10 * 136, -2);
});

test.each([
	["a little too fast", 115_200, 119_000, true],
	["a little too slow", 115_200, 113_000, true],
	["four times too slow", 500_000, 115_200, false],
	["four times too fast", 115_200, 500_000, false],
	["by a tenth", 115_200, 128_000, false],
])("the other end %s: %d for %d baud", (_, baud, hostBaud, isUnderstood) => {
	const { board, sent } = running(echo(baud), hostBaud);
	const said = "Nothing gets through that was not said.";
	board.receive(Buffer.from(said));
	board.runTo(board.cycles + second / 10);
	expect(text(sent) === said).toBe(isUnderstood);
	expect(board.counters.frameErrors > 0).toBe(!isUnderstood);
});

test("without its receiver, or its transmitter, it is deaf or dumb", () => {
	for (const control of [0x00, 0x08, 0x10]) {
		const { board, sent } = running(
			program(`
${uartOn(115_200, control)}
wait:
	lds r18, 0xc6
	sts 0xc6, r18
	rjmp wait
`),
		);
		board.receive(Buffer.from("hello"));
		board.runTo(board.cycles + second / 100);
		expect(board.counters.bytesIn > 0).toBe(control === 0x10);
		expect(sent.length > 0).toBe(control === 0x08);
	}
});
