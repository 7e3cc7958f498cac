import { type BackoffSteps, UsageError } from "@gw-sim/core";

/** Longest delay that the platform's timers can count; beyond it they fire at once. */
const maxDelayMs = 2_147_483_647;

/**
 * The numbers among some options, each from 1 to what a timer can count; an explicit `undefined`
 * leaves the default.
 * @throws UsageError that names the option.
 */
export function limitsOf<Name extends string>(
	options: { readonly [Key in NoInfer<Name>]?: number | undefined },
	defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
	const limits: Record<Name, number> = { ...defaults };
	for (const name of Object.keys(defaults) as Name[]) {
		const value = options[name];
		if (value === undefined) continue;
		if (!(value >= 1 && value <= maxDelayMs))
			throw new UsageError(`${name} must be a number from 1 to ${maxDelayMs}`);
		limits[name] = value;
	}
	return limits;
}

/** @throws UsageError where retries or their waits make no sense. */
export function assertRetries(maxRetries = 0, backoffSteps: BackoffSteps = [1]): void {
	if (!(maxRetries >= 0))
		throw new UsageError("maxRetries must be a number from 0: leave it out to retry for ever");
	if (!backoffSteps.every((ms) => ms >= 1 && ms <= maxDelayMs / 2))
		throw new UsageError("backoffSteps must be milliseconds from 1 on");
}
