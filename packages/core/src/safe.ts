/**
 * Characters that can move a terminal's cursor, speak to it, forge a second log line or hide and
 * turn text around: C0, DEL, C1, line and paragraph separators, bidi controls, zero-width and other
 * format characters, lone surrogates (CWE-150).
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside, fit for a terminal or a log: unsafe characters become `\uXXXX`, and what is
 * longer than `maxLength` characters ends in `…`.
 */
export function safe(text: string, maxLength = 200): string {
	const cut = text.length > maxLength;
	const shown = (cut ? text.slice(0, maxLength) : text).replace(unsafe, escapeCharacter);
	return cut ? `${shown}…` : shown;
}

function escapeCharacter(character: string): string {
	let escaped = "";
	for (let i = 0; i < character.length; i++)
		escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
	return escaped;
}

/**
 * JSON on one line that a terminal may show: `JSON.stringify` leaves DEL, C1, bidi and zero-width
 * characters as they are, and inside a JSON string `\uXXXX` means the same.
 */
export function safeJson(value: unknown): string {
	// undefined, functions and symbols have no JSON form.
	const json: string | undefined = JSON.stringify(value);
	return (json ?? "null").replace(unsafe, escapeCharacter);
}
