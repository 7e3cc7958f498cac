import type { Arm, Cancel, Clock, Disarm, Machine, Random, TimerFired } from "@gw-sim/core";
import { spreadMs } from "@gw-sim/core";

export interface RunnerOptions<State, Input, Effect> {
	readonly machine: Machine<State, Input, Effect>;
	readonly initial: State;
	readonly clock: Clock;
	/** Lengthens the delays that ask for it. */
	readonly random: Random;
	/** Carries out every effect but `arm` and `disarm`; may dispatch. */
	readonly perform: (effect: Exclude<Effect, { readonly type: "arm" | "disarm" }>) => void;
	/** Called after a step that changed the state, before its effects run. */
	readonly changed?: (state: State, previous: State) => void;
}

interface Timer {
	readonly name: string;
	readonly cancel: Cancel;
}

/**
 * Turns a machine into something that lives: keeps its state, runs its effects in order, and is its
 * timers. Inputs that arise while effects run wait until those are done, so every step is whole.
 */
export class Runner<State, Input, Effect extends { readonly type: string }> {
	readonly #options: RunnerOptions<State, Input | TimerFired<string>, Effect>;
	/** Those that are armed, which are few; never changed, but replaced. */
	#timers: readonly Timer[] = [];
	/** What waits until the step under way is whole; null while there is none. */
	#waiting: (Input | TimerFired<string>)[] | null = null;
	#state: State;
	#stopped = false;

	constructor(options: RunnerOptions<State, Input, Effect>) {
		// The timers that come back as inputs are those that the machine itself armed.
		this.#options = options as RunnerOptions<State, Input | TimerFired<string>, Effect>;
		this.#state = options.initial;
	}

	get state(): State {
		return this.#state;
	}

	dispatch(input: Input): void {
		this.#dispatch(input);
	}

	/** Forgets all timers and ignores every later input, those that wait among them. */
	stop(): void {
		this.#stopped = true;
		if (this.#waiting !== null) this.#waiting.length = 0;
		for (const { cancel } of this.#timers) cancel();
		this.#timers = [];
	}

	#dispatch(input: Input | TimerFired<string>): void {
		if (this.#stopped) return;
		if (this.#waiting !== null) {
			this.#waiting.push(input);
			return;
		}
		const inputs = [input];
		this.#waiting = inputs;
		try {
			for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) this.#step(next);
		} finally {
			this.#waiting = null;
		}
	}

	#step(input: Input | TimerFired<string>): void {
		const previous = this.#state;
		const { state, effects } = this.#options.machine(previous, input);
		this.#state = state;
		if (state !== previous) this.#options.changed?.(state, previous);
		for (const effect of effects) {
			if (isArm(effect)) this.#arm(effect);
			else if (isDisarm(effect)) this.#disarm(effect.timer);
			else this.#options.perform(effect as Exclude<Effect, { readonly type: "arm" | "disarm" }>);
		}
	}

	#arm({ timer: name, ms, spread }: Arm<string>): void {
		if (this.#stopped) return;
		this.#disarm(name);
		const delay = spread === undefined ? ms : spreadMs(ms, spread, this.#options.random);
		const cancel = this.#options.clock.after(delay, () => {
			this.#take(name);
			this.#dispatch({ type: "timer", timer: name });
		});
		this.#timers = this.#timers.concat({ name, cancel });
	}

	#disarm(name: string): void {
		this.#take(name)?.cancel();
	}

	/** Takes a timer off the list; undefined where it is not on it. */
	#take(name: string): Timer | undefined {
		const index = this.#timers.findIndex((timer) => timer.name === name);
		if (index === -1) return undefined;
		const timer = this.#timers[index];
		this.#timers = this.#timers.toSpliced(index, 1);
		return timer;
	}
}

function isArm(effect: { readonly type: string }): effect is Arm<string> {
	return effect.type === "arm";
}

function isDisarm(effect: { readonly type: string }): effect is Disarm<string> {
	return effect.type === "disarm";
}
