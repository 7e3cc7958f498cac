import type { Cancel, Clock } from "@gw-sim/core";
import { nextChangeAt, puffFirmware } from "./firmware.js";
import {
	type HeatRefusal,
	type PowerUp,
	type PuffDeed,
	type PuffFirmwareInput,
	type PuffFirmwareState,
	puffPowerUp,
} from "./firmware-state.js";
import type { Ripple } from "./thermal.js";

/** Somebody who looks at the device at times of his own. */
interface Observer {
	/** When, in simulated ms, given that it is that late now. */
	nextAt(now: number): number;
	/** The time has come, and the device is as it was then. */
	look(): void;
}

export interface FirmwareDriverOptions {
	/** Counts simulated time, from the device's power-up on. */
	readonly clock: Clock;
	readonly ripple: Ripple;
	readonly powerUp: PowerUp;
	readonly observer: Observer;
	/** Something was done to the device, or time has brought it into another state. */
	readonly changed: () => void;
	readonly refused: (why: HeatRefusal) => void;
}

/**
 * The firmware brought to life. It does something only when there is something to do; where the
 * platform's timers are late, every change and every look still comes in its order, and finds the
 * device as it was at that time.
 */
export class FirmwareDriver {
	readonly #options: FirmwareDriverOptions;
	readonly #machine: ReturnType<typeof puffFirmware>;
	#state: PuffFirmwareState;
	#isOn = false;
	/** While it makes up for the past, now is the time that it has come to. */
	#isBehind = false;
	#cancel: Cancel | null = null;

	constructor(options: FirmwareDriverOptions) {
		this.#options = options;
		this.#machine = puffFirmware(options.ripple);
		this.#state = puffPowerUp(options.powerUp);
	}

	/** As it is now; as it was last where it is not running. */
	get state(): PuffFirmwareState {
		this.#pass(this.#now);
		return this.#state;
	}

	start(): void {
		this.#isOn = true;
		this.#wait();
	}

	do(deed: PuffDeed): void {
		const now = this.#now;
		this.#pass(now);
		this.#take({ ...deed, at: now });
		this.#options.changed();
		this.#wait();
	}

	stop(): void {
		this.#isOn = false;
		this.#wait();
	}

	get #now(): number {
		return this.#isOn && !this.#isBehind ? this.#options.clock.now() : this.#state.at;
	}

	/** When something comes by itself next. */
	#dueBy(now: number): number {
		return Math.min(nextChangeAt(this.#state), this.#options.observer.nextAt(now));
	}

	#pass(now: number): void {
		if (!this.#isOn || this.#isBehind) return;
		const { changed, observer } = this.#options;
		this.#isBehind = true;
		try {
			for (let due = this.#dueBy(now); due <= now; due = this.#dueBy(now)) {
				const isLook = observer.nextAt(now) <= due;
				const { heat, since } = this.#state;
				this.#take({ type: "time", at: due });
				if (this.#state.since !== since || this.#state.heat !== heat) changed();
				if (isLook) observer.look();
			}
		} finally {
			this.#isBehind = false;
		}
		this.#take({ type: "time", at: now });
	}

	#take(input: PuffFirmwareInput): void {
		const { state, effects } = this.#machine(this.#state, input);
		this.#state = state;
		for (const { why } of effects) this.#options.refused(why);
	}

	#wait(): void {
		if (this.#isBehind) return;
		const { clock } = this.#options;
		this.#cancel?.();
		this.#cancel = null;
		if (!this.#isOn) return;
		const now = clock.now();
		const due = this.#dueBy(now);
		this.#cancel = clock.after(due - now, () => {
			// A clock that is scaled may read a hair less than what it was set to.
			this.#pass(Math.max(due, clock.now()));
			this.#wait();
		});
	}
}
