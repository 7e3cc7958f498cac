/** Where the hub's state is in the store. */

/** Holds `state`; its log carries what is broadcast on the lock's topic. */
export function lockRoom(serial: string): string {
	return `lock:${serial}`;
}

/** Its log carries what the lock tells displays. */
export function eventsRoom(serial: string): string {
	return `lock-events:${serial}`;
}

/** Serials by uuid, of every lock that ever joined. */
export const lockIndexRoom = "locks";

/** Paired items by their serial. */
export const itemsRoom = "lock-items";
