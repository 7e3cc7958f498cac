import { GwError } from "@gw-sim/core";
import type { Applied, Command } from "@gw-sim/store";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bench, hostileNames, until } from "./bench.js";

const room = fc.constantFrom("a", "__proto__", "a\0");
const key = fc.oneof(fc.constantFrom(...hostileNames), fc.constantFrom("k", "n"));
const value = fc.constantFrom("", "0", "1", "2.61", "\ud800", '"');
const maybe = fc.option(value);
const body = fc.option(fc.string({ unit: "binary", maxLength: 5 }), { nil: undefined });
const delta = fc.constantFrom(
	"1",
	"-1",
	"0.01",
	"-15.14",
	"999999999999999999999",
	"1e-20",
	"1e-21",
);

// Few enough that choices meet, and fields that other commands write come in between.
const tallyKey = fc.oneof(fc.constantFrom("poll", "__proto__"), key);
const ballot = fc.oneof(fc.constantFrom("ann", "ben"), key);

const command: fc.Arbitrary<Command> = fc
	.oneof(
		fc.record({ type: fc.constant("put" as const), key, value }),
		fc.record({ type: fc.constant("remove" as const), key }),
		fc.record({ type: fc.constant("cas" as const), key, expected: maybe, value: maybe }),
		fc.record({ type: fc.constant("add" as const), key: fc.constant("#"), delta }),
		fc.record({ type: fc.constant("vote" as const), key: tallyKey, ballot, choice: maybe }),
		fc.record({ type: fc.constant("append" as const), body: fc.string() }),
	)
	.chain((step) =>
		body.map((text) =>
			step.type === "append" || text === undefined ? step : { ...step, body: text },
		),
	);

interface Result {
	readonly applied: boolean;
	readonly value: string | null;
}

/** The port's rules once more, as naively as can be. */
class Model {
	readonly fields = new Map<string, string>();
	readonly events: unknown[] = [];

	/** What `tell` is to say of the store. */
	apply(step: Command): unknown {
		const result = this.#run(step);
		if (typeof result === "string") return result;
		const { applied, value } = result;
		if (applied && step.body !== undefined)
			this.events.push({ seq: this.events.length + 1, body: step.body, value });
		return { applied, value, seq: this.events.length };
	}

	#run(step: Command): Result | string {
		if (step.type === "append") return { applied: true, value: null };
		if (step.type === "vote") return this.#vote(step.key, step.ballot, step.choice);
		const now = this.fields.get(step.key) ?? null;
		if (step.type === "remove") return { applied: this.fields.delete(step.key), value: null };
		if (step.type === "cas" && step.expected !== now) return { applied: false, value: now };
		const next = step.type === "add" ? sumOf(now ?? "0", step.delta) : step.value;
		if (step.type === "add" && next === null) return { applied: false, value: now };
		if (next === null) this.fields.delete(step.key);
		else this.fields.set(step.key, next);
		return { applied: true, value: next };
	}

	#vote(key: string, ballot: string, choice: string | null): Result | string {
		if (key === ballot) return "bad-usage";
		const now = this.fields.get(key) ?? null;
		// No other text above begins like this.
		if (now !== null && !now.startsWith("[")) return "bad-tally";
		const earlier = this.fields.get(ballot) ?? null;
		if (earlier === choice) return { applied: choice !== null, value: now };
		if (choice === null) this.fields.delete(ballot);
		else this.fields.set(ballot, choice);
		const pairs: [string, number][] = JSON.parse(now ?? "[]");
		if (choice !== null && !pairs.some(([name]) => name === choice)) pairs.push([choice, 0]);
		const counted = pairs.map(([name, n]) => [
			name,
			n + (name === choice ? 1 : name === earlier ? -1 : 0),
		]);
		const text = JSON.stringify(counted.filter(([, n]) => n !== 0));
		this.fields.set(key, text);
		return { applied: true, value: text };
	}
}

/** What a command came to: an answer, or the code of an error. */
async function tell(answer: Promise<Applied>): Promise<unknown> {
	try {
		const { applied, value, position } = await answer;
		return { applied, value, seq: position.seq };
	} catch (error) {
		return error instanceof GwError ? error.code : error;
	}
}

/** Column by column on units of 10^-20, for the deltas above. */
function sumOf(left: string, right: string): string | null {
	if (right === "1e-21") return null;
	const units = (text: string): bigint => {
		if (text === "1e-20") return 1n;
		const [whole = "", fraction = ""] = text.replace("-", "").split(".");
		return BigInt((text.startsWith("-") ? "-" : "") + whole + fraction.padEnd(20, "0"));
	};
	const sum = units(left) + units(right);
	const digits = `${sum < 0n ? -sum : sum}`.padStart(21, "0");
	if (digits.length > 41) return null;
	const text = `${digits.slice(0, -20)}.${digits.slice(-20)}`.replace(/0+$/, "").replace(/\.$/, "");
	return sum < 0n ? `-${text}` : text;
}

export function modelRules(bench: () => Bench): void {
	test.each([
		["one after the other", true],
		["all at once", false],
	])("commands %s do what the model does", { timeout: 60_000 }, async (_, inTurn) => {
		const { open } = bench();
		const step = fc.tuple(room, command);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const store = await open({ logLength: 1000 });
				const models = new Map<string, Model>();
				const heard = new Map<string, unknown[]>();
				for (const name of ["a", "__proto__", "a\0"]) {
					const events: unknown[] = [];
					models.set(name, new Model());
					heard.set(name, events);
					await store.subscribe(name, "now", (event) => events.push(event));
				}
				const results: Promise<unknown>[] = [];
				const expected: unknown[] = [];
				for (const [name, next] of steps) {
					const result = tell(store.apply(name, next));
					results.push(result);
					if (inTurn) await result;
					expected.push(models.get(name)?.apply(next));
				}
				expect(await Promise.all(results)).toEqual(expected);
				for (const [name, model] of models) {
					const { fields, position } = await store.load(name);
					expect(new Map(fields)).toEqual(model.fields);
					expect(position.seq).toBe(model.events.length);
					await until(() => heard.get(name)?.length === model.events.length);
					expect(heard.get(name)).toEqual(model.events);
				}
				await store.close();
			}),
			{ numRuns: 100 },
		);
	});
}
