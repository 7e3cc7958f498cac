import type { RoomEvent, Snapshot, Store } from "@gw-sim/store";
import { Follower, type Replica } from "../../follower.js";
import { directoryRoom, parseSettings, type Settings, settingsText } from "./settings.js";

export interface DirectoryOptions {
	readonly store: Store;
	/** A group came, went (`now` is null) or has other settings. */
	readonly changed: (id: string, now: Settings | null, before: Settings | null) => void;
	/** The directory is told nothing any more. */
	readonly failed: (why: string) => void;
}

/** In the place of the settings of a group that is being erased. */
const tombstone = "";

interface Entry {
	/** As the store has it. */
	readonly text: string;
	readonly settings: Settings;
}

/** Which groups there are on all nodes, and which of them are public. */
export class Directory implements Replica {
	readonly #options: DirectoryOptions;
	readonly #entries = new Map<string, Entry>();
	readonly #publicIds = new Set<string>();
	readonly #buried = new Set<string>();
	#following: Promise<Follower> | null = null;

	constructor(options: DirectoryOptions) {
		this.#options = options;
	}

	get size(): number {
		return this.#entries.size;
	}

	get publicIds(): ReadonlySet<string> {
		return this.#publicIds;
	}

	/** Groups of which something may be left, though they are gone. */
	get buried(): ReadonlySet<string> {
		return this.#buried;
	}

	ids(): Iterable<string> {
		return this.#entries.keys();
	}

	find(id: string): Settings | null {
		return this.#entries.get(id)?.settings ?? null;
	}

	/** Resolves once the directory is loaded and follows; nothing else may be asked before. */
	async ready(): Promise<void> {
		this.#following ??= Follower.follow(this.#options.store, directoryRoom, this);
		const following = this.#following;
		try {
			await following;
		} catch (error) {
			if (this.#following === following) this.#following = null;
			throw error;
		}
	}

	stop(): void {
		this.#following?.then((follower) => follower.end()).catch(() => {});
	}

	/** Enters a new group; false where its id is taken. */
	async add(id: string, settings: Settings): Promise<boolean> {
		return this.#put(id, null, settings);
	}

	/** Notes a group's settings; without effect where it is gone, or was changed elsewhere meanwhile. */
	async update(id: string, settings: Settings): Promise<void> {
		const entry = this.#entries.get(id);
		if (entry !== undefined && entry.text !== settingsText(settings))
			await this.#put(id, entry.text, settings);
	}

	/** Takes a group out; its id stays, so that what is left of it elsewhere can be found. */
	async bury(id: string): Promise<void> {
		if (!this.#entries.has(id)) return;
		const command = { type: "put", key: id, value: tombstone, body: id } as const;
		await this.#options.store.apply(directoryRoom, command);
	}

	/** Nothing is left of a group that was taken out. */
	async forget(id: string): Promise<void> {
		const command = { type: "cas", key: id, expected: tombstone, value: null, body: id } as const;
		await this.#options.store.apply(directoryRoom, command);
	}

	load({ fields }: Snapshot): void {
		const known = [...this.#entries.keys(), ...this.#buried];
		const gone = known.filter((id) => !fields.has(id));
		for (const id of gone) this.#learn(id, null);
		for (const [id, text] of fields) this.#learn(id, text);
	}

	apply({ body, value }: RoomEvent): void {
		this.#learn(body, value);
	}

	lost(why: string): void {
		// Whoever comes next tries anew.
		this.#following = null;
		this.#options.failed(why);
	}

	async #put(id: string, expected: string | null, settings: Settings): Promise<boolean> {
		const value = settingsText(settings);
		const command = { type: "cas", key: id, expected, value, body: id } as const;
		return (await this.#options.store.apply(directoryRoom, command)).applied;
	}

	#learn(id: string, text: string | null): void {
		if (text === tombstone) this.#buried.add(id);
		else this.#buried.delete(id);
		const before = this.find(id);
		const now = parseSettings(text);
		if (now === null || text === null) this.#entries.delete(id);
		else this.#entries.set(id, { text, settings: now });
		if (now?.visibility === "public") this.#publicIds.add(id);
		else this.#publicIds.delete(id);
		if (now !== null || before !== null) this.#options.changed(id, now, before);
	}
}
