// The two globals that every JavaScript platform has for UTF-8; declared here because this package
// is compiled against no platform at all.
declare class TextEncoder {
	encode(text: string): Uint8Array;
}
declare class TextDecoder {
	constructor(label: string, options: { readonly fatal: boolean; readonly ignoreBOM: boolean });
	decode(bytes: Uint8Array): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a text. */
export function utf8Encode(text: string): Uint8Array {
	return encoder.encode(text);
}

/** The text in UTF-8 bytes, or null where they are not valid UTF-8. */
export function utf8Decode(bytes: Uint8Array): string | null {
	try {
		return decoder.decode(bytes);
	} catch {
		return null;
	}
}
