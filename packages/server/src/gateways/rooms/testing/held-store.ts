import { EnvironmentError } from "@gw-sim/core";
import {
	type Applied,
	type Command,
	type Health,
	type Listener,
	MemoryStore,
	type Position,
	type Snapshot,
	type Unsubscribe,
} from "@gw-sim/store";
import type { VirtualClock } from "@gw-sim/transport";

/** A store in memory whose writes can be held up, as by a slow disk, and can fail. */
export class HeldStore extends MemoryStore {
	/** How many follow its rooms. */
	following = 0;
	/** Whether it tells that it has failed. */
	isFrank = true;
	#isBroken = false;
	#isUnreadable = false;
	/** Who follows each room. */
	readonly #listeners = new Map<string, Set<Listener>>();
	#gate: Promise<void> | null = null;
	#release: () => void = () => {};

	/** From now on nothing gets through until `release`. */
	hold(): void {
		this.#gate = new Promise((resolve) => {
			this.#release = resolve;
		});
	}

	release(): void {
		this.#gate = null;
		this.#release();
	}

	/** Lets through what waits, and then holds again. */
	async step(clock: VirtualClock): Promise<void> {
		this.release();
		this.hold();
		await clock.advance(0);
	}

	/** From now on nothing can be written. */
	break(): void {
		this.#isBroken = true;
	}

	/** Followers of a room miss something, and cannot read what; `mend` lets them read again. */
	lose(room: string): void {
		this.#isUnreadable = true;
		for (const listener of this.#listeners.get(room) ?? []) listener("reset");
	}

	mend(): void {
		this.#isUnreadable = false;
	}

	override async apply(room: string, command: Command): Promise<Applied> {
		if (this.#gate !== null) await this.#gate;
		if (this.#isBroken) throw new EnvironmentError("no space left", { code: "store-failed" });
		return super.apply(room, command);
	}

	override async get(room: string, key: string): Promise<string | null> {
		if (this.#gate !== null) await this.#gate;
		return super.get(room, key);
	}

	override async load(room: string): Promise<Snapshot> {
		if (this.#gate !== null) await this.#gate;
		if (this.#isUnreadable) throw new EnvironmentError("no answer", { code: "store-failed" });
		return super.load(room);
	}

	override async subscribe(
		room: string,
		from: Position | "now",
		listener: Listener,
	): Promise<Unsubscribe> {
		const end = await super.subscribe(room, from, listener);
		const listeners = this.#listeners.get(room) ?? new Set();
		this.#listeners.set(room, listeners.add(listener));
		this.following++;
		return () => {
			if (listeners.delete(listener)) this.following--;
			end();
		};
	}

	/** As a disk, it finishes what is under way. */
	override async close(): Promise<void> {
		await this.#gate;
		await super.close();
	}

	override health(): Health {
		return this.#isBroken && this.isFrank ? { ok: false, reason: "no space left" } : super.health();
	}
}
