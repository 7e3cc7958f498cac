const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values: ReadonlyMap<string, number> = new Map([...alphabet].map((c, i) => [c, i]));

/**
 * The bytes of a base64url text (RFC 4648 section 5), or null where it is not the one canonical
 * form of any: padding, other characters, and stray bits at the end are refused.
 */
export function base64UrlDecode(text: string): Uint8Array | null {
	if (text.length % 4 === 1) return null;
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let at = 0;
	let bits = 0;
	let held = 0;
	for (const character of text) {
		const value = values.get(character);
		if (value === undefined) return null;
		held = (held << 6) | value;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = held >> bits;
		held &= (1 << bits) - 1;
	}
	return held === 0 ? bytes : null;
}
