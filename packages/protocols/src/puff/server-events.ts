import { isJsonObject, type JsonObject, type JsonValue } from "@gw-sim/core";
import * as v from "valibot";
import type { GroupState, PublicGroup, Visibility } from "./messages.js";
import type {
	ReceivedGroupUpdate,
	ReceivedJoinedGroup,
	ReceivedMember,
	ReceivedMessage,
} from "./received.js";

const id = v.string();
const jsonObject = v.custom<JsonObject>((value) => isJsonObject(value as JsonValue));
const visibility = v.picklist(["private", "public"] satisfies Visibility[]);
const state = v.picklist(["chilling", "awaiting", "seshing"] satisfies GroupState[]);

/** A key that is missing, null or of another kind is as good as not told. */
function ifAny<T>(schema: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T | undefined> {
	return v.fallback(v.optional(schema), undefined);
}

const member: v.GenericSchema<unknown, ReceivedMember> = v.pipe(
	v.object({
		session_id: id,
		name: ifAny(v.string()),
		device_state: ifAny(jsonObject),
		device_type: ifAny(v.nullable(v.string())),
	}),
	v.transform(({ session_id, name, device_state, device_type }) => ({
		sessionId: session_id,
		...(name === undefined ? {} : { name }),
		...(device_state === undefined ? {} : { deviceState: device_state }),
		...(device_type === undefined ? {} : { deviceType: device_type }),
	})),
);

/** Members are their ids, or whole objects as some later gateways have them. */
const members: v.GenericSchema<unknown, readonly ReceivedMember[]> = v.array(
	v.union([
		member,
		v.pipe(
			id,
			v.transform((sessionId) => ({ sessionId })),
		),
	]),
);

const joined: v.GenericSchema<unknown, ReceivedJoinedGroup> = v.pipe(
	v.object({
		group_id: id,
		name: v.fallback(v.string(), ""),
		visibility: v.fallback(visibility, "private"),
		state: v.fallback(state, "chilling"),
		members: v.fallback(members, []),
		ready: ifAny(v.array(id)),
		ready_members: ifAny(v.array(id)),
	}),
	v.transform(({ group_id, ready, ready_members, ...group }) => ({
		type: "JOINED_GROUP" as const,
		groupId: group_id,
		...group,
		ready: ready ?? ready_members ?? [],
	})),
);

const groupUpdate: v.GenericSchema<unknown, ReceivedGroupUpdate> = v.pipe(
	v.object({
		group_id: v.fallback(v.nullable(id), null),
		name: ifAny(v.string()),
		visibility: ifAny(visibility),
		state: ifAny(state),
		members: ifAny(members),
		ready: ifAny(v.array(id)),
	}),
	v.transform(({ group_id, name, visibility, state, members, ready }) => ({
		type: "GROUP_UPDATE" as const,
		groupId: group_id,
		...(name === undefined ? {} : { name }),
		...(visibility === undefined ? {} : { visibility }),
		...(state === undefined ? {} : { state }),
		...(members === undefined ? {} : { members }),
		...(ready === undefined ? {} : { ready }),
	})),
);

const publicGroup: v.GenericSchema<unknown, PublicGroup> = v.pipe(
	v.object({
		group_id: id,
		name: v.fallback(v.string(), ""),
		visibility: v.fallback(visibility, "public"),
		state: v.fallback(state, "chilling"),
		member_count: v.fallback(v.number(), 0),
	}),
	v.transform(({ group_id, member_count, ...group }) => ({
		groupId: group_id,
		...group,
		memberCount: member_count,
	})),
);

const ofGroup = v.object({ group_id: id });
const ofSession = v.object({ session_id: id });
const created = v.object({ group_id: id, name: v.fallback(v.string(), "") });
const deviceUpdate = v.object({ group_id: id, device_state: jsonObject });
const visibilityChange = v.object({ visibility, session_id: v.fallback(v.nullable(id), null) });
const flag = v.fallback(v.boolean(), false);
const role = v.object({ excluded: flag, watcher: flag, away: flag });
const refusal = v.object({ code: v.string() });

/** The event that a gateway names, with its data; null for an unknown one, or data of another shape. */
export function readServerEvent(name: string, d: JsonValue | undefined): ReceivedMessage | null {
	switch (name) {
		case "JOINED_GROUP":
			return shaped(joined, d);
		case "GROUP_CREATE": {
			const data = shaped(created, d);
			return data && { type: name, groupId: data.group_id, name: data.name };
		}
		case "GROUP_DELETE": {
			const data = shaped(ofGroup, d);
			return data && { type: name, groupId: data.group_id };
		}
		case "GROUP_UPDATE":
			return shaped(groupUpdate, d);
		case "GROUP_USER_JOIN": {
			const data = shaped(ofGroup, d);
			const who = shaped(member, d);
			return data && who && { type: name, groupId: data.group_id, member: who };
		}
		case "GROUP_USER_LEFT": {
			const data = shaped(ofGroup, d);
			const who = shaped(ofSession, d);
			return data && who && { type: name, groupId: data.group_id, sessionId: who.session_id };
		}
		case "GROUP_USER_UPDATE":
		case "GROUP_USER_UPDATED": {
			const who = shaped(member, d);
			return who && { type: "GROUP_USER_UPDATE", member: who };
		}
		case "GROUP_USER_DEVICE_UPDATE": {
			const data = shaped(deviceUpdate, d);
			const who = shaped(member, d);
			if (data === null || who === null) return null;
			const { group_id: groupId, device_state: deviceState } = data;
			return { type: name, groupId, member: who, deviceState };
		}
		case "GROUP_START_HEATING": {
			// The first gateway sends no data, and only to those that are to heat.
			const data = shaped(role, isJsonObject(d) ? d : {});
			return data && { type: name, role: data };
		}
		case "GROUP_HEAT_INQUIRY":
		case "GROUP_USER_READY": {
			const who = shaped(ofSession, d);
			return who && { type: name, sessionId: who.session_id };
		}
		case "GROUP_VISIBILITY_CHANGE": {
			const data = shaped(visibilityChange, d);
			return data && { type: name, visibility: data.visibility, sessionId: data.session_id };
		}
		case "PUBLIC_GROUPS_UPDATE": {
			const groups = shaped(v.array(publicGroup), d);
			return groups && { type: name, groups };
		}
		case "GROUP_JOIN_ERROR":
		case "GROUP_CREATE_ERROR":
		case "GROUP_ACTION_ERROR":
		case "USER_UPDATE_ERROR":
		case "SYNTAX_ERROR": {
			const data = shaped(refusal, d);
			return data && { type: name, code: data.code };
		}
		default:
			return null;
	}
}

function shaped<T>(schema: v.GenericSchema<unknown, T>, value: JsonValue | undefined): T | null {
	const result = v.safeParse(schema, value);
	return result.success ? result.output : null;
}
