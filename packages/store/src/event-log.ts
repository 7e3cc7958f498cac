import type { Listener, RoomEvent } from "./store.js";

/** One who follows a log. */
export interface Subscriber {
	readonly listener: Listener;
	/** The last event that it was given. */
	seq: number;
	/** Set while its listener runs, which may publish again. */
	busy: boolean;
	/** Set once it follows the log no more. */
	ended: boolean;
}

export interface EventLogOptions {
	/** Events kept for replay. */
	readonly length: number;
	/** Characters of bodies and values kept for replay; the last event stays whatever its size. */
	readonly size: number;
	/** Given what a listener threw. */
	readonly listenerFailed: (error: unknown) => void;
}

/**
 * The last events of a room and those who follow them. Every subscriber reads the log at its own
 * pace, so that order holds even when a listener publishes or subscribes from within a call.
 */
export class EventLog {
	readonly #options: EventLogOptions;
	readonly #events: RoomEvent[] = [];
	#subscribers: Subscriber[] = [];
	#size = 0;
	#seq = 0;

	constructor(options: EventLogOptions) {
		this.#options = options;
	}

	/** The last event's number; 0 before the first. */
	get seq(): number {
		return this.#seq;
	}

	/** Characters of the bodies and values that are kept. */
	get size(): number {
		return this.#size;
	}

	get hasSubscribers(): boolean {
		return this.#subscribers.length > 0;
	}

	/** Takes the next event in, whose number must be `seq + 1`, and hands it out. */
	append(event: RoomEvent): void {
		this.#seq = event.seq;
		this.#events.push(event);
		this.#size += sizeOf(event);
		this.#trim();
		// A copy, since a listener may subscribe and unsubscribe.
		for (const subscriber of [...this.#subscribers]) this.#catchUp(subscriber);
	}

	/** Up to `limit` events after number `seq`; `"reset"` where they are not known. */
	after(seq: number, limit: number): readonly RoomEvent[] | "reset" {
		const from = seq - (this.#seq - this.#events.length);
		if (!Number.isInteger(seq) || from < 0 || seq > this.#seq) return "reset";
		return this.#events.slice(from, from + Math.max(0, limit));
	}

	/** Follows the log after number `seq`; what is already there is handed over before it returns. */
	subscribe(seq: number, listener: Listener): Subscriber {
		const subscriber: Subscriber = { listener, seq, busy: false, ended: false };
		// Most rooms have one subscriber, and `push` would make room for 16 more.
		if (this.#subscribers.length === 0) this.#subscribers = [subscriber];
		else this.#subscribers.push(subscriber);
		this.#catchUp(subscriber);
		return subscriber;
	}

	unsubscribe(subscriber: Subscriber): void {
		if (subscriber.ended) return;
		subscriber.ended = true;
		this.#subscribers.splice(this.#subscribers.indexOf(subscriber), 1);
	}

	unsubscribeAll(): void {
		for (const subscriber of this.#subscribers) subscriber.ended = true;
		this.#subscribers = [];
	}

	#trim(): void {
		const { length, size } = this.#options;
		while (this.#events.length > length || (this.#size > size && this.#events.length > 1)) {
			const oldest = this.#events.shift();
			if (oldest !== undefined) this.#size -= sizeOf(oldest);
		}
	}

	#catchUp(subscriber: Subscriber): void {
		if (subscriber.busy) return;
		subscriber.busy = true;
		while (!subscriber.ended) {
			const found = this.after(subscriber.seq, 1);
			const event = found === "reset" ? found : found[0];
			if (event === undefined) break;
			if (event === "reset") this.unsubscribe(subscriber);
			else subscriber.seq = event.seq;
			this.#call(subscriber.listener, event);
		}
		subscriber.busy = false;
	}

	#call(listener: Listener, event: RoomEvent | "reset"): void {
		try {
			listener(event);
		} catch (error) {
			// Later, so that nothing it does or throws disturbs this delivery.
			queueMicrotask(() => this.#options.listenerFailed(error));
		}
	}
}

function sizeOf({ body, value }: RoomEvent): number {
	return body.length + (value?.length ?? 0);
}
