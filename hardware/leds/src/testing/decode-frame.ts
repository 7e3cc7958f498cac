import type { LedProtocol } from "../wire/protocols.js";

/**
 * Red, green and blue of each LED, as a device of the protocol reads them from a whole frame, written
 * after the devices' own rules and not after the encoders.
 * @throws Error where a device would drop the frame.
 */
export function decodeFrame(protocol: LedProtocol, frame: Uint8Array): Uint8Array {
	switch (protocol) {
		case "adalight":
			return whole(frame.subarray(6), 3 * (adalightCount(frame) + 1));
		case "lightberry":
			return apa102(frame.subarray(6), adalightCount(frame));
		case "skydimo":
			expectBytes(frame, [0x41, 0x64, 0x61, 0, 0]);
			return whole(frame.subarray(6), 3 * at(frame, 5));
		case "awa":
			return awa(frame);
		case "tpm2": {
			expectBytes(frame, [0xc9, 0xda]);
			if (frame.at(-1) !== 0x36) throw new Error("no end byte");
			return whole(frame.subarray(4, -1), at(frame, 2) * 256 + at(frame, 3));
		}
	}
}

function adalightCount(frame: Uint8Array): number {
	expectBytes(frame, [0x41, 0x64, 0x61]);
	return checkedCount(frame);
}

function checkedCount(frame: Uint8Array): number {
	const [high, low] = [at(frame, 3), at(frame, 4)];
	if ((high ^ low ^ 0x55) !== at(frame, 5)) throw new Error("the count's check is wrong");
	return high * 256 + low;
}

function apa102(payload: Uint8Array, leds: number): Uint8Array {
	expectBytes(payload, [0, 0, 0, 0]);
	const colors: number[] = [];
	for (let led = 0; led < leds; led++) {
		const [global = 0, ...color] = payload.subarray(4 + 4 * led, 8 + 4 * led);
		if (global !== 0xff) throw new Error(`LED ${led} has no full brightness`);
		colors.push(...color);
	}
	const end = payload.subarray(4 + 4 * leds);
	if (end.length * 8 < leds / 2 || end.some((byte) => byte !== 0)) throw new Error("no end frame");
	return Uint8Array.from(colors);
}

function awa(frame: Uint8Array): Uint8Array {
	const letters = String.fromCharCode(...frame.subarray(0, 3));
	const form = /^A([wW])([aA])$/.exec(letters);
	if (form === null) throw new Error(`no header: ${letters}`);
	const leds = checkedCount(frame) + 1;
	const perLed = form[1] === "W" ? 4 : 3;
	const payload = frame.subarray(6, -3);
	const colors = whole(form[2] === "A" ? payload.subarray(0, -4) : payload, perLed * leds);
	let [first, second, third] = [0, 0, 0];
	payload.forEach((byte, i) => {
		first = (first + byte) % 255;
		second = (second + first) % 255;
		third = (third + (byte ^ (i % 256))) % 255;
	});
	expectBytes(frame.subarray(-3), [first, second, third === 0x41 ? 0xaa : third]);
	return perLed === 3 ? colors : withoutWhite(colors);
}

function withoutWhite(colors: Uint8Array): Uint8Array {
	const out: number[] = [];
	for (let i = 0; i < colors.length; i += 4) {
		const white = at(colors, i + 3);
		for (let j = 0; j < 3; j++) out.push(at(colors, i + j) + white);
	}
	return Uint8Array.from(out);
}

function whole(payload: Uint8Array, length: number): Uint8Array {
	if (payload.length !== length) throw new Error(`${payload.length} bytes instead of ${length}`);
	return payload.slice();
}

function expectBytes(bytes: Uint8Array, expected: readonly number[]): void {
	if (expected.some((byte, i) => bytes[i] !== byte))
		throw new Error(`${[...bytes.subarray(0, expected.length)]} instead of ${expected}`);
}

function at(bytes: Uint8Array, index: number): number {
	const byte = bytes[index];
	if (byte === undefined) throw new Error(`no byte ${index}`);
	return byte;
}
