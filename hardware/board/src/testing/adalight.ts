/** A frame as Adalight sends it, written down here a second time so that the tests do not check the encoder by itself. */
export function adalight(pixels: Uint8Array): Uint8Array {
	const last = pixels.length / 3 - 1;
	const [high, low] = [last >> 8, last & 0xff];
	return Uint8Array.of(0x41, 0x64, 0x61, high, low, high ^ low ^ 0x55, ...pixels);
}
