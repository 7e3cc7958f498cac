import { decide, type Outcome } from "./decide.js";
import { EventLog, type EventLogOptions } from "./event-log.js";
import { SmallMap } from "./small-map.js";
import type { Command, Position, RoomEvent } from "./store.js";

/** What a command did to a room. */
export interface Effect extends Outcome {
	/** Has its number, and is published by `publish` once the changes are safe. */
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
		const { applied, value, changes } = decide(this.fields, command);
		for (const { key, after } of changes) this.#set(key, after);
		const isEvent = applied && command.body !== undefined;
		const event = isEvent ? { seq: ++this.#seq, body: command.body, value } : null;
		this.pending++;
		return { applied, value, changes, event };
	}

	/** Makes an effect final; effects are published in the order in which they were applied. */
	publish(effect: Effect): void {
		this.pending--;
		if (effect.event !== null) this.log.append(effect.event);
	}

	/** Takes an effect back; effects are undone latest first. */
	undo(effect: Effect): void {
		this.pending--;
		for (const { key, before } of effect.changes.toReversed()) this.#set(key, before);
		if (effect.event !== null) this.#seq = effect.event.seq - 1;
	}

	#set(key: string, value: string | null): void {
		if (value === null) this.fields.delete(key);
		else this.fields.set(key, value);
	}
}
