import type { EnvironmentError } from "@gw-sim/core";
import type { Effect } from "../room.js";
import type { FieldWrite } from "./database.js";

/** An effect on a room that is applied and not yet on disk. */
export interface Entry {
	readonly room: string;
	readonly effect: Effect;
}

export interface JournalOptions {
	/** Resolves once the writes are on disk. */
	readonly write: (writes: readonly FieldWrite[]) => Promise<void>;
	/** Called for each entry, in order, once it is on disk. */
	readonly committed: (entry: Entry) => void;
	/** Called for each entry, latest first, when it can no longer get there. */
	readonly lost: (entry: Entry) => void;
	/** Names the error of a write that failed. */
	readonly failed: (cause: unknown) => EnvironmentError;
}

interface Group {
	readonly entries: Entry[];
	readonly done: Promise<void>;
	readonly resolve: () => void;
	readonly reject: (error: EnvironmentError) => void;
}

/**
 * Group commit: one write at a time, and whatever arrives meanwhile shares the next one. The first
 * error is final, since after a failed fsync nothing tells what the disk holds.
 */
export class Journal {
	readonly #options: JournalOptions;
	/** The group that holds a room's latest entry. */
	readonly #latest = new Map<string, Group>();
	#gathering: Group | null = null;
	#running: Promise<void> | null = null;
	#failure: EnvironmentError | null = null;

	constructor(options: JournalOptions) {
		this.#options = options;
	}

	/** Set for ever once a write failed. */
	get failure(): EnvironmentError | null {
		return this.#failure;
	}

	/** Takes an entry in; the promise resolves when it is committed. */
	add(entry: Entry): Promise<void> {
		this.#gathering ??= newGroup();
		const group = this.#gathering;
		group.entries.push(entry);
		this.#latest.set(entry.room, group);
		this.#running ??= this.#run();
		return group.done;
	}

	/** Resolves when all that was applied to a room so far is committed; null where it is. */
	pending(room: string): Promise<void> | null {
		return this.#latest.get(room)?.done ?? null;
	}

	/** Resolves when nothing is under way. */
	async idle(): Promise<void> {
		while (this.#running !== null) await this.#running;
	}

	async #run(): Promise<void> {
		while (this.#failure === null) {
			// Lets everything that this turn of the event loop brings join the group.
			await new Promise<void>((resolve) => setImmediate(resolve));
			const group = this.#gathering;
			if (group === null) break;
			this.#gathering = null;
			try {
				await this.#write(group);
			} catch (error) {
				this.#fail(error, group);
				continue;
			}
			this.#commit(group);
		}
		this.#running = null;
	}

	async #write({ entries }: Group): Promise<void> {
		const writes: FieldWrite[] = [];
		for (const { room, effect } of entries)
			for (const change of effect.changes) writes.push({ room, ...change });
		if (writes.length > 0) await this.#options.write(writes);
	}

	#commit(group: Group): void {
		// The rooms count as pending meanwhile, so what a listener applies queues up behind the group.
		for (const entry of group.entries) this.#options.committed(entry);
		for (const { room } of group.entries)
			if (this.#latest.get(room) === group) this.#latest.delete(room);
		group.resolve();
	}

	#fail(cause: unknown, group: Group): void {
		const failure = this.#options.failed(cause);
		this.#failure = failure;
		const groups = this.#gathering === null ? [group] : [group, this.#gathering];
		this.#gathering = null;
		this.#latest.clear();
		for (const entry of groups.flatMap(({ entries }) => entries).reverse())
			this.#options.lost(entry);
		for (const { reject } of groups) reject(failure);
	}
}

function newGroup(): Group {
	let resolve = (): void => {};
	let reject = (_: EnvironmentError): void => {};
	const done = new Promise<void>((onResolve, onReject) => {
		resolve = onResolve;
		reject = onReject;
	});
	// Those who wait for it hear of a failure; nobody has to.
	done.catch(() => {});
	return { entries: [], done, resolve, reject };
}
