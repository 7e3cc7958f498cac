/** A string, or what structures JSON. */
const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]/g;

/**
 * The members of an object in a text that is known to be its JSON: by decoded key, the text of the
 * last value, without the blanks around it.
 */
export function rawMembers(text: string): ReadonlyMap<string, string> {
	const members = new Map<string, string>();
	let depth = 0;
	let key: string | null = null;
	let from = 0;
	for (const { 0: found, index } of text.matchAll(token)) {
		const isEnd = found === "}" || found === "]";
		if (depth === 1 && key !== null && (found === "," || isEnd)) {
			members.set(key, text.slice(from, index).trim());
			key = null;
		}
		if (found === "{" || found === "[") depth++;
		else if (isEnd) depth--;
		else if (depth === 1 && key === null && found.startsWith('"')) key = JSON.parse(found);
		else if (depth === 1 && found === ":") from = index + 1;
	}
	return members;
}
