/** What a machine does in answer to one input: its next state, and effects for the caller to run. */
export interface Step<State, Effect> {
	readonly state: State;
	readonly effects: readonly Effect[];
}

/** A total, pure transition function: an input that means nothing in a state returns that state. */
export type Machine<State, Input, Effect> = (state: State, input: Input) => Step<State, Effect>;

/** A step to `state` with the given effects, in the order in which they are to run. */
export function step<State, Effect>(
	state: State,
	...effects: readonly Effect[]
): Step<State, Effect> {
	return { state, effects };
}

/** Asks the runner to feed `{ type: "timer", timer }` back after a delay; replaces a timer of the same name. */
export interface Arm<Timer extends string> {
	readonly type: "arm";
	readonly timer: Timer;
	/** Shortest delay in milliseconds. */
	readonly ms: number;
	/** The runner lengthens the delay by a random fraction between 0 and this; 0 when absent. */
	readonly spread?: number;
}

/** Asks the runner to forget a timer; one that is not armed is ignored. */
export interface Disarm<Timer extends string> {
	readonly type: "disarm";
	readonly timer: Timer;
}

/** The input that an armed timer turns into. */
export interface TimerFired<Timer extends string> {
	readonly type: "timer";
	readonly timer: Timer;
}
