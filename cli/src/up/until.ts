import { type JsonObject, type JsonValue, safe, UsageError } from "@gw-sim/core";
import type { OrchestraEvent } from "./orchestra.js";

/** What a device's state has to be for somebody to go on. */
export interface Condition {
	/** As it was given. */
	readonly text: string;
	readonly name: string;
	/** Null where any value of the state will do. */
	readonly key: string | null;
	readonly value: string;
}

/**
 * Reads `NAME WORD`, or `NAME KEY=VALUE`.
 * @throws UsageError where it is neither, or no device has that name.
 */
export function parseCondition(text: string, names: readonly string[]): Condition {
	const [, name = "", wanted = ""] = /^\s*(\S+)\s+(\S.*?)\s*$/s.exec(text) ?? [];
	if (wanted === "")
		throw new UsageError(
			`--until ${safe(text)}: it needs NAME WORD or NAME KEY=VALUE, as in 'lock-1 online'`,
		);
	if (!names.includes(name))
		throw new UsageError(
			`--until ${safe(text)}: there is no device ${safe(name)}: the scene has ${names.join(", ")}`,
		);
	const [, key = null, value = wanted] = /^(\w+)=(.*)$/s.exec(wanted) ?? [];
	return { text, name, key, value };
}

/** Whether a state is as wanted; what is no text is compared as its JSON. */
export function isMet({ key, value }: Condition, state: JsonObject): boolean {
	const isWanted = (found: JsonValue): boolean =>
		(typeof found === "string" ? found : JSON.stringify(found)) === value;
	if (key === null) return Object.values(state).some(isWanted);
	return Object.hasOwn(state, key) && isWanted(state[key] ?? null);
}

/** Follows what devices tell of themselves until every condition is met at once. */
export class UntilWatch {
	#conditions: readonly Condition[];
	readonly #states = new Map<string, JsonObject>();

	constructor(conditions: readonly Condition[]) {
		this.#conditions = conditions;
	}

	/** Whether there is anything to wait for. */
	get isWaiting(): boolean {
		return this.#conditions.length > 0;
	}

	/** Waits no more. */
	release(): void {
		this.#conditions = [];
	}

	/** Those that are not met yet. */
	get unmet(): readonly Condition[] {
		return this.#conditions.filter((condition) => {
			const state = this.#states.get(condition.name);
			return state === undefined || !isMet(condition, state);
		});
	}

	/** What a condition's device told last of itself; undefined where it does not run. */
	stateOf({ name }: Condition): JsonObject | undefined {
		return this.#states.get(name);
	}

	take(event: OrchestraEvent): void {
		if (event.type === "event" && event.event.event === "state")
			this.#states.set(event.name, event.event.state);
		// What a process said of itself ends with it.
		else if (event.type === "process" && event.process.pid === null)
			this.#states.delete(event.process.name);
	}
}
