import { addDecimals } from "./decimal.js";
import { EventLog, type EventLogOptions } from "./event-log.js";
import { SmallMap } from "./small-map.js";
import type { Command, Position, RoomEvent } from "./store.js";

/** A field before and after; null where it is absent. */
export interface FieldChange {
	readonly key: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** What a command did to a room. */
export interface Effect {
	readonly applied: boolean;
	readonly value: string | null;
	readonly change: FieldChange | null;
	/** Has its number, and is published by `publish` once the change is safe. */
	readonly event: RoomEvent | null;
}

/** The state of one room. No I/O: a store decides when what was applied becomes public. */
export class Room {
	readonly name: string;
	readonly fields: SmallMap = new SmallMap();
	readonly members: SmallMap = new SmallMap();
	readonly log: EventLog;
	/** Effects that are applied and neither published nor undone. */
	pending = 0;
	readonly #epoch: string;
	#seq = 0;

	constructor(name: string, epoch: string, options: EventLogOptions) {
		this.name = name;
		this.#epoch = epoch;
		this.log = new EventLog(options);
	}

	/** Counts events that are still to be published, too. */
	get position(): Position {
		return { epoch: this.#epoch, seq: this.#seq };
	}

	/** Whether nothing but past events would be lost with it. */
	get isIdle(): boolean {
		return (
			this.fields.size === 0 &&
			this.members.size === 0 &&
			this.pending === 0 &&
			!this.log.hasSubscribers
		);
	}

	/** Runs a command on the fields; to be followed by `publish` or `undo`. */
	apply(command: Command): Effect {
		const { applied, value } = decide(this.fields, command);
		let change: FieldChange | null = null;
		if (applied && command.type !== "append") {
			const before = this.fields.get(command.key) ?? null;
			if (before !== value) change = { key: command.key, before, after: value };
			this.#set(command.key, value);
		}
		const isEvent = applied && command.body !== undefined;
		const event = isEvent ? { seq: ++this.#seq, body: command.body } : null;
		this.pending++;
		return { applied, value, change, event };
	}

	/** Makes an effect final; effects are published in the order in which they were applied. */
	publish(effect: Effect): void {
		this.pending--;
		if (effect.event !== null) this.log.append(effect.event);
	}

	/** Takes an effect back; effects are undone latest first. */
	undo(effect: Effect): void {
		this.pending--;
		if (effect.change !== null) this.#set(effect.change.key, effect.change.before);
		if (effect.event !== null) this.#seq = effect.event.seq - 1;
	}

	#set(key: string, value: string | null): void {
		if (value === null) this.fields.delete(key);
		else this.fields.set(key, value);
	}
}

function decide(
	fields: SmallMap,
	command: Command,
): { readonly applied: boolean; readonly value: string | null } {
	const current = command.type === "append" ? null : (fields.get(command.key) ?? null);
	switch (command.type) {
		case "append":
			return { applied: true, value: null };
		case "put":
			return { applied: true, value: command.value };
		case "remove":
			return { applied: current !== null, value: null };
		case "cas": {
			const matches = current === command.expected;
			return { applied: matches, value: matches ? command.value : current };
		}
		case "add": {
			const sum = addDecimals(current ?? "0", command.delta);
			return { applied: sum !== null, value: sum ?? current };
		}
	}
}
