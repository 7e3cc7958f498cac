import type { Clock } from "@gw-sim/core";
import type { PatternStep } from "./test-pattern.js";

export interface PlayOptions {
	readonly steps: readonly PatternStep[];
	readonly clock: Clock;
	readonly show: (frame: Uint8Array) => void;
	/** Told when a step begins. */
	readonly began: (step: PatternStep) => void;
	/** Ends it before its time. */
	readonly stop: AbortSignal;
}

const frameMs = 1000 / 30;

/** Plays a pattern frame by frame; resolves at its end, or when it is stopped. */
export function playPattern({ steps, clock, show, began, stop }: PlayOptions): Promise<void> {
	return new Promise((resolve) => {
		const startedAt = clock.now();
		let current: PatternStep | null = null;
		let cancel = (): void => {};
		const end = (): void => {
			cancel();
			stop.removeEventListener("abort", end);
			resolve();
		};
		const tick = (): void => {
			const place = placeAt(steps, clock.now() - startedAt);
			if (place === null || stop.aborted) {
				end();
				return;
			}
			const { step, atMs } = place;
			if (step !== current) began(step);
			current = step;
			show(step.frame(atMs));
			cancel = clock.after(frameMs, tick);
		};
		stop.addEventListener("abort", end);
		tick();
	});
}

function placeAt(
	steps: readonly PatternStep[],
	patternMs: number,
): { readonly step: PatternStep; readonly atMs: number } | null {
	let atMs = patternMs;
	for (const step of steps) {
		if (atMs < step.ms) return { step, atMs };
		atMs -= step.ms;
	}
	return null;
}
