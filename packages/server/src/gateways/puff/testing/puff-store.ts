import type { Listener, Snapshot } from "@gw-sim/store";
import { HeldStore } from "../../rooms/testing/held-store.js";

/**
 * A store that can also tell its followers late, lose members as a node's lease does, and begin anew
 * as after a crash.
 */
export class PuffStore extends HeldStore {
	/** For so long what was done is on its way to the followers, each time between half and all of it. */
	lagMs = 0;
	readonly #rooms = new Set<string>();
	readonly #options: ConstructorParameters<typeof HeldStore>[0];
	readonly #followers = new Map<string, Set<Listener>>();
	/** Members that are known no more. */
	readonly #expired = new Set<string>();

	constructor(options: ConstructorParameters<typeof HeldStore>[0]) {
		super(options);
		this.#options = options;
	}

	/** Their node's lease has run out. */
	forget(...members: readonly string[]): void {
		for (const member of members) this.#expired.add(member);
	}

	/** Followers of a room miss something, and may read how things are now. */
	skip(room: string): void {
		for (const listener of this.#followers.get(room) ?? []) listener("reset");
	}

	/** A store with the same fields, and without anything that a disk does not keep. */
	async reborn(): Promise<PuffStore> {
		const store = new PuffStore(this.#options);
		for (const room of this.#rooms) {
			const { fields } = await this.load(room);
			for (const [key, value] of fields) await store.apply(room, { type: "put", key, value });
		}
		return store;
	}

	/** The rooms that hold fields or members. */
	async used(): Promise<string[]> {
		const used: string[] = [];
		for (const room of this.#rooms) {
			const [{ fields }, members] = [await this.load(room), await this.members(room)];
			if (fields.size + members.size > 0) used.push(room);
		}
		return used;
	}

	override apply(...args: Parameters<HeldStore["apply"]>): ReturnType<HeldStore["apply"]> {
		this.#rooms.add(args[0]);
		return super.apply(...args);
	}

	override async load(room: string): Promise<Snapshot> {
		// Fields have no particular order.
		const { position, fields } = await super.load(room);
		return { position, fields: new Map([...fields].reverse()) };
	}

	override async subscribe(
		...[room, from, listener]: Parameters<HeldStore["subscribe"]>
	): ReturnType<HeldStore["subscribe"]> {
		let isEnded = false;
		let arrived = 0;
		const late: Listener = (event) => {
			const { clock, random } = this.#options;
			if (this.lagMs === 0) {
				listener(event);
				return;
			}
			// Nothing overtakes what was sent before it.
			arrived = Math.max(arrived, clock.now() + this.lagMs * (0.5 + random() / 2));
			clock.after(arrived - clock.now(), () => {
				if (!isEnded) listener(event);
			});
		};
		const end = await super.subscribe(room, from, late);
		const followers = this.#followers.get(room) ?? new Set();
		this.#followers.set(room, followers.add(listener));
		return () => {
			isEnded = true;
			followers.delete(listener);
			end();
		};
	}

	override async members(room: string): ReturnType<HeldStore["members"]> {
		const members = new Map(await super.members(room));
		for (const member of this.#expired) members.delete(member);
		return members;
	}
}
