import { type Arm, type Disarm, type Machine, step, type TimerFired } from "@gw-sim/core";
import { Runner, type RunnerOptions, VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";

type Input = { readonly type: "do"; readonly effects: readonly Effect[] } | TimerFired<string>;
type Effect =
	| { readonly type: "say"; readonly word: string }
	| { readonly type: "call"; readonly run: () => void }
	| Arm<string>
	| Disarm<string>;

/** Its state is what it was told; it does as it is told. */
const obedient: Machine<readonly string[], Input, Effect> = (state, input) =>
	input.type === "timer"
		? step([...state, input.timer])
		: input.effects.length === 0
			? step(state)
			: step([...state, "do"], ...input.effects);

function start(options: Partial<RunnerOptions<readonly string[], Input, Effect>> = {}) {
	const clock = new VirtualClock();
	const said: string[] = [];
	const runner = new Runner<readonly string[], Input, Effect>({
		machine: obedient,
		initial: [],
		clock,
		random: () => 0.5,
		perform: (effect) => {
			if (effect.type === "say") said.push(effect.word);
			else effect.run();
		},
		...options,
	});
	const tell = (...effects: readonly Effect[]): void => runner.dispatch({ type: "do", effects });
	return { clock, said, runner, tell };
}

const say = (word: string): Effect => ({ type: "say", word });
const call = (run: () => void): Effect => ({ type: "call", run });
const arm = (timer: string, ms: number, spread?: number): Effect =>
	spread === undefined ? { type: "arm", timer, ms } : { type: "arm", timer, ms, spread };

test("effects run in order", () => {
	const { tell, said } = start();
	tell(say("a"), say("b"));
	expect(said).toEqual(["a", "b"]);
});

test("an input that arises in an effect waits until the step is whole", () => {
	const { tell, said } = start();
	tell(
		call(() => tell(say("later"))),
		say("first"),
	);
	expect(said).toEqual(["first", "later"]);
});

test("a timer comes back as an input after its delay", async () => {
	const { clock, runner, tell } = start();
	tell(arm("t", 100));
	await clock.advance(99);
	expect(runner.state).toEqual(["do"]);
	await clock.advance(1);
	expect(runner.state).toEqual(["do", "t"]);
});

test("a spread lengthens the delay by that share of a random fraction", async () => {
	const { clock, runner, tell } = start({ random: () => 0.5 });
	tell(arm("t", 100, 0.5));
	await clock.until(() => runner.state.includes("t"), 1000);
	expect(clock.now()).toBe(125);
});

test("no random number is drawn for a timer without a spread", () => {
	const random = vi.fn(() => 0);
	start({ random }).tell(arm("t", 100));
	expect(random).not.toHaveBeenCalled();
});

test("arming a name again replaces its timer", async () => {
	const { clock, runner, tell } = start();
	tell(arm("t", 10), arm("t", 50), arm("u", 20));
	expect(clock.pending).toBe(2);
	await clock.advance(100);
	expect(runner.state).toEqual(["do", "u", "t"]);
});

test("a disarmed timer never fires, and disarming nothing is nothing", async () => {
	const { clock, runner, tell } = start();
	tell(arm("t", 10), { type: "disarm", timer: "t" }, { type: "disarm", timer: "none" });
	await clock.advance(100);
	expect(runner.state).toEqual(["do"]);
});

test("a change is told before its effects run, and no change is not told", () => {
	const log: string[] = [];
	const { tell } = start({
		changed: (state, previous) => log.push(`${previous.length}->${state.length}`),
		perform: () => log.push("effect"),
	});
	tell(say("a"));
	tell();
	expect(log).toEqual(["0->1", "effect"]);
});

test("after stop nothing is pending and no input counts, those that waited among them", async () => {
	const { clock, said, runner, tell } = start();
	tell(
		arm("t", 10),
		call(() => tell(say("waiting"))),
		call(() => runner.stop()),
		arm("u", 10),
		say("the step is finished"),
	);
	tell(say("too late"));
	await clock.advance(100);
	expect(said).toEqual(["the step is finished"]);
	expect(clock.pending).toBe(0);
});

test("an effect that throws reaches the caller and leaves the runner usable", () => {
	const { said, runner, tell } = start();
	const failing = call(() => {
		throw new Error("perform failed");
	});
	expect(() => tell(failing)).toThrow("perform failed");
	tell(say("still here"));
	expect(said).toEqual(["still here"]);
	expect(runner.state).toEqual(["do", "do"]);
});
