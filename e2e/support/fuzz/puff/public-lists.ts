import { isMarkedObject, type Marked, member, numberIn, stringIn } from "../marked-json.js";
import { Disagreement } from "../wire.js";
import type { Circle } from "./circle.js";
import type { Ear } from "./ear.js";

/** Within so long after a change everybody has heard of it. */
const patienceMs = 100;

/** What one client may and has to hear of the public groups. */
interface Account {
	/** Changes that no list was told for. */
	allowed: number;
	/** Since when it waits for the list; null where it has it. */
	waitsSince: number | null;
}

/**
 * The lists of public groups that everybody is told. They come some time after the change, and
 * several changes may share one: each has to be one that was right in the course of the step in which
 * it came, and the last one has to be right for good.
 */
export class PublicLists {
	readonly #accounts = new Map<Ear, Account>();
	/** By group, as it is listed or, null, not listed: all that was right since the last step. */
	#seen = new Map<string, Set<string | null>>();
	#changedAt = Number.NEGATIVE_INFINITY;
	#now = new Map<string, string>();

	/** Somebody has connected; what was about to be told may be told to it, too. */
	add(ear: Ear, now: number): void {
		const isLate = now - this.#changedAt <= patienceMs;
		const allowed = isLate
			? Math.max(0, ...[...this.#accounts.values()].map((one) => one.allowed))
			: 0;
		this.#accounts.set(ear, { allowed, waitsSince: null });
	}

	remove(ear: Ear): void {
		this.#check(ear);
		this.#accounts.delete(ear);
	}

	/** How all groups are now. */
	note(circles: Iterable<Circle>): void {
		const now = new Map<string, string>();
		for (const circle of circles)
			if (circle.visibility === "public") now.set(circle.id, textOf(circle));
		for (const id of new Set([...this.#now.keys(), ...now.keys()])) {
			const seen = this.#seen.get(id) ?? new Set([this.#now.get(id) ?? null]);
			this.#seen.set(id, seen.add(now.get(id) ?? null));
		}
		this.#now = now;
	}

	/** A group has become public or private, or a public one is gone. */
	changed(at: number): void {
		this.#changedAt = at;
		for (const account of this.#accounts.values()) {
			account.allowed++;
			account.waitsSince ??= at;
		}
	}

	/** A step is over. */
	passed(now: number): void {
		for (const [ear, account] of this.#accounts) {
			this.#check(ear);
			const { waitsSince } = account;
			if (waitsSince !== null && now - waitsSince >= patienceMs)
				throw new Disagreement(`${ear.wire.name} was not told which groups are public`);
			if (waitsSince === null && now - this.#changedAt >= patienceMs) account.allowed = 0;
		}
		this.#seen = new Map([...this.#now].map(([id, item]) => [id, new Set([item])]));
	}

	/** Whether a list is that of now, in whatever order. */
	isNow(list: Marked): boolean {
		const items = itemsIn(list);
		return (
			items !== null &&
			items.size === this.#now.size &&
			[...items].every(([id, item]) => this.#now.get(id) === item)
		);
	}

	/** Looks at the lists that somebody got. */
	#check(ear: Ear): void {
		const account = this.#accounts.get(ear);
		for (const list of ear.takeLists()) {
			const items = itemsIn(list);
			const ids = [...(items?.keys() ?? []), ...this.#seen.keys()];
			const isRight = ids.every((id) => this.#seen.get(id)?.has(items?.get(id) ?? null));
			if (account === undefined || account.allowed === 0 || items === null || !isRight)
				throw new Disagreement(`${ear.wire.name} got a list of groups: ${JSON.stringify(list)}`);
			account.allowed--;
			const isLast =
				items.size === this.#now.size && [...items.keys()].every((id) => this.#now.has(id));
			account.waitsSince = isLast ? null : this.#changedAt;
		}
	}
}

const keys = ["group_id", "name", "visibility", "state", "member_count"];

/** Each item by its group, as `textOf` has it; null for what is no list. */
function itemsIn(list: Marked): ReadonlyMap<string, string> | null {
	if (!Array.isArray(list)) return null;
	const items = new Map<string, string>();
	for (const item of list) {
		if (!isMarkedObject(item) || Object.keys(item).length !== keys.length) return null;
		const [id, name, visibility, state] = keys.map((key) => stringIn(member(item, key)));
		const count = numberIn(member(item, "member_count"));
		if (typeof id !== "string" || items.has(id)) return null;
		items.set(id, JSON.stringify([id, name, visibility, state, count]));
	}
	return items;
}

function textOf({ id, name, visibility, state, size }: Circle): string {
	return JSON.stringify([id, name, visibility, state, String(size)]);
}
