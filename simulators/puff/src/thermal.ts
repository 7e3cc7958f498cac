import type { Random } from "@gw-sim/core";

/** The room, degrees C. */
export const ambient = 24;

/** What full power adds, degrees C a second. */
const fullPower = 14;

/** How fast the chamber loses what it is above the room: to a third in about this many seconds. */
const coolingTime = 75;

/** Of the controller that holds the target, in ms. */
const stepMs = 50;
const stepSeconds = stepMs / 1000;
const decayPerStep = Math.exp(-stepSeconds / coolingTime);

/** Share of full power for each degree that is missing, and for each degree and second. */
const proportional = 0.2;
const integral = 0.02;

/** What else warms or cools the chamber, degrees C a second, at a time in ms: breath, draught. */
export type Ripple = (ms: number) => number;

/**
 * A chamber of one thermal mass: `dT/dt = 14 C/s x power - (T - 24 C) / 75 s`. Times are simulated ms.
 * Where the power is constant, off or full, the temperature is the exact solution of that; where a
 * controller holds a target, it goes in fixed steps of 50 ms.
 */
export type Chamber =
	| {
			readonly mode: "cooling" | "heating";
			readonly since: number;
			/** The temperature then. */
			readonly from: number;
	  }
	| {
			readonly mode: "holding";
			readonly since: number;
			readonly target: number;
			readonly steps: number;
			readonly temperature: number;
			/** Share of full power that the controller has learnt to need. */
			readonly learnt: number;
	  };

/** A chamber that has the room's temperature. */
export function coldChamber(at: number): Chamber {
	return { mode: "cooling", since: at, from: ambient };
}

/** The same chamber from now on without power. */
export function cooled(chamber: Chamber, at: number): Chamber {
	return chamber.mode === "cooling"
		? chamber
		: { mode: "cooling", since: at, from: temperatureAt(chamber, at) };
}

/** The same chamber from now on at full power. */
export function heated(chamber: Chamber, at: number): Chamber {
	return { mode: "heating", since: at, from: temperatureAt(chamber, at) };
}

/** The same chamber from now on held at a target. */
export function held(chamber: Chamber, at: number, target: number): Chamber {
	const temperature = temperatureAt(chamber, at);
	const learnt = (target - ambient) / coolingTime / fullPower;
	return { mode: "holding", since: at, target, steps: 0, temperature, learnt };
}

/** Lets a controller work up to `at`; the other modes have nothing to do. */
export function worked(chamber: Chamber, at: number, ripple: Ripple): Chamber {
	if (chamber.mode !== "holding") return chamber;
	const steps = Math.floor((at - chamber.since) / stepMs);
	let { temperature, learnt } = chamber;
	for (let i = chamber.steps; i < steps; i++) {
		const missing = chamber.target - temperature;
		const wanted = proportional * missing + learnt;
		const power = Math.min(1, Math.max(0, wanted));
		// Learning from what it could not do would make it overshoot.
		if (power === wanted) learnt += integral * missing * stepSeconds;
		const push = fullPower * power + ripple(chamber.since + i * stepMs);
		const end = ambient + coolingTime * push;
		temperature = end + (temperature - end) * decayPerStep;
	}
	return steps > chamber.steps ? { ...chamber, steps, temperature, learnt } : chamber;
}

/** Degrees C; of a chamber that is held, when its controller worked last. */
export function temperatureAt(chamber: Chamber, at: number): number {
	if (chamber.mode === "holding") return chamber.temperature;
	const end = endOf(chamber.mode);
	return end + (chamber.from - end) * Math.exp((chamber.since - at) / 1000 / coolingTime);
}

/** When a chamber that is at `from` now reaches `goal` at full power; at once where it has it already. */
export function reachedAt(at: number, from: number, goal: number): number {
	const end = endOf("heating");
	return at + 1000 * coolingTime * Math.max(0, Math.log((end - from) / (end - goal)));
}

/** Whether the temperature, rounded, will change by itself. */
export function isMoving(chamber: Chamber, at: number): boolean {
	return chamber.mode !== "cooling" || Math.round(temperatureAt(chamber, at)) !== ambient;
}

/** Slow waves of up to 1.4 degrees C a second, which the controller keeps within a degree. */
export function seededRipple(random: Random): Ripple {
	const waves = [
		{ size: 0.9, seconds: 3 + 2 * random(), phase: random() },
		{ size: 0.5, seconds: 0.8 + 0.4 * random(), phase: random() },
	];
	return (ms) =>
		waves.reduce(
			(sum, { size, seconds, phase }) =>
				sum + size * Math.sin(2 * Math.PI * (ms / 1000 / seconds + phase)),
			0,
		);
}

function endOf(mode: "cooling" | "heating"): number {
	return mode === "cooling" ? ambient : ambient + coolingTime * fullPower;
}
