/** The part of a list that is seen, with what is chosen in the middle where there is more to both sides. */
export function around<Item>(
	items: readonly Item[],
	index: number,
	height: number,
): readonly Item[] {
	const from = Math.max(0, Math.min(index - Math.floor(height / 2), items.length - height));
	return items.slice(from, from + height);
}

/** The latest that fit, as many back from the newest as were scrolled. */
export function latest<Item>(
	items: readonly Item[],
	back: number,
	height: number,
): readonly Item[] {
	const until = Math.max(Math.min(height, items.length), items.length - back);
	return items.slice(Math.max(0, until - height), until);
}

/** Where one is in a list, as `21–40 of 60`, or how long it is where one follows the newest. */
export function placeText(count: number, back: number, height: number): string {
	if (count <= height || back === 0) return String(count);
	const until = Math.max(height, count - back);
	return `${until - height + 1}–${until} of ${count}`;
}
