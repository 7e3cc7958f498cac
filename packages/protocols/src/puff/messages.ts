/** JSON text of one object, its values as their sender wrote them: no digit is lost on the way. */
export type ObjectText = string;

export type GroupState = "chilling" | "awaiting" | "seshing";

export type Visibility = "private" | "public";

/** What an edit of a group may change. */
export interface GroupChanges {
	readonly name?: string;
	readonly visibility?: Visibility;
}

/** What a user may change of itself. */
export interface UserChanges {
	readonly name?: string;
	/** As `peak`; null for none. */
	readonly deviceType?: string | null;
}

/** Op 1. */
export interface JoinGroup {
	readonly kind: "join";
	readonly groupId: string;
}

/** Op 2. The sender does not come into the group by it. */
export interface CreateGroup {
	readonly kind: "create";
	/** Never blank; null where the gateway is to choose one. */
	readonly name: string | null;
}

/** Op 4: what has changed on a device. */
export interface SendDeviceState {
	readonly kind: "device";
	readonly deviceState: ObjectText;
}

/** Op 5. */
export interface EditGroup {
	readonly kind: "edit";
	readonly changes: GroupChanges;
}

/** Op 6. */
export interface UpdateUser {
	readonly kind: "user";
	readonly changes: UserChanges;
}

/** Ops 7, 8 and 420. */
export interface PlainMessage {
	readonly kind: "leave" | "inquire" | "heartbeat";
}

/** What a client sends. */
export type ClientMessage =
	| JoinGroup
	| CreateGroup
	| SendDeviceState
	| EditGroup
	| UpdateUser
	| PlainMessage;

/** A known op with data that it cannot have; its sender is told. */
export interface Refused {
	readonly kind: "refused";
	readonly error: ErrorEvent;
}

/** Met with silence. */
export interface Ignored {
	readonly kind: "ignored";
	/** For a log; holds nothing of what came. */
	readonly why: string;
}

/** A client's frame as a gateway has to take it. */
export type Decoded = ClientMessage | Refused | Ignored;

/** Op 0, the first frame on a connection. */
export interface Hello {
	readonly type: "hello";
	readonly sessionId: string;
	/** How often the client has to show that it is there. */
	readonly heartbeatIntervalMs: number;
}

/** An event that tells its receiver why something was not done. */
export type ErrorEvent =
	| {
			readonly type: "GROUP_JOIN_ERROR";
			readonly code: "INVALID_GROUP_ID" | "ALREADY_IN_GROUP" | "GROUP_FULL";
	  }
	| {
			readonly type: "GROUP_CREATE_ERROR";
			readonly code: "INVALID_GROUP_NAME" | "TOO_MANY_GROUPS";
	  }
	| {
			readonly type: "GROUP_ACTION_ERROR";
			readonly code:
				| "NOT_IN_GROUP"
				| "INVALID_GROUP_NAME"
				| "INVALID_VISIBILITY"
				| "INVALID_GROUP_STATE"
				| "TOO_MANY_PUBLIC_GROUPS";
	  }
	| {
			readonly type: "USER_UPDATE_ERROR";
			readonly code: "INVALID_NAME" | "INVALID_DEVICE_TYPE";
	  }
	| {
			readonly type: "SYNTAX_ERROR";
			readonly code: "MISSING_DATA" | "DEVICE_STATE_TOO_LARGE";
	  };

/** A group as those that are not in it see it. */
export interface PublicGroup {
	readonly groupId: string;
	readonly name: string;
	readonly visibility: Visibility;
	readonly state: GroupState;
	readonly memberCount: number;
}

/** Another member, as one that joins is told of it. */
export interface MemberSummary {
	readonly sessionId: string;
	readonly name: string;
	/** All that its device has told so far; `{}` where it has none. */
	readonly deviceState: ObjectText;
	readonly deviceType: string | null;
}

/** To the one that joined. */
export interface JoinedGroup {
	readonly type: "JOINED_GROUP";
	readonly groupId: string;
	readonly name: string;
	readonly visibility: Visibility;
	readonly state: GroupState;
	/** Without the receiver, newest first. */
	readonly members: readonly MemberSummary[];
}

/** The whole of a group but for its devices. */
export interface GroupUpdate {
	readonly type: "GROUP_UPDATE";
	readonly groupId: string;
	readonly name: string;
	readonly visibility: Visibility;
	readonly state: GroupState;
	/** Session ids, longest there first. */
	readonly members: readonly string[];
	/** Session ids in the order in which they became ready. */
	readonly ready: readonly string[];
}

/** To the other members: exactly what one of them sent by op 4. */
export interface UserDeviceUpdate {
	readonly type: "GROUP_USER_DEVICE_UPDATE";
	readonly groupId: string;
	readonly sessionId: string;
	readonly deviceState: ObjectText;
	readonly deviceType: string | null;
}

/** How the receiver of a start takes part: a ready device all false, one that only looks on otherwise. */
export interface HeatingRole {
	readonly excluded: boolean;
	readonly watcher: boolean;
	readonly away: boolean;
}

/** Op 3, what a gateway tells. */
export type ServerEvent =
	| ErrorEvent
	| JoinedGroup
	| GroupUpdate
	| UserDeviceUpdate
	| { readonly type: "GROUP_CREATE"; readonly groupId: string; readonly name: string }
	| { readonly type: "GROUP_DELETE"; readonly groupId: string }
	| {
			readonly type: "GROUP_USER_JOIN";
			readonly groupId: string;
			readonly sessionId: string;
			readonly name: string;
	  }
	| { readonly type: "GROUP_USER_LEFT"; readonly groupId: string; readonly sessionId: string }
	| {
			readonly type: "GROUP_USER_UPDATE";
			readonly groupId: string;
			readonly sessionId: string;
			readonly name: string;
			readonly deviceType: string | null;
	  }
	/** The same as the first gateway told it, with the session where the group ought to be. */
	| { readonly type: "GROUP_USER_UPDATED"; readonly sessionId: string; readonly name: string }
	| {
			readonly type: "GROUP_START_HEATING";
			/** Null where the event has no data, as from the first gateway. */
			readonly role: HeatingRole | null;
	  }
	| { readonly type: "GROUP_HEAT_INQUIRY"; readonly sessionId: string }
	| { readonly type: "GROUP_USER_READY"; readonly sessionId: string }
	| {
			readonly type: "GROUP_VISIBILITY_CHANGE";
			readonly visibility: Visibility;
			/** Who changed it. */
			readonly sessionId: string;
	  }
	| { readonly type: "PUBLIC_GROUPS_UPDATE"; readonly groups: readonly PublicGroup[] };

/** What a gateway sends. */
export type ServerMessage = Hello | ServerEvent;
