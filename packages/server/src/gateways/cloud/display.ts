import type { Cancel, Clock } from "@gw-sim/core";
import { type Display, encodeServerMessage, showOf } from "@gw-sim/protocols/cloud";
import type { RoomEvent, Snapshot, Store } from "@gw-sim/store";
import type { SharedFrame } from "@gw-sim/transport";
import { Follower, type Replica } from "../../follower.js";
import { displayIn, displayText } from "./display-text.js";

/** Where the display is in the store. */
const room = "cloud";
const field = "display";

/** The body of its events; what changed is their value. */
const changed = "display";

/** How soon it is asked for again once it was lost. */
const retryMs = 5000;

/** One who is told at once what is to be shown. */
export interface Viewer {
	show(packet: SharedFrame): void;
}

export interface SharedDisplayOptions {
	readonly store: Store;
	readonly clock: Clock;
	/** Nobody here hears of changes, for the time being. */
	readonly lost: (why: string) => void;
}

/**
 * What all lamps show, as this node sees it. Every change goes through the log of one room in the
 * store, and it is the log that tells the lamps: so all of them, on whatever node, are told the
 * same in the same order, and nothing that a crash could take back.
 */
export class SharedDisplay implements Replica {
	readonly #options: SharedDisplayOptions;
	readonly #viewers = new Set<Viewer>();
	/** As it is kept; null before anybody has changed it. */
	#text: string | null = null;
	#packet: SharedFrame = { frame: packetOf(this.#text) };
	/** As it is once the changes that are under way are kept. */
	#next: string | null = null;
	#changing = 0;
	#following: Promise<Follower> | null = null;
	#retry: Cancel | null = null;
	#isStopped = false;

	constructor(options: SharedDisplayOptions) {
		this.#options = options;
	}

	/** What is to be shown now, in its one encoding for all. */
	get packet(): SharedFrame {
		return this.#packet;
	}

	/** Resolves once the display is loaded; what is shown is not known before. */
	async ready(): Promise<void> {
		this.#following ??= Follower.follow(this.#options.store, room, this);
		const following = this.#following;
		try {
			await following;
		} catch (error) {
			if (this.#following === following) this.#following = null;
			throw error;
		}
	}

	/** From now on tells a viewer of every change. */
	add(viewer: Viewer): void {
		this.#viewers.add(viewer);
	}

	remove(viewer: Viewer): void {
		this.#viewers.delete(viewer);
	}

	async read(): Promise<Display> {
		return displayIn(await this.#options.store.get(room, field));
	}

	/**
	 * Changes the display, whatever it was until then. `edit` may be called several times: where
	 * another node was first, on what that has made of it.
	 * @returns The display after the change, which is kept by then.
	 */
	async change(edit: (display: Display) => Display): Promise<Display> {
		// Changes build on each other without waiting, so that a disk can keep many in one go.
		let expected = this.#changing === 0 ? this.#text : this.#next;
		this.#changing++;
		try {
			for (;;) {
				const display = edit(displayIn(expected));
				const value = displayText(display);
				this.#next = value;
				const { applied, value: current } = await this.#options.store.apply(room, {
					type: "cas",
					key: field,
					expected,
					value,
					...(value === expected ? {} : { body: changed }),
				});
				if (applied) return display;
				expected = current;
				this.#next = current;
			}
		} finally {
			this.#changing--;
		}
	}

	stop(): void {
		this.#isStopped = true;
		this.#retry?.();
		this.#following?.then((follower) => follower.end()).catch(() => {});
	}

	load({ fields }: Snapshot): void {
		this.#take(fields.get(field) ?? null);
	}

	apply({ value }: RoomEvent): void {
		this.#take(value);
	}

	/** The lamps stay as they are until it is found again. */
	lost(why: string): void {
		this.#following = null;
		this.#options.lost(why);
		this.#findLater();
	}

	#findLater(): void {
		this.#retry?.();
		if (this.#isStopped) return;
		this.#retry = this.#options.clock.after(retryMs, () => {
			this.ready().catch(() => this.#findLater());
		});
	}

	#take(text: string | null): void {
		this.#text = text;
		const frame = packetOf(text);
		if (frame === this.#packet.frame) return;
		this.#packet = { frame };
		for (const viewer of this.#viewers) viewer.show(this.#packet);
	}
}

function packetOf(text: string | null): string {
	return encodeServerMessage({ type: "show", show: showOf(displayIn(text)) });
}
