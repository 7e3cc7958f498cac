import { type Frame, integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "./chance.js";
import { hostileJson } from "./hostile-json.js";
import { mangled, noise, sendable } from "./mangle.js";
import type { Transcript } from "./recording.js";
import type { Request, Send, Step } from "./step.js";

const closeCodes = [1000, 1001, 1005, 3000, 4001];
const maxSteps = 120;
/** Longer than lost sessions are kept, shorter than heartbeats may stay away. */
const pauseMs = 2000;

/** A conversation that went wrong in one way or several. `barrier` is put behind frames sent at once. */
export function mutated(
	random: Random,
	all: readonly Transcript[],
	barrier: Frame,
): readonly Step[] {
	let steps: readonly Step[] = pick(random, all).steps.slice(0, maxSteps);
	const other = pick(random, all).steps.slice(0, maxSteps);
	for (let left = integer(random, 1, 6); left > 0 && steps.length > 0; left--)
		steps = mutatedOnce(random, steps, other, barrier);
	return steps.slice(0, maxSteps);
}

function mutatedOnce(
	random: Random,
	steps: readonly Step[],
	other: readonly Step[],
	barrier: Frame,
): readonly Step[] {
	const at = integer(random, 0, steps.length - 1);
	const to = integer(random, 0, steps.length - 1);
	const step = steps[at];
	if (step === undefined) return steps;
	const who = "who" in step ? step.who : "p0";
	const someone = `p${integer(random, 0, 2)}`;
	return weighted<readonly Step[]>(random, [
		[2, () => steps.toSpliced(at, 1)],
		[2, () => steps.toSpliced(at, 0, step)],
		[2, () => steps.toSpliced(at, 1).toSpliced(to, 0, step)],
		[1, () => steps.slice(0, at + 1)],
		[1, () => [...steps.slice(0, at), ...other.slice(integer(random, 0, other.length))]],
		[1, () => steps.toSpliced(at, 0, ...other)],
		[1, () => steps.toSpliced(at, 0, { do: "cut", who })],
		[1, () => steps.toSpliced(at, 0, { do: "close", who, code: pick(random, closeCodes) })],
		[1, () => steps.toSpliced(at, 0, { do: "pause", ms: pauseMs })],
		[1, () => steps.with(at, { ...step, who: someone } as Step)],
		[1, () => steps.toSpliced(at, 0, { do: "send", who, frames: [noise(random)] })],
		[3, () => atOnce(steps, at, barrier)],
		[16, () => steps.with(at, damaged(random, step, other))],
	]);
}

/** Sends what comes next of the same client in one go. */
function atOnce(steps: readonly Step[], at: number, barrier: Frame): readonly Step[] {
	const first = steps[at];
	if (first?.do !== "send") return steps;
	const rest = steps.slice(at + 1);
	const end = rest.findIndex((step) => step.do !== "send" || step.who !== first.who);
	const together = [first, ...rest.slice(0, end === -1 ? rest.length : end)] as readonly Send[];
	const frames = together.flatMap((step) => step.frames);
	return steps.toSpliced(at, together.length, { do: "send", who: first.who, frames, barrier });
}

/** One frame of a step, spoilt. */
function damaged(random: Random, step: Step, other: readonly Step[]): Step {
	if (step.do === "open")
		return oneIn(random, 2) ? step : { ...step, query: odd(random, step.query) };
	if (step.do === "ask") return { ...step, requests: step.requests.map(misspelt) };
	if (step.do !== "send") return step;
	const at = integer(random, 0, step.frames.length - 1);
	const frame = step.frames[at];
	if (frame === undefined) return step;
	const texts = other.flatMap((one) => (one.do === "send" ? one.frames : []));
	const foreign = texts.length === 0 ? "{}" : String(pick(random, texts));
	const spoilt = weighted<Frame>(random, [
		[12, () => mangled(random, String(frame), foreign)],
		[1, () => hostileJson(random)],
		[1, () => Buffer.from(frame as string)],
	]);
	const frames = step.frames.with(at, typeof spoilt === "string" ? sendable(spoilt) : spoilt);
	return { ...step, frames };

	function misspelt(request: Request): Request {
		return { ...request, body: sendable(mangled(random, request.body)) };
	}
}

function odd(random: Random, query: string): string {
	const params = new URLSearchParams(query);
	params.set(pick(random, ["room", "session"]), pick(random, ["", "den-2", "__proto__", "\u0000"]));
	return params.toString();
}
