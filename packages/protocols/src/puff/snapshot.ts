import { parseJson } from "@gw-sim/core";
import * as v from "valibot";
import type { GroupState, ObjectText, Visibility } from "./messages.js";

export interface SnapshotMember {
	readonly sessionId: string;
	readonly name: string;
	readonly deviceType: string | null;
	readonly deviceState: ObjectText;
}

/** The content of a group's snapshot. */
export interface GroupSnapshot {
	readonly id: string;
	readonly name: string;
	readonly visibility: Visibility;
	readonly state: GroupState;
	/** Longest there first. */
	readonly members: readonly SnapshotMember[];
	readonly ready: readonly string[];
}

const snapshot: v.GenericSchema<unknown, GroupSnapshot> = v.object({
	id: v.string(),
	name: v.string(),
	visibility: v.picklist(["private", "public"] satisfies Visibility[]),
	state: v.picklist(["chilling", "awaiting", "seshing"] satisfies GroupState[]),
	members: v.array(
		v.object({
			sessionId: v.string(),
			name: v.string(),
			deviceType: v.nullable(v.string()),
			deviceState: v.string(),
		}),
	),
	ready: v.array(v.string()),
});

/** Null for text that is no snapshot. */
export function parseSnapshot(text: string): GroupSnapshot | null {
	const result = v.safeParse(snapshot, parseJson(text));
	return result.success ? result.output : null;
}
