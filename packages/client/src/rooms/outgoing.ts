import { messageOf, safe, UsageError } from "@gw-sim/core";
import {
	encodeClientMessage,
	type ItemId,
	parseSubscription,
	type RawMessage,
	type Subscription,
} from "@gw-sim/protocols/rooms";

/** By how much to count. Servers read text as JavaScript's `Number` does. */
export type Delta = number | string | bigint;

/** @throws UsageError for what the server would ignore. */
export function outgoingDelta(delta: Delta): number | string {
	const isBlank = typeof delta === "string" && delta.trim() === "";
	if (isBlank || !Number.isFinite(Number(delta)))
		throw new UsageError(`cannot count by ${safe(String(delta), 40)}: give a finite number`);
	return typeof delta === "bigint" ? String(delta) : delta;
}

/** @throws UsageError for an id or an answer that the server would ignore. */
export function outgoingItem(value: ItemId, name: string): ItemId {
	if (typeof value === "string" || Number.isFinite(value)) return value;
	throw new UsageError(`${name} must be a text or a finite number`);
}

/**
 * What an event and an id name together; the event alone may hold both, as in `poll:lunch`.
 * @throws UsageError where it names no event.
 */
export function outgoingSubscription(event: string, id: ItemId | undefined): Subscription {
	if (id !== undefined && event.includes(":"))
		throw new UsageError(`the event ${safe(event, 80)} has an id already: give one of the two`);
	const parsed = parseSubscription(id === undefined ? event : `${event}:${id}`);
	if (parsed === null)
		throw new UsageError("an event must not be empty: name one as chat, poll or counter");
	return parsed;
}

/** Encodes once on trial: found out in the machine's course, it would be too late to refuse. */
export function assertSendable(message: RawMessage): void {
	try {
		encodeClientMessage(message);
	} catch (error) {
		throw new UsageError(`${safe(message.type, 80)} cannot be sent: ${safe(messageOf(error))}`, {
			cause: error,
		});
	}
}
