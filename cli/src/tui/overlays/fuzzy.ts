/** More than scattered characters can bring. */
const inOnePiece = 100;

/**
 * How well a query fits a text: all of its characters have to be there in their order, the closer
 * together and the nearer to the beginnings of words the better. Null where it does not fit.
 */
export function fuzzyScore(query: string, text: string): number | null {
	const wanted = [...query.toLowerCase()].filter((character) => character !== " ");
	const low = text.toLowerCase();
	const whole = low.indexOf(query.trim().toLowerCase());
	let score = whole === -1 ? 0 : startsWord(low, whole) ? 2 * inOnePiece : inOnePiece;
	let last = -1;
	for (const character of wanted) {
		const at = bestPlace(low, character, last);
		if (at === -1) return null;
		if (at === last + 1) score += 3;
		else score -= Math.min(3, (at - last) / 10);
		if (startsWord(low, at)) score += 4;
		last = at;
	}
	return score - text.length / 100;
}

/** The next place at a word's beginning, where the character is not right behind the last one. */
function bestPlace(text: string, character: string, last: number): number {
	const next = text.indexOf(character, last + 1);
	if (next === -1 || next === last + 1) return next;
	for (let at = next; at !== -1; at = text.indexOf(character, at + 1))
		if (startsWord(text, at)) return at;
	return next;
}

function startsWord(text: string, at: number): boolean {
	return at === 0 || /[\s\-_.]/.test(text[at - 1] ?? "");
}
