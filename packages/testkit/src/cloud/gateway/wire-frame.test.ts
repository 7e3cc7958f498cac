import { expect, test } from "vitest";
import { frameBytes, takeFrame } from "./wire-frame.js";

test.each([0, 1, 125, 126, 65_535, 65_536, 70_000])(
	"a frame of %i bytes is taken whole",
	(size) => {
		const payload = Uint8Array.from({ length: size }, (_, i) => i % 251);
		for (const isMasked of [false, true]) {
			const bytes = frameBytes(0x82, payload, isMasked);
			for (const cut of [0, 1, 2, 5, bytes.length - 1])
				expect(takeFrame(bytes.slice(0, Math.min(cut, bytes.length - 1)))).toBeNull();
			expect(takeFrame(Uint8Array.from([...bytes, 0x81, 0]))).toEqual({
				frame: { firstByte: 0x82, opcode: 2, isMasked, payload },
				length: bytes.length,
			});
		}
	},
);

test("a length that nobody can keep waits for ever", () => {
	expect(takeFrame(Uint8Array.of(0x81, 127, ...new Array<number>(8).fill(255), 1))).toBeNull();
});
