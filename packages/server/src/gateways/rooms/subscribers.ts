import { allIds, type Subscription, Subscriptions } from "@gw-sim/protocols/rooms";

/** Who subscribes to what, both ways round: a message is sent without a look at all who are there. */
export class Subscribers<Subscriber extends object> {
	/** By event and id; no set is empty. */
	readonly #byEvent = new Map<string, Map<string, Set<Subscriber>>>();
	readonly #bySubscriber = new Map<Subscriber, Subscriptions>();

	/** Subscriptions of one. */
	countOf(subscriber: Subscriber): number {
		return this.#bySubscriber.get(subscriber)?.size ?? 0;
	}

	/** Whether one has this very subscription. */
	has(subscriber: Subscriber, subscription: Subscription): boolean {
		return this.#bySubscriber.get(subscriber)?.has(subscription) ?? false;
	}

	add(subscriber: Subscriber, subscription: Subscription): void {
		const { event, id } = subscription;
		const own = this.#bySubscriber.get(subscriber) ?? new Subscriptions();
		own.add(subscription);
		this.#bySubscriber.set(subscriber, own);
		const ids = this.#byEvent.get(event) ?? new Map<string, Set<Subscriber>>();
		this.#byEvent.set(event, ids.set(id, (ids.get(id) ?? new Set()).add(subscriber)));
	}

	/** Drops one; the id `all` drops the event with every id. */
	remove(subscriber: Subscriber, { event, id }: Subscription): void {
		const own = this.#bySubscriber.get(subscriber);
		if (own === undefined) return;
		const dropped =
			id === allIds ? [...own].filter((held) => held.event === event) : [{ event, id }];
		own.remove({ event, id });
		for (const subscription of dropped) this.#drop(subscriber, subscription);
		if (own.size === 0) this.#bySubscriber.delete(subscriber);
	}

	/** Drops all that one has. */
	removeAll(subscriber: Subscriber): void {
		for (const held of this.#bySubscriber.get(subscriber) ?? []) this.#drop(subscriber, held);
		this.#bySubscriber.delete(subscriber);
	}

	/** Whether anybody is to hear what is published for this event and id. */
	areAny({ event, id }: Subscription): boolean {
		const ids = this.#byEvent.get(event);
		return ids !== undefined && (ids.has(id) || ids.has(allIds));
	}

	/** Those who are to hear it, each once. */
	*of({ event, id }: Subscription): Generator<Subscriber> {
		const ids = this.#byEvent.get(event);
		const exact = ids?.get(id);
		if (exact !== undefined) yield* exact;
		if (id === allIds) return;
		for (const subscriber of ids?.get(allIds) ?? []) if (!exact?.has(subscriber)) yield subscriber;
	}

	#drop(subscriber: Subscriber, { event, id }: Subscription): void {
		const ids = this.#byEvent.get(event);
		const subscribers = ids?.get(id);
		if (ids === undefined || subscribers === undefined) return;
		subscribers.delete(subscriber);
		if (subscribers.size === 0) ids.delete(id);
		if (ids.size === 0) this.#byEvent.delete(event);
	}
}
