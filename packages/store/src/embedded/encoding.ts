/** Names one field among all rooms. */
export interface FieldName {
	readonly room: string;
	readonly key: string;
}

// JSON keeps any two names apart and any text as it is: NUL and lone surrogates come out escaped,
// where plain UTF-8 would turn the latter into U+FFFD.

/** The database key of a field; begins with `[`. */
export function encodeName({ room, key }: FieldName): string {
	return JSON.stringify([room, key]);
}

/** @returns null where it is not the name of a field. */
export function decodeName(text: string): FieldName | null {
	const parsed = parse(text);
	if (!Array.isArray(parsed) || parsed.length !== 2) return null;
	const [room, key]: unknown[] = parsed;
	return typeof room === "string" && typeof key === "string" ? { room, key } : null;
}

export function encodeValue(value: string): string {
	return JSON.stringify(value);
}

/** @returns null where it is not a value. */
export function decodeValue(text: string): string | null {
	const parsed = parse(text);
	return typeof parsed === "string" ? parsed : null;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
