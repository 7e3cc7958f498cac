import { headerLength, writeHeader } from "./adalight.js";

/** How strongly an RGBW strip's white LED stands in for its three colours, each 0 to 255. */
export interface WhiteCalibration {
	readonly limit: number;
	readonly red: number;
	readonly green: number;
	readonly blue: number;
}

/** Variants of AWA, which HyperSerial boards understand. */
export interface AwaOptions {
	/** Sent with every frame where given. */
	readonly calibration?: WhiteCalibration;
	/** Sends four bytes a LED, the white that three colours have in common taken out of them. */
	readonly rgbw?: boolean;
}

const checksLength = 3;
const calibrationLength = 4;

/**
 * `Awa`, the number of LEDs less one, its check, the colours, and three checks of them. A second
 * letter `W` says RGBW, a third letter `A` that a white calibration follows the colours.
 */
export function encodeAwa(colors: Uint8Array, options: AwaOptions = {}): Uint8Array {
	const { calibration, rgbw = false } = options;
	const leds = colors.length / 3;
	const frame = new Uint8Array(awaLength(leds, options));
	writeHeader(frame, `A${rgbw ? "W" : "w"}${calibration === undefined ? "a" : "A"}`, leds - 1);
	frame.set(rgbw ? toRgbw(colors) : colors, headerLength);
	const end = frame.length - checksLength;
	if (calibration !== undefined) {
		const { limit, red, green, blue } = calibration;
		frame.set([limit, red, green, blue], end - calibrationLength);
	}
	frame.set(checksOf(frame.subarray(headerLength, end)), end);
	return frame;
}

/** Bytes of an AWA frame. */
export function awaLength(leds: number, { calibration, rgbw = false }: AwaOptions): number {
	const extra = calibration === undefined ? 0 : calibrationLength;
	return headerLength + (rgbw ? 4 : 3) * leds + extra + checksLength;
}

/** Fletcher's two sums, and one that depends on places; its `A` would look like a header. */
function checksOf(payload: Uint8Array): readonly [number, number, number] {
	let [first, second, placed] = [0, 0, 0];
	for (const [at, byte] of payload.entries()) {
		first = (first + byte) % 255;
		second = (second + first) % 255;
		placed = (placed + (byte ^ (at & 0xff))) % 255;
	}
	return [first, second, placed === 0x41 ? 0xaa : placed];
}

function toRgbw(colors: Uint8Array): Uint8Array {
	const leds = colors.length / 3;
	const out = new Uint8Array(4 * leds);
	for (let led = 0; led < leds; led++) {
		const [red = 0, green = 0, blue = 0] = colors.subarray(3 * led, 3 * led + 3);
		const white = Math.min(red, green, blue);
		out.set([red - white, green - white, blue - white, white], 4 * led);
	}
	return out;
}

/** What a HyperSerial board answers with a text that holds `Awa driver`. */
export const awaGreeting: Uint8Array = Uint8Array.of(
	...[0x41, 0x77, 0x41, 0x2a, 0xa2, 0x15],
	...[..."hyperhdr"].map((letter) => letter.charCodeAt(0)),
);
