/** The header of Adalight and of its relatives: three letters, the count, and a check of the count. */
export function writeHeader(frame: Uint8Array, letters: string, count: number): void {
	for (let i = 0; i < 3; i++) frame[i] = letters.charCodeAt(i);
	const [high, low] = [count >> 8, count & 0xff];
	frame.set([high, low, high ^ low ^ 0x55], 3);
}

/** Bytes before the colours. */
export const headerLength = 6;

/** `Ada`, the number of LEDs less one (big endian), its check, and three bytes a LED. */
export function encodeAdalight(colors: Uint8Array): Uint8Array {
	const frame = new Uint8Array(headerLength + colors.length);
	writeHeader(frame, "Ada", colors.length / 3 - 1);
	frame.set(colors, headerLength);
	return frame;
}

/** As Adalight, but with the plain number of LEDs, up to 255, where the check would stand. */
export function encodeSkydimo(colors: Uint8Array): Uint8Array {
	const frame = new Uint8Array(headerLength + colors.length);
	frame.set([0x41, 0x64, 0x61, 0, 0, colors.length / 3]);
	frame.set(colors, headerLength);
	return frame;
}

const startFrameLength = 4;

/**
 * The variant for APA102 strips: the header counts the LEDs themselves, and the payload is what the
 * strip takes, with its start frame, full global brightness before each colour, and its end frame.
 */
export function encodeLightBerry(colors: Uint8Array): Uint8Array {
	const leds = colors.length / 3;
	const frame = new Uint8Array(lightBerryLength(leds));
	writeHeader(frame, "Ada", leds);
	for (let led = 0; led < leds; led++) {
		const at = headerLength + startFrameLength + 4 * led;
		frame[at] = 0xff;
		frame.set(colors.subarray(3 * led, 3 * led + 3), at + 1);
	}
	return frame;
}

/** Bytes of a LightBerry frame. */
export function lightBerryLength(leds: number): number {
	return headerLength + startFrameLength + 4 * leds + Math.max(4, Math.ceil(leds / 16));
}
