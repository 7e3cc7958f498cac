/** Bytes of a TPM2 frame beside its colours. */
const envelopeLength = 5;

/** `C9 DA`, the number of bytes (big endian), three bytes a LED, `36`. */
export function encodeTpm2(colors: Uint8Array): Uint8Array {
	const frame = new Uint8Array(envelopeLength + colors.length);
	frame.set([0xc9, 0xda, colors.length >> 8, colors.length & 0xff]);
	frame.set(colors, 4);
	frame[frame.length - 1] = 0x36;
	return frame;
}

/** Bytes of a TPM2 frame. */
export function tpm2Length(leds: number): number {
	return envelopeLength + 3 * leds;
}

/** The request that a TPM2 device answers with `tpm2Ack`. */
export const tpm2Greeting: Uint8Array = Uint8Array.of(0xc9, 0xaa);

/** "Here I am", or "done". */
export const tpm2Ack = 0xac;
