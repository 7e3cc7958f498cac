import { type ExactJson, isExactJsonObject } from "@gw-sim/core";
import {
	anyInteger,
	anyText,
	type Matcher,
	matches,
	oneOf,
	type Pattern,
	showPattern,
} from "../../pattern.js";
import { anyGroupId } from "./frames.js";
import type { GroupView, Party } from "./party.js";

/** A group, and how the list has to tell it; null where the list must not. */
export type ListEntry = readonly [party: Party, view: GroupView | null];

const anyItem: Pattern = {
	group_id: anyGroupId,
	name: anyText,
	visibility: "public",
	state: oneOf("chilling", "awaiting", "seshing"),
	member_count: anyInteger,
};

/** A list of public groups that tells these as they are, whatever others it tells. */
export function groupList(...entries: readonly ListEntry[]): Matcher {
	return {
		name: `<a list ${entries.map(shown).join(", ")}>`,
		matches: (value) =>
			Array.isArray(value) &&
			value.every((item) => matches(anyItem, item)) &&
			entries.every((entry) => tells(value, entry)),
	};
}

function tells(list: readonly ExactJson[], [party, view]: ListEntry): boolean {
	const own = list.filter((item) => isExactJsonObject(item) && item.group_id === party.id);
	if (view === null) return own.length === 0;
	return own.length === 1 && matches(party.summary(view), own[0]);
}

function shown([party, view]: ListEntry): string {
	return view === null ? `without ${party.id}` : `with ${showPattern(party.summary(view))}`;
}
