import { type Clock, messageOf } from "@gw-sim/core";

/** One rule of a protocol, and how to see whether somebody keeps it. */
export interface ConformanceCase<Target> {
	/** Short, stable and unique within its battery: `chat/no-echo-to-strangers`. */
	readonly id: string;
	/** The rule in one sentence. */
	readonly rule: string;
	/** Why it cannot be tried on this target; null where it can. Absent where it always can. */
	readonly unfit?: (target: Target) => string | null;
	/** @throws ConformanceFailure where the rule is broken. */
	readonly run: (target: Target) => Promise<void>;
}

/** A rule is broken; the message says what was expected and what came. */
export class ConformanceFailure extends Error {
	constructor(message: string) {
		super(message);
		this.name = "ConformanceFailure";
	}
}

export type Verdict =
	| { readonly status: "passed" }
	| { readonly status: "failed"; readonly message: string }
	| { readonly status: "skipped"; readonly message: string };

export type CaseResult = Verdict & {
	readonly id: string;
	readonly rule: string;
	readonly ms: number;
};

export interface ConformanceRun<Target> {
	readonly cases: readonly ConformanceCase<Target>[];
	readonly target: Target;
	readonly clock: Clock;
	/** Told of each result as it comes. */
	readonly report?: (result: CaseResult) => void;
}

/** Tries one rule. */
export async function judge<Target>(
	{ id, rule, unfit, run }: ConformanceCase<Target>,
	target: Target,
	clock: Clock,
): Promise<CaseResult> {
	const startedAt = clock.now();
	const verdict = await verdictOf(
		() => unfit?.(target) ?? null,
		() => run(target),
	);
	return { id, rule, ms: Math.round(clock.now() - startedAt), ...verdict };
}

/** Tries every rule, one after the other, and never throws. */
export async function runConformance<Target>({
	cases,
	target,
	clock,
	report,
}: ConformanceRun<Target>): Promise<readonly CaseResult[]> {
	const results: CaseResult[] = [];
	for (const one of cases) {
		const result = await judge(one, target, clock);
		results.push(result);
		report?.(result);
	}
	return results;
}

async function verdictOf(unfit: () => string | null, run: () => Promise<void>): Promise<Verdict> {
	try {
		const reason = unfit();
		if (reason !== null) return { status: "skipped", message: reason };
		await run();
		return { status: "passed" };
	} catch (error) {
		return { status: "failed", message: messageOf(error) };
	}
}
