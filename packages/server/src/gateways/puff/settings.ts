import { parseJson } from "@gw-sim/core";
import type { Visibility } from "@gw-sim/protocols/puff";
import * as v from "valibot";

/** What a group keeps when nobody is in it, and when the server is started anew. */
export interface Settings {
	readonly name: string;
	readonly visibility: Visibility;
}

/** The store's room that names every group there is. */
export const directoryRoom = "puff";

/** The store's room with the log of one group. */
export function groupRoom(id: string): string {
	return `puff/${id}`;
}

/** The field of a group's room with its settings, once they were edited. */
export const settingsField = "settings";

const schema: v.GenericSchema<unknown, Settings> = v.object({
	name: v.string(),
	visibility: v.picklist(["private", "public"] satisfies Visibility[]),
});

export function settingsText({ name, visibility }: Settings): string {
	return JSON.stringify({ name, visibility });
}

/** Null for text that holds no settings. */
export function parseSettings(text: string | null): Settings | null {
	const result = v.safeParse(schema, text === null ? null : parseJson(text));
	return result.success ? result.output : null;
}
