import type { GroupState } from "@gw-sim/client/puff";
import type { Cancel, Clock, Random } from "@gw-sim/core";
import { lowBattery } from "./battery.js";

/** What somebody who holds a puff sees. */
export interface Scene {
	/** Null in no group. */
	readonly groupState: GroupState | null;
	/** Another device is in the group. */
	readonly hasCompany: boolean;
	/** The group counts this device as ready. */
	readonly isReady: boolean;
	/** A press of the button would lead to select. */
	readonly isFree: boolean;
	/** It is in select. */
	readonly isSelected: boolean;
	/** Percent. */
	readonly battery: number;
	readonly isCharging: boolean;
}

export interface AutoUserOptions {
	/** Counts simulated time. */
	readonly clock: Clock;
	readonly random: Random;
	/** Whether to inquire too: the one who created the group does. */
	readonly asks: boolean;
	readonly look: () => Scene;
	readonly press: () => void;
	readonly inquire: () => void;
	readonly charge: (on: boolean) => void;
}

const fastestMs = 1000;
const slowestMs = 3000;
const askAfterMs = 5000;
const chargeBelow = 20;
const chargeUpTo = 95;

/**
 * Somebody who answers inquiries: 1 to 3 s after one, or after the device is free again, the button
 * is pressed. Whoever created the group also inquires, 5 s after there is company or the last
 * session is over, once each time. The device goes on the charger in good time, since a device that
 * cannot heat would keep its group waiting.
 */
export class AutoUser {
	readonly #options: AutoUserOptions;
	#isAsked = false;
	/** Whether the press is under way to the group. */
	#hasPressed = false;
	/** Whether this group has been asked since it last was something else than chilling. */
	#hasAsked = false;
	#answer: Cancel | null = null;
	#question: Cancel | null = null;

	constructor(options: AutoUserOptions) {
		this.#options = options;
	}

	/** Somebody wants to heat. */
	asked(): void {
		this.#isAsked = true;
		this.changed();
	}

	/** The group or the device may look different. */
	changed(): void {
		const scene = this.#options.look();
		this.#considerAnswer(scene);
		this.#considerQuestion(scene);
		this.#considerCharging(scene);
	}

	stop(): void {
		this.#isAsked = false;
		this.#cancelAnswer();
		this.#cancelQuestion();
	}

	#considerAnswer(scene: Scene): void {
		if (scene.groupState !== "awaiting" || scene.isReady) {
			this.#isAsked = false;
			this.#cancelAnswer();
		}
		// A press that the group has not heard of in time has to be done again.
		if (!scene.isSelected) this.#hasPressed = false;
		if (!this.#isAsked || this.#hasPressed || this.#answer !== null || !canHeat(scene)) return;
		const { clock, look, press, random } = this.#options;
		const ms = fastestMs + random() * (slowestMs - fastestMs);
		this.#answer = clock.after(ms, () => {
			this.#answer = null;
			if (!canHeat(look())) return;
			this.#hasPressed = true;
			press();
		});
	}

	#considerQuestion({ groupState, hasCompany }: Scene): void {
		const { asks, clock, inquire } = this.#options;
		if (groupState !== "chilling") this.#hasAsked = false;
		if (!asks || groupState !== "chilling" || !hasCompany) this.#cancelQuestion();
		else if (!this.#hasAsked)
			this.#question ??= clock.after(askAfterMs, () => {
				this.#question = null;
				this.#hasAsked = true;
				inquire();
			});
	}

	#considerCharging({ battery, isCharging }: Scene): void {
		const { charge } = this.#options;
		if (!isCharging && battery < chargeBelow) charge(true);
		else if (isCharging && battery >= chargeUpTo) charge(false);
	}

	#cancelAnswer(): void {
		this.#answer?.();
		this.#answer = null;
	}

	#cancelQuestion(): void {
		this.#question?.();
		this.#question = null;
	}
}

function canHeat({ isFree, battery }: Scene): boolean {
	return isFree && battery >= lowBattery;
}
