import { isMarkedObject, type Marked, member, stringIn } from "../marked-json.js";
import { type Pattern, Slot } from "../pattern.js";
import { Circle, type Visibility } from "./circle.js";
import { event } from "./ear.js";
import type { Guest } from "./guest.js";
import { isBlank, isGenerated, isName } from "./names.js";
import type { PublicLists } from "./public-lists.js";
import type { Op } from "./said.js";
import type { PuffTerms } from "./terms.js";

/** One of these is what somebody has to be told instead; null where it was done. */
type Refusal = readonly Pattern[] | null;

/** Groups that are gone, whose ids somebody may still use. */
const maxGone = 5;

/** All groups that there are, and what clients do with them. */
export class Circles {
	readonly #terms: PuffTerms;
	readonly #lists: PublicLists;
	readonly #circles = new Map<string, Circle>();
	#gone: readonly string[] = [];

	constructor(terms: PuffTerms, lists: PublicLists) {
		this.#terms = terms;
		this.#lists = lists;
	}

	/** Oldest first. */
	get all(): readonly Circle[] {
		return [...this.#circles.values()];
	}

	/** Ids of groups that are no more. */
	get gone(): readonly string[] {
		return this.#gone;
	}

	find(id: string): Circle | undefined {
		return this.#circles.get(id);
	}

	/** The first group whose time is up. */
	firstGoing(now: number): Circle | undefined {
		const due = this.all.filter(({ goesAt }) => goesAt !== null && goesAt <= now);
		return due.sort((a, b) => (a.goesAt ?? 0) - (b.goesAt ?? 0))[0];
	}

	obey(guest: Guest, { op, d, raw }: Op, now: number): Refusal {
		const { circle } = guest;
		switch (op) {
			case "1":
				return this.#join(guest, d, now);
			case "2":
				return this.#create(guest, d, now);
			case "4":
				return circle === null || !isMarkedObject(d)
					? notAllowed(circle, d)
					: circle.told(guest, d, raw);
			case "5":
				return this.#edit(guest, d, now);
			case "6":
				return rename(guest, d);
			case "7":
				guest.circle = null;
				circle?.leave(guest, now);
				return null;
			case "8":
				return circle === null ? [error("ACTION", "NOT_IN_GROUP")] : circle.inquire(guest);
			case "420":
				guest.beatAt = now;
				return null;
			default:
				return null;
		}
	}

	/** A group is gone; nobody may be in it. */
	bury(circle: Circle, at: number): void {
		this.#circles.delete(circle.id);
		this.#gone = [...this.#gone, circle.id].slice(-maxGone);
		if (circle.visibility === "public") this.#lists.changed(at);
	}

	#join(guest: Guest, d: Marked | undefined, now: number): Refusal {
		const id = isMarkedObject(d) ? stringIn(member(d, "group_id")) : null;
		const circle = this.#circles.get(id ?? "");
		const previous = guest.circle;
		if (circle === undefined) {
			const isObject = isMarkedObject(d) || d === undefined || d === null;
			return [error("JOIN", "INVALID_GROUP_ID"), ...(isObject ? [] : [missingData])];
		}
		if (circle === previous) return [error("JOIN", "ALREADY_IN_GROUP")];
		if (circle.size >= this.#terms.limits.groupMembers) return [error("JOIN", "GROUP_FULL")];
		// What its device told stays behind.
		previous?.leave(guest, now);
		circle.enter(guest);
		guest.circle = circle;
		return null;
	}

	#create(guest: Guest, d: Marked | undefined, now: number): Refusal {
		if (d !== undefined && d !== null && !isMarkedObject(d)) return [missingData];
		const given = isMarkedObject(d) ? (member(d, "name") ?? null) : null;
		const name = given === null ? "" : stringIn(given);
		const invalid = error("CREATE", "INVALID_GROUP_NAME");
		if (name === null) return [invalid];
		const isNone = isBlank(name);
		// Nothing that is too long could as well be taken for no name.
		if (!isName(name) && (!isNone || guest.ear.isNext(invalid))) return [invalid];
		if (this.#circles.size >= this.#terms.limits.groups)
			return [error("CREATE", "TOO_MANY_GROUPS")];
		const id = new Slot((value) => this.#isFreeId(value));
		const called = new Slot((value) => (isNone ? isGenerated(value) : value === `'${name}`));
		guest.ear.expect(event("GROUP_CREATE", { group_id: id, name: called }));
		this.#circles.set(id.text, new Circle(id.text, called.text, this.#terms, now));
		guest.made = id.text;
		return null;
	}

	#isFreeId(value: Marked): boolean {
		return /^'[0-9a-z]{6}$/.test(String(value)) && !this.#circles.has(stringIn(value) ?? "");
	}

	#edit(guest: Guest, d: Marked | undefined, now: number): Refusal {
		const { circle } = guest;
		const [name, visibility] = isMarkedObject(d)
			? [member(d, "name"), member(d, "visibility")]
			: [];
		const wanted = visibilityIn(visibility);
		const errors = [
			...(isNameOrNone(name) ? [] : [error("ACTION", "INVALID_GROUP_NAME")]),
			...(visibility === undefined || wanted !== null
				? []
				: [error("ACTION", "INVALID_VISIBILITY")]),
		];
		if (circle === null || !isMarkedObject(d) || errors.length > 0)
			return notAllowed(circle, d, errors);
		const listed = this.all.filter((one) => one.visibility === "public").length;
		const isOneMore = wanted === "public" && circle.visibility === "private";
		if (isOneMore && listed >= this.#terms.limits.publicGroups)
			return [error("ACTION", "TOO_MANY_PUBLIC_GROUPS")];
		if (circle.edit(guest, stringIn(name), wanted)) this.#lists.changed(now);
		return null;
	}
}

const missingData: Pattern = event("SYNTAX_ERROR", { code: "MISSING_DATA" });

function error(what: "JOIN" | "CREATE" | "ACTION", code: string): Pattern {
	return event(`GROUP_${what}_ERROR`, { code });
}

function rename(guest: Guest, d: Marked | undefined): Refusal {
	if (!isMarkedObject(d)) return [missingData];
	const [name, type] = [member(d, "name"), member(d, "device_type")];
	const failure = (code: string): Pattern => event("USER_UPDATE_ERROR", { code });
	const errors = [
		...(isNameOrNone(name) ? [] : [failure("INVALID_NAME")]),
		...(type === null || isNameOrNone(type) ? [] : [failure("INVALID_DEVICE_TYPE")]),
	];
	if (errors.length > 0) return errors;
	guest.name = stringIn(name) ?? guest.name;
	if (type !== undefined) guest.deviceType = stringIn(type);
	guest.circle?.renamed(guest);
	return null;
}

/** Which of several reasons is told is left open. */
function notAllowed(
	circle: Circle | null,
	d: Marked | undefined,
	errors: readonly Pattern[] = [],
): readonly Pattern[] {
	return [
		...errors,
		...(circle === null ? [error("ACTION", "NOT_IN_GROUP")] : []),
		...(isMarkedObject(d) ? [] : [missingData]),
	];
}

function isNameOrNone(value: Marked | undefined): boolean {
	const text = stringIn(value);
	return value === undefined || (text !== null && isName(text));
}

function visibilityIn(value: Marked | undefined): Visibility | null {
	const text = stringIn(value);
	return text === "public" || text === "private" ? text : null;
}
