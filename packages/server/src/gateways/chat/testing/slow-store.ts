import { EnvironmentError } from "@gw-sim/core";
import { type Applied, type Command, type LocalStoreOptions, MemoryStore } from "@gw-sim/store";
import type { VirtualClock } from "@gw-sim/transport";

/** A memory store that takes its time as a disk does, breaks on demand, and counts its followers. */
export class SlowStore extends MemoryStore {
	/** How long each call takes. */
	delayMs = 0;
	/** Whether nothing can be kept any more. */
	isBroken = false;
	/** Subscriptions that were not ended. */
	following = 0;
	readonly #clock: VirtualClock;
	readonly #resets = new Map<string, (() => void)[]>();

	constructor(options: LocalStoreOptions & { readonly clock: VirtualClock }) {
		super(options);
		this.#clock = options.clock;
	}

	override async apply(room: string, command: Command): Promise<Applied> {
		await this.#delay();
		if (this.isBroken) throw new EnvironmentError("the disk is full", { code: "store-failed" });
		return super.apply(room, command);
	}

	override async load(room: string): ReturnType<MemoryStore["load"]> {
		await this.#delay();
		if (this.isBroken) throw new EnvironmentError("the disk is full", { code: "store-failed" });
		const { position, fields } = await super.load(room);
		// Fields have no particular order.
		return { position, fields: new Map([...fields].reverse()) };
	}

	override async subscribe(
		...[room, from, listener]: Parameters<MemoryStore["subscribe"]>
	): ReturnType<MemoryStore["subscribe"]> {
		await this.#delay();
		const unsubscribe = await super.subscribe(room, from, listener);
		this.following++;
		let isEnded = false;
		const end = (): void => {
			if (isEnded) return;
			isEnded = true;
			this.following--;
			unsubscribe();
		};
		const resets = this.#resets.get(room) ?? [];
		this.#resets.set(room, resets);
		resets.push(() => {
			if (isEnded) return;
			end();
			listener("reset");
		});
		return end;
	}

	/** What followers of a room are told where its history has a gap. */
	reset(room: string): void {
		for (const reset of this.#resets.get(room)?.splice(0) ?? []) reset();
	}

	async #delay(): Promise<void> {
		if (this.delayMs === 0) return;
		await new Promise<void>((resolve) => this.#clock.after(this.delayMs, resolve));
	}
}
