import { type Cancel, type Clock, integer, seededRandom } from "@gw-sim/core";
import { percentAt } from "./battery.js";
import { FirmwareDriver } from "./firmware-driver.js";
import type { HeatRefusal, PuffDeed } from "./firmware-state.js";
import type { HeatState } from "./heat-state.js";
import { Poller } from "./poller.js";
import { type ProfileName, profiles } from "./profiles.js";
import { type Reading, type Report, readingOf } from "./report.js";
import type { BodyShown } from "./shown.js";
import { isMoving, seededRipple, temperatureAt } from "./thermal.js";

export interface BodyOptions {
	/** Counts simulated time, from the power-up on. */
	readonly clock: Clock;
	readonly seed: string | number;
	readonly name: string;
	readonly profile: ProfileName;
	/** The app has something new for the group. */
	readonly tell: (news: Partial<Report>) => void;
	/** It shows something else. */
	readonly changed: () => void;
	readonly refused: (why: HeatRefusal) => void;
}

/** From the gateway's word to the command that begins the heat cycle: the app counts 3, 2, 1. */
const countdownMs = 2000;

/** The device itself, with the app that reads it; all but the connection. */
export class Body {
	readonly #options: BodyOptions;
	readonly #firmware: FirmwareDriver;
	#poller: Poller | null = null;
	#countdown: Cancel | null = null;

	constructor(options: BodyOptions) {
		this.#options = options;
		const { clock, seed, profile, refused } = options;
		const random = seededRandom(`${seed}/power-up`);
		this.#firmware = new FirmwareDriver({
			clock,
			ripple: seededRipple(seededRandom(`${seed}/ripple`)),
			powerUp: { profile, battery: integer(random, 60, 100), dabs: integer(random, 0, 500) },
			observer: {
				nextAt: (now) => this.#nextLookAt(now),
				look: () => this.#look(),
			},
			changed: () => this.#changed(),
			refused,
		});
	}

	get heat(): HeatState {
		return this.#firmware.state.heat;
	}

	/** Exact percent. */
	get battery(): number {
		const { battery, at } = this.#firmware.state;
		return percentAt(battery, at);
	}

	get isCharging(): boolean {
		return this.#firmware.state.isCharging;
	}

	get shown(): BodyShown {
		const { at, battery, chamber, cycle, dabs, heat, profile } = this.#firmware.state;
		return {
			heat,
			temperature: Math.round(temperatureAt(chamber, at)),
			target: profiles[cycle ?? profile].target,
			battery: Math.round(percentAt(battery, at)),
			dabs,
			profile,
		};
	}

	/** Powers up; without effect where it is on. */
	start(): void {
		if (this.#poller !== null) return;
		const reading = this.#read();
		this.#poller = new Poller(reading, this.#firmware.state.at);
		this.#options.tell(reading.report);
		this.#firmware.start();
	}

	do(deed: PuffDeed): void {
		if (deed.type === "abort") this.cancelCountdown();
		this.#firmware.do(deed);
	}

	/** Heats after the countdown, if it is in idle or select then. */
	countDown(): void {
		this.cancelCountdown();
		this.#countdown = this.#options.clock.after(countdownMs, () => {
			this.#countdown = null;
			this.#firmware.do({ type: "heat" });
		});
	}

	cancelCountdown(): void {
		this.#countdown?.();
		this.#countdown = null;
	}

	/** Switches off for good. */
	stop(): void {
		this.cancelCountdown();
		this.#firmware.stop();
	}

	#nextLookAt(now: number): number {
		this.#poller?.catchUp(now);
		return this.#poller?.nextAt ?? Number.POSITIVE_INFINITY;
	}

	#look(): void {
		const reading = this.#read();
		const news = this.#poller?.look(reading) ?? {};
		if (Object.keys(news).length > 0) this.#options.tell(news);
		this.#changed();
	}

	#changed(): void {
		const { at, chamber } = this.#firmware.state;
		this.#poller?.plan(this.#read(), at, isMoving(chamber, at));
		this.#options.changed();
	}

	#read(): Reading {
		return readingOf(this.#firmware.state, this.#options.name);
	}
}
