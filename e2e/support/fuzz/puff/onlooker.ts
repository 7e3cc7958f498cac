import { isDeepStrictEqual } from "node:util";
import {
	isMarkedObject,
	type Marked,
	type MarkedObject,
	member,
	stringIn,
} from "../marked-json.js";

/** Of one that is in its group, too. */
const aboutMembers = [
	"GROUP_USER_DEVICE_UPDATE",
	"GROUP_USER_UPDATE",
	"GROUP_USER_READY",
	"GROUP_HEAT_INQUIRY",
	"GROUP_VISIBILITY_CHANGE",
];

const states = ["chilling", "awaiting", "seshing"];
const watching: Marked = { excluded: true, watcher: true, away: false };

/**
 * Somebody without a device in a group of many, who follows what it is told and notes what does not
 * fit together.
 */
export class Onlooker {
	/** What did not fit, as text. */
	readonly troubles: string[] = [];
	/** Events, by their name. */
	readonly heard = new Map<string, number>();
	readonly #group: string;
	/** Sessions, longest there first. */
	#members: readonly string[];
	#state = "chilling";

	/** @param session Its own, the only one in the group. */
	constructor(group: string, session: string) {
		this.#group = group;
		this.#members = [session];
	}

	/** Sessions in its group. */
	get size(): number {
		return this.#members.length;
	}

	hear(frame: Marked | undefined): void {
		const [t, d] = isMarkedObject(frame) ? [stringIn(member(frame, "t")), member(frame, "d")] : [];
		const name = t ?? "no event";
		this.heard.set(name, (this.heard.get(name) ?? 0) + 1);
		const fits = isMarkedObject(d)
			? this.#fits(name, d)
			: name === "PUBLIC_GROUPS_UPDATE" && Array.isArray(d);
		if (!fits) this.troubles.push(JSON.stringify(frame));
	}

	#fits(t: string, d: MarkedObject): boolean {
		if (t === "GROUP_START_HEATING")
			return this.#state === "awaiting" && isDeepStrictEqual(d, watching);
		const group = stringIn(member(d, "group_id"));
		if (group !== null && group !== this.#group) return false;
		const session = stringIn(member(d, "session_id")) ?? "";
		const isMember = this.#members.includes(session);
		switch (t) {
			case "GROUP_USER_JOIN":
				this.#members = [...this.#members, session];
				return !isMember;
			case "GROUP_USER_LEFT":
				this.#members = this.#members.filter((one) => one !== session);
				return isMember;
			case "GROUP_UPDATE":
				return this.#updates(d);
			default:
				return aboutMembers.includes(t) && isMember;
		}
	}

	#updates(d: MarkedObject): boolean {
		const [members, ready] = ["members", "ready"].map((key) => sessionsIn(member(d, key)));
		this.#state = stringIn(member(d, "state")) ?? "";
		return (
			states.includes(this.#state) &&
			isDeepStrictEqual(members, this.#members) &&
			ready?.every((one) => this.#members.includes(one)) === true &&
			(this.#state === "awaiting" || ready.length === 0)
		);
	}
}

function sessionsIn(value: Marked | undefined): readonly string[] | null {
	return Array.isArray(value) ? value.map((one) => stringIn(one) ?? "") : null;
}
