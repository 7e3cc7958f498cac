import { messageOf, type Random, seededRandom } from "@gw-sim/core";
import { amount } from "./amount.js";
import type { Arena } from "./arena.js";
import { shownRun, shrunk } from "./shrink.js";
import { messagesIn, type Step, visible } from "./step.js";
import { Tally } from "./tally.js";
import { Disagreement } from "./wire.js";

/** A world of its own, and what is said in it. */
interface Stage {
	readonly arena: Arena;
	/** The steps of one round, each to be played before the next is made. */
	round(number: number): Iterable<Step>;
}

export interface Campaign {
	/** Part of every seed: `chat/messages`. */
	readonly name: string;
	/** What is counted: messages, or rounds. */
	readonly unit: "messages" | "rounds";
	readonly count: number;
	/** After so many units another world begins. */
	readonly perWorld: number;
	stage(seed: string, random: Random, answers: Tally): Promise<Stage>;
}

/** What came of a campaign. */
export interface Outcome {
	readonly messages: number;
	readonly rounds: number;
	readonly answers: Tally;
	readonly seconds: number;
}

const toldEveryMs = 5000;

/**
 * Runs world after world until there was enough.
 * @throws Error that says how to see the first disagreement again, with the shortest way to it.
 */
export async function run(campaign: Campaign): Promise<Outcome> {
	const { name, unit, count, perWorld } = campaign;
	const answers = new Tally();
	const startedAt = performance.now();
	let toldAt = startedAt;
	let messages = 0;
	let rounds = 0;
	const done = (): number => (unit === "messages" ? messages : rounds);
	for (let world = 0; done() < count; world++) {
		const seed = `${amount.seed}/${name}/${world}`;
		const steps: Step[] = [];
		const enough = Math.min(count, done() + perWorld);
		try {
			const { arena, round } = await campaign.stage(seed, seededRandom(seed), answers);
			while (done() < enough) {
				for (const step of round(rounds)) {
					steps.push(step);
					await arena.play(step);
					messages += messagesIn(step);
				}
				rounds++;
			}
			await arena.end();
		} catch (error) {
			throw error instanceof Disagreement ? await explained(campaign, seed, steps, error) : error;
		}
		if (amount.isTold && performance.now() - toldAt > toldEveryMs) {
			toldAt = performance.now();
			console.log(`${name}: ${done()} of ${count} ${unit}`);
		}
	}
	return { messages, rounds, answers, seconds: (performance.now() - startedAt) / 1000 };
}

/** One line for people. */
export function summary({ name }: Campaign, outcome: Outcome): string {
	const { messages, rounds, answers, seconds } = outcome;
	return `${name}: ${messages} messages in ${rounds} conversations, ${seconds.toFixed(1)} s, seed ${amount.seed}: ${answers}`;
}

async function explained(
	campaign: Campaign,
	seed: string,
	steps: readonly Step[],
	error: unknown,
): Promise<Error> {
	const trial = async (some: readonly Step[]): Promise<string | null> => {
		try {
			const { arena } = await campaign.stage(seed, seededRandom(seed), new Tally());
			for (const step of some) await arena.play(step);
			await arena.end();
			return null;
		} catch (failure) {
			return messageOf(failure);
		}
	};
	const shortest = await shrunk(steps, trial);
	const why = (await trial(shortest)) ?? messageOf(error);
	const again = `npm run fuzz -- --seed ${amount.seed} --only ${campaign.name.split("/")[0]}`;
	return new Error(
		[
			`${seed}, after ${steps.length} steps: ${visible(messageOf(error))}`,
			`The shortest way to a failure (${visible(why)}):`,
			shownRun(shortest),
			`See it again: ${again}`,
		].join("\n"),
	);
}
