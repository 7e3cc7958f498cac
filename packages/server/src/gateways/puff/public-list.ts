import { type Cancel, type Clock, messageOf } from "@gw-sim/core";
import type { PublicGroup } from "@gw-sim/protocols/puff";
import { Broadcast } from "./broadcast.js";

/** No list follows another sooner than this. */
const minPauseMs = 100;

/** What all lists together may come to, since each one of any size goes to everybody. */
const bytesPerMs = 20_000;

export interface PublicListOptions {
	readonly clock: Clock;
	readonly list: () => Promise<readonly PublicGroup[]>;
	/** Everybody who is connected. */
	readonly receivers: ReadonlySet<{ hear(broadcast: Broadcast): void }>;
	readonly failed: (why: string) => void;
}

/** Tells everybody which groups are public when that has changed: at once, or after a pause. */
export class PublicList {
	readonly #options: PublicListOptions;
	#isDue = false;
	#isBusy = false;
	#pause: Cancel | null = null;
	#isStopped = false;

	constructor(options: PublicListOptions) {
		this.#options = options;
	}

	changed(): void {
		this.#isDue = true;
		this.#next();
	}

	/** Tells nothing any more. */
	stop(): void {
		this.#isStopped = true;
		this.#pause?.();
	}

	#next(): void {
		if (!this.#isDue || this.#isBusy || this.#isStopped || this.#pause !== null) return;
		this.#isDue = false;
		this.#isBusy = true;
		this.#tell().then(
			(bytes) => this.#rest(bytes),
			(error: unknown) => {
				this.#options.failed(messageOf(error));
				this.#rest(0);
			},
		);
	}

	/** Waits the longer the more was sent. */
	#rest(bytes: number): void {
		if (this.#isStopped) return;
		this.#isBusy = false;
		const pauseMs = Math.max(minPauseMs, bytes / bytesPerMs);
		this.#pause = this.#options.clock.after(pauseMs, () => {
			this.#pause = null;
			this.#next();
		});
	}

	/** Resolves to the size of it all. */
	async #tell(): Promise<number> {
		const { list, receivers } = this.#options;
		if (receivers.size === 0) return 0;
		const groups = await list();
		const broadcast = new Broadcast({ type: "PUBLIC_GROUPS_UPDATE", groups });
		for (const receiver of receivers) receiver.hear(broadcast);
		return broadcast.length * receivers.size;
	}
}
