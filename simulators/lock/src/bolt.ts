import {
	type Arm,
	type Disarm,
	type Machine,
	type Step,
	step,
	type TimerFired,
} from "@gw-sim/core";

/** After Matter's LockState and its LockJammed alarm. */
export type BoltPosition = "locked" | "unlocking" | "unlocked" | "locking" | "jammed";

export interface Bolt {
	readonly position: BoltPosition;
	/** Something is in the way: the movement that ends next ends in `jammed`. */
	readonly blocked: boolean;
}

export type BoltTimer = "hold" | "travel";

export type BoltInput = { readonly type: "unlock" | "jam" | "clear-jam" } | TimerFired<BoltTimer>;

export type BoltEffect = Arm<BoltTimer> | Disarm<BoltTimer>;

export interface BoltRules {
	/** From reaching `unlocked`, or from the latest grant in it, to locking again. */
	readonly holdMs: number;
	/** Time in `unlocking` and in `locking`; with 0, as of a strike relay, there are none. */
	readonly travelMs: number;
}

/** How every lock powers up. */
export const lockedBolt: Bolt = { position: "locked", blocked: false };

/** The bolt: `unlock` alone ever opens it, and it locks again by its own timer, whatever else happens. */
export function boltMachine(rules: BoltRules): Machine<Bolt, BoltInput, BoltEffect> {
	return (bolt, input) => {
		switch (input.type) {
			case "unlock":
				return unlock(rules, bolt);
			case "jam":
				return step({ ...bolt, blocked: true });
			case "clear-jam":
				return step({
					position: bolt.position === "jammed" ? "locked" : bolt.position,
					blocked: false,
				});
			case "timer":
				return input.timer === "hold" ? held(rules, bolt) : travelled(rules, bolt);
		}
	};
}

function unlock(rules: BoltRules, bolt: Bolt): Step<Bolt, BoltEffect> {
	switch (bolt.position) {
		case "locked":
		case "locking":
			return move(rules, bolt, "unlocking");
		case "unlocked":
			return step(bolt, { type: "arm", timer: "hold", ms: rules.holdMs });
		case "unlocking":
		case "jammed":
			return step(bolt);
	}
}

function held(rules: BoltRules, bolt: Bolt): Step<Bolt, BoltEffect> {
	return bolt.position === "unlocked" ? move(rules, bolt, "locking") : step(bolt);
}

function move(
	rules: BoltRules,
	bolt: Bolt,
	position: "unlocking" | "locking",
): Step<Bolt, BoltEffect> {
	const moving = { ...bolt, position };
	return rules.travelMs === 0
		? travelled(rules, moving)
		: step(moving, { type: "arm", timer: "travel", ms: rules.travelMs });
}

function travelled({ holdMs }: BoltRules, bolt: Bolt): Step<Bolt, BoltEffect> {
	if (bolt.position !== "unlocking" && bolt.position !== "locking") return step(bolt);
	if (bolt.blocked) return step({ ...bolt, position: "jammed" });
	return bolt.position === "unlocking"
		? step({ ...bolt, position: "unlocked" }, { type: "arm", timer: "hold", ms: holdMs })
		: step({ ...bolt, position: "locked" });
}
