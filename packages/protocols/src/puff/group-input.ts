import { isJsonObject, parseJson } from "@gw-sim/core";
import * as v from "valibot";
import type { GroupChanges, ObjectText, UserChanges, Visibility } from "./messages.js";

/** A session comes into the group. */
export interface JoinInput {
	readonly type: "join";
	readonly sessionId: string;
	readonly name: string;
	readonly deviceType: string | null;
}

/** A device told something. */
export interface DeviceInput {
	readonly type: "device";
	readonly sessionId: string;
	readonly deviceState: ObjectText;
}

/**
 * What may happen to a group. Plain values, fit for a log: whoever feeds the same inputs in the same
 * order to a group of the same rules comes to the same group and tells the same.
 */
export type GroupInput =
	| JoinInput
	| DeviceInput
	/** Also of one whose connection is gone. */
	| { readonly type: "leave" | "inquire"; readonly sessionId: string }
	| { readonly type: "edit"; readonly sessionId: string; readonly changes: GroupChanges }
	| { readonly type: "user"; readonly sessionId: string; readonly changes: UserChanges }
	| { readonly type: "delete" };

/** Text for a log. A device's state stays as it is: a log must not encode it a second time. */
export function groupInputText(input: GroupInput): string {
	if (input.type !== "device") return JSON.stringify(input);
	const { type, sessionId, deviceState } = input;
	return `${JSON.stringify({ type, sessionId })}\n${deviceState}`;
}

/** The input in a log's text; null for text that is none, as another version may have written it. */
export function parseGroupInput(text: string): GroupInput | null {
	const end = text.indexOf("\n");
	if (end === -1) return parsedAs(input, parseJson(text));
	const head = parsedAs(deviceHead, parseJson(text.slice(0, end)));
	const deviceState = text.slice(end + 1);
	return head !== null && isJsonObject(parseJson(deviceState)) ? { ...head, deviceState } : null;
}

const sessionId = v.string();

const deviceHead: v.GenericSchema<unknown, Omit<DeviceInput, "deviceState">> = v.object({
	type: v.literal("device"),
	sessionId,
});

const groupChanges: v.GenericSchema<unknown, GroupChanges> = v.object({
	name: v.exactOptional(v.string()),
	visibility: v.exactOptional(v.picklist(["private", "public"] satisfies Visibility[])),
});

const userChanges: v.GenericSchema<unknown, UserChanges> = v.object({
	name: v.exactOptional(v.string()),
	deviceType: v.exactOptional(v.nullable(v.string())),
});

const input: v.GenericSchema<unknown, GroupInput> = v.variant("type", [
	v.object({
		type: v.literal("join"),
		sessionId,
		name: v.string(),
		deviceType: v.nullable(v.string()),
	}),
	v.object({ type: v.picklist(["leave", "inquire"]), sessionId }),
	v.object({ type: v.literal("edit"), sessionId, changes: groupChanges }),
	v.object({ type: v.literal("user"), sessionId, changes: userChanges }),
	v.object({ type: v.literal("delete") }),
]);

function parsedAs<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | null {
	const result = v.safeParse(schema, value);
	return result.success ? result.output : null;
}
