import { type Request, type Step, shownStep } from "./step.js";

/** Whether a run fails, and how. */
type Trial = (steps: readonly Step[]) => Promise<string | null>;

const patienceMs = 30_000;

/**
 * Looks for a shorter run that fails, too: leaves out steps, then frames or requests of the last
 * step, then pieces of its last frame, as long as its patience lasts.
 */
export async function shrunk(steps: readonly Step[], trial: Trial): Promise<readonly Step[]> {
	const until = performance.now() + patienceMs;
	const fails = async (some: readonly Step[]): Promise<boolean> =>
		performance.now() < until && (await trial(some)) !== null;
	if (!(await fails(steps))) return steps;
	const fewer = await fewest(steps, fails);
	const last = fewer.at(-1);
	const before = fewer.slice(0, -1);
	if (last?.do === "ask") {
		const asking = (requests: readonly Request[]): readonly Step[] => [
			...before,
			{ ...last, requests },
		];
		return asking(await fewest(last.requests, (some) => fails(asking(some))));
	}
	if (last?.do !== "send") return fewer;
	const frames = await fewest(last.frames, (some) => fails([...before, { ...last, frames: some }]));
	const frame = frames.at(-1);
	if (typeof frame !== "string") return [...before, { ...last, frames }];
	const others = frames.slice(0, -1);
	const withText = (text: string): readonly Step[] => [
		...before,
		{ ...last, frames: [...others, text] },
	];
	const text = await fewest([...frame], (some) => fails(withText(some.join(""))));
	return withText(text.join(""));
}

/** Leaves out halves, then quarters, and so on, wherever what is left still fails. */
async function fewest<T>(
	all: readonly T[],
	fails: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
	let left = all;
	for (let size = Math.ceil(left.length / 2); size >= 1; size = Math.floor(size / 2))
		for (let at = 0; at < left.length; ) {
			const without = left.toSpliced(at, size);
			if (without.length < left.length && (await fails(without))) left = without;
			else at += size;
		}
	return left;
}

/** A run for people, one step a line; of a long one the end, and of a long step the beginning. */
export function shownRun(steps: readonly Step[], max = 25): string {
	const lines = steps.slice(-max).map((step) => `  ${shownStep(step).slice(0, 2000)}`);
	const left = steps.length - lines.length;
	return [...(left > 0 ? [`  (${left} steps before)`] : []), ...lines].join("\n");
}
