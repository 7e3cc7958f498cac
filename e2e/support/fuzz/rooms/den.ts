import type { Pattern, Slot } from "../pattern.js";
import type { Wire } from "../wire.js";

/** What a room knows of somebody, whether connected or not. */
export interface Guest {
	readonly id: Slot;
	readonly suffix: number;
	/** As JSON would print it. */
	properties: { readonly [key: string]: Pattern };
}

/** One connection. */
export interface Seat {
	readonly wire: Wire;
	readonly den: Den;
	readonly guest: Guest;
	/** Ids by event. */
	readonly subscriptions: Map<string, Set<string>>;
	readonly relays: Set<string>;
	isAdmin: boolean;
}

/** A room as its documents have it: all of its state, and who sits in it. */
export class Den {
	readonly name: string;
	config: string;
	suffix = 0;
	readonly guests: Guest[] = [];
	readonly seats = new Set<Seat>();
	/** Answer by voter, by poll. */
	readonly polls = new Map<string, Map<Guest, string>>();
	readonly ephemeralPolls = new Map<string, Map<Guest, string>>();
	readonly counters = new Map<string, bigint>();

	constructor(name: string, config: string) {
		this.name = name;
		this.config = config;
	}

	/** Tells the subscribers of a poll's votes of several polls, in whatever order. */
	tellStats(event: "ephemeralPoll", polls: ReadonlyMap<string, Pattern>): void {
		for (const { wire, subscriptions } of this.seats) {
			const ids = subscriptions.get(event);
			const wanted = [...polls].filter(([id]) => ids?.has(id) || ids?.has("all"));
			wire.expectAll(wanted.map(([id, stats]) => ({ type: event, data: { id, stats } })));
		}
	}

	/** Tells everybody, or those who have subscribed to that event with this id or with all. */
	tell(pattern: Pattern, to: { readonly event: string; readonly id: string } | null): void {
		for (const { wire, subscriptions } of this.seats) {
			const ids = to === null ? undefined : subscriptions.get(to.event);
			if (to === null || ids?.has(to.id) || ids?.has("all")) wire.expect(pattern);
		}
	}
}

/** How many voters each answer has. */
export function statsOf(votes: ReadonlyMap<Guest, string>): Pattern {
	const stats = new Map<string, number>();
	for (const answer of votes.values()) stats.set(answer, (stats.get(answer) ?? 0) + 1);
	return Object.fromEntries(stats);
}

/** The event and the id that a subscription names; null where it names no event. */
export function subscriptionIn(text: string): { event: string; id: string } | null {
	const [event = "", ...rest] = text.split(":");
	return event === "" ? null : { event, id: rest.join(":") || "all" };
}
