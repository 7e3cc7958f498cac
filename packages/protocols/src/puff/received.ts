import type { JsonObject, JsonValue } from "@gw-sim/core";
import type {
	ErrorEvent,
	GroupState,
	HeatingRole,
	Hello,
	PublicGroup,
	Visibility,
} from "./messages.js";

/** What is told of a member; all but the session may be missing. */
export interface ReceivedMember {
	readonly sessionId: string;
	readonly name?: string;
	readonly deviceState?: JsonObject;
	readonly deviceType?: string | null;
}

export interface ReceivedJoinedGroup {
	readonly type: "JOINED_GROUP";
	readonly groupId: string;
	readonly name: string;
	readonly visibility: Visibility;
	readonly state: GroupState;
	/** Later gateways have the receiver itself among them. */
	readonly members: readonly ReceivedMember[];
	/** Session ids; empty from the first gateways, which do not tell. */
	readonly ready: readonly string[];
}

/** What is missing has not changed: the latest gateways tell only what has. */
export interface ReceivedGroupUpdate {
	readonly type: "GROUP_UPDATE";
	/** Null where the gateway leaves it out. */
	readonly groupId: string | null;
	readonly name?: string;
	readonly visibility?: Visibility;
	readonly state?: GroupState;
	/** Everybody. */
	readonly members?: readonly ReceivedMember[];
	readonly ready?: readonly string[];
}

/** Something was not done; later gateways have more codes, and write some in lower case. */
export interface ReceivedError {
	readonly type: ErrorEvent["type"];
	readonly code: string;
}

/** What a client hears of the group that it is in. */
export type ReceivedGroupEvent =
	| ReceivedGroupUpdate
	| { readonly type: "GROUP_DELETE"; readonly groupId: string }
	| {
			readonly type: "GROUP_USER_JOIN";
			readonly groupId: string;
			readonly member: ReceivedMember;
	  }
	| { readonly type: "GROUP_USER_LEFT"; readonly groupId: string; readonly sessionId: string }
	/** By either name. Gateways do not agree what its group_id is. */
	| { readonly type: "GROUP_USER_UPDATE"; readonly member: ReceivedMember }
	| {
			readonly type: "GROUP_USER_DEVICE_UPDATE";
			readonly groupId: string;
			readonly member: ReceivedMember;
			readonly deviceState: JsonObject;
	  }
	| { readonly type: "GROUP_START_HEATING"; readonly role: HeatingRole }
	| { readonly type: "GROUP_HEAT_INQUIRY" | "GROUP_USER_READY"; readonly sessionId: string }
	| {
			readonly type: "GROUP_VISIBILITY_CHANGE";
			readonly visibility: Visibility;
			readonly sessionId: string | null;
	  };

/** An event that is unknown, or whose data has another shape than any version gave it. */
export interface ForeignEvent {
	readonly type: "foreign";
	readonly name: string;
	readonly data: JsonValue | undefined;
}

/** What a client may meet, from gateways of any version. */
export type ReceivedMessage =
	| Hello
	| ReceivedJoinedGroup
	| ReceivedGroupEvent
	| ReceivedError
	| { readonly type: "GROUP_CREATE"; readonly groupId: string; readonly name: string }
	| { readonly type: "PUBLIC_GROUPS_UPDATE"; readonly groups: readonly PublicGroup[] }
	| ForeignEvent;
