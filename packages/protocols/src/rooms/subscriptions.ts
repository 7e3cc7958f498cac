import type { Subscription } from "./messages.js";

/** The id that stands for every id. A poll of that name cannot be listened to alone. */
export const allIds = "all";

/**
 * What `event`, `event:` or `event:id` names: the event ends at the first colon, and an empty id is
 * `all`. Null where the event is empty.
 */
export function parseSubscription(text: string): Subscription | null {
	const colon = text.indexOf(":");
	const event = colon === -1 ? text : text.slice(0, colon);
	const id = colon === -1 ? "" : text.slice(colon + 1);
	return event === "" ? null : { event, id: id === "" ? allIds : id };
}

/** The shortest text that `parseSubscription` reads as this. */
export function subscriptionText({ event, id }: Subscription): string {
	return id === allIds ? event : `${event}:${id}`;
}

/** What one connection listens to. */
export class Subscriptions implements Iterable<Subscription> {
	readonly #ids = new Map<string, Set<string>>();
	#size = 0;

	/** How many pairs of event and id it holds. */
	get size(): number {
		return this.#size;
	}

	has({ event, id }: Subscription): boolean {
		return this.#ids.get(event)?.has(id) ?? false;
	}

	/** Adds one; one that is there already stays one. */
	add(subscription: Subscription): void {
		if (this.has(subscription)) return;
		const { event, id } = subscription;
		const ids = this.#ids.get(event) ?? new Set();
		this.#ids.set(event, ids.add(id));
		this.#size++;
	}

	/** Drops one; the id `all` drops the event with every id. An id of an event held by `all` stays. */
	remove({ event, id }: Subscription): void {
		const ids = this.#ids.get(event);
		if (ids === undefined) return;
		if (id === allIds) {
			this.#size -= ids.size;
			ids.clear();
		} else if (ids.delete(id)) this.#size--;
		if (ids.size === 0) this.#ids.delete(event);
	}

	/** Whether a message that is published for this event and id is listened to. */
	matches(event: string, id: string): boolean {
		const ids = this.#ids.get(event);
		return ids !== undefined && (ids.has(id) || ids.has(allIds));
	}

	*[Symbol.iterator](): Iterator<Subscription> {
		for (const [event, ids] of this.#ids) for (const id of ids) yield { event, id };
	}
}
