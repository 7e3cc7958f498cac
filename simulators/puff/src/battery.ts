/** A battery whose charge changes evenly; times are simulated ms. */
export interface Battery {
	/** Exact percent at `since`. */
	readonly percent: number;
	readonly since: number;
	/** Percent a second. */
	readonly rate: number;
}

/** What the device does with its battery. */
export interface Load {
	readonly isHeating: boolean;
	readonly isCharging: boolean;
}

const heatingRate = -0.15;
const chargingRate = 0.1;

/** Below this no heat cycle begins, percent. */
export const lowBattery = 5;

export function newBattery(percent: number): Battery {
	return { percent, since: 0, rate: 0 };
}

/** Exact percent, 0 to 100. */
export function percentAt({ percent, since, rate }: Battery, at: number): number {
	return Math.min(100, Math.max(0, percent + (rate * (at - since)) / 1000));
}

/** The same battery from now on under this load. */
export function loaded(battery: Battery, at: number, { isHeating, isCharging }: Load): Battery {
	const rate = (isHeating ? heatingRate : 0) + (isCharging ? chargingRate : 0);
	return { percent: percentAt(battery, at), since: at, rate };
}

/** When nothing is left of it, if it goes on so. */
export function emptyAt({ percent, since, rate }: Battery): number {
	return rate < 0 ? since + (1000 * percent) / -rate : Number.POSITIVE_INFINITY;
}
