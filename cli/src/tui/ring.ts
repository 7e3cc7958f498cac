/** The latest of many: whatever is pushed, no more than a given number is kept. */
export interface Ring<Item> {
	/** The oldest first. */
	readonly items: readonly Item[];
	/** How many are forgotten. */
	readonly dropped: number;
}

export const emptyRing: Ring<never> = { items: [], dropped: 0 };

/** A ring with more items behind; the oldest beyond `max` are forgotten. */
export function pushed<Item>(ring: Ring<Item>, items: readonly Item[], max: number): Ring<Item> {
	if (items.length === 0 && ring.items.length <= max) return ring;
	const tail = items.slice(-max);
	const kept = ring.items.slice(Math.max(0, ring.items.length + tail.length - max));
	const dropped = ring.dropped + ring.items.length + items.length - kept.length - tail.length;
	return { items: [...kept, ...tail], dropped };
}
