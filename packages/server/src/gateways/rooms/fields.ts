import type { Command } from "@gw-sim/store";

/** The store's room that names every room there is. */
export const directoryRoom = "rooms";

/** The store's room with the state of one room. */
export function storeRoom(name: string): string {
	return `rooms/${name}`;
}

/** The names of a room's fields in the store. Session ids have no colon. */
export const field = {
	config: "config",
	/** The suffix that was given out last. */
	suffix: "suffix",
	session: (session: string): string => `session:${session}`,
	poll: (id: string): string => `poll:${id}`,
	/** What a session has voted for in a poll. */
	ballot: (session: string, poll: string): string => `ballot:${session}:${poll}`,
	counter: (id: string): string => `counter:${id}`,
	/** When a poll or a counter came to be, as a number that grows. */
	birth: (kind: "poll" | "counter", id: string): string => `birth:${kind}:${id}`,
} as const;

/**
 * Keeps the order in which things come to be, which a store does not. To be sent right before the
 * command that makes the thing: a crash then never has that one alone.
 */
export function birth(kind: "poll" | "counter", id: string, number: number): Command {
	return { type: "put", key: field.birth(kind, id), value: String(number) };
}

/** What a field's name has after a prefix; null where it begins otherwise. */
export function after(prefix: string, key: string): string | null {
	return key.startsWith(prefix) ? key.slice(prefix.length) : null;
}
