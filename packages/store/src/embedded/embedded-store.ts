import { resolve } from "node:path";
import { LocalStore, type LocalStoreOptions } from "../local-store.js";
import type { Applied, Command, Health, Snapshot, Store } from "../store.js";
import { Database } from "./database.js";
import { failed } from "./errors.js";
import { Journal } from "./journal.js";

export interface EmbeddedStoreOptions extends LocalStoreOptions {
	/** Created, for this user alone, if missing. One process at a time can have it open. */
	readonly folder: string;
}

/**
 * Opens a store that keeps the fields of all rooms in a folder. A command resolves, and its event is
 * published, only once its change is on disk: a crash at any moment takes back nothing that anybody
 * was told. Members, sessions and past events end with the process, so each opening is a new epoch.
 *
 * A command that rejects with `store-failed` may or may not be found at the next opening.
 *
 * @throws EnvironmentError `store-locked`, `store-unreadable` or `store-missing`.
 * @example
 * const store = await openEmbeddedStore({ folder: "data", clock: systemClock, random: systemRandom });
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
	const database = await Database.open(resolve(options.folder));
	try {
		const store = new EmbeddedStore(options, database);
		await store.restore();
		return store;
	} catch (error) {
		await database.close();
		throw error;
	}
}

class EmbeddedStore extends LocalStore {
	readonly #database: Database;
	readonly #journal: Journal;

	constructor(options: EmbeddedStoreOptions, database: Database) {
		super(options);
		this.#database = database;
		this.#journal = new Journal({
			write: (writes) => database.write(writes),
			committed: ({ room, effect }) => this.rooms.use(room, (state) => state.publish(effect)),
			lost: ({ room, effect }) => this.rooms.use(room, (state) => state.undo(effect)),
			failed: (cause) => failed(resolve(options.folder), cause),
		});
	}

	/** Takes the fields on disk in; before anything else. */
	restore(): Promise<void> {
		return this.#database.read(({ room, key }, value) => {
			this.rooms.use(room, ({ fields }) => fields.set(key, value));
		});
	}

	override async apply(room: string, command: Command): Promise<Applied> {
		this.assertOpen();
		if (this.#journal.failure !== null) throw this.#journal.failure;
		const { answer, committed } = this.rooms.use(room, (state) => {
			const effect = state.apply(command);
			const { applied, value } = effect;
			const answer: Applied = { applied, value, position: state.position };
			// What changes nothing and tells nothing of a change on its way has nothing to wait for.
			const isSafe = effect.changes.length === 0 && this.#journal.pending(room) === null;
			if (isSafe) state.publish(effect);
			return { answer, committed: isSafe ? null : this.#journal.add({ room, effect }) };
		});
		if (committed !== null) await committed;
		return answer;
	}

	override async get(room: string, key: string): Promise<string | null> {
		this.assertOpen();
		return this.#onceSafe(room, () => this.readField(room, key));
	}

	override async load(room: string): Promise<Snapshot> {
		this.assertOpen();
		return this.#onceSafe(room, () => this.readRoom(room));
	}

	override health(): Health {
		const failure = this.#journal.failure;
		return failure === null ? super.health() : { ok: false, reason: failure.message };
	}

	protected override async shut(): Promise<void> {
		await this.#journal.idle();
		await this.#database.close();
	}

	/** What `read` gives now, but not before a crash can no longer take it back. */
	async #onceSafe<T>(room: string, read: () => T): Promise<T> {
		const now = read();
		const pending = this.#journal.pending(room);
		if (pending === null) return now;
		return pending.then(
			() => now,
			() => read(),
		);
	}
}
