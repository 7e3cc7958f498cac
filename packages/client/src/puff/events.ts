import type { Frame, JsonObject, JsonValue } from "@gw-sim/core";
import type {
	GroupView,
	HeatingRole,
	MemberView,
	PublicGroup,
	PuffDeviceState,
	Visibility,
} from "@gw-sim/protocols/puff";
import type { PuffProblem } from "./problem.js";

/**
 * How far the connection is. `online` means that the gateway said hello and that the client is back
 * in the group that it was in, if it was in one; until then it is `joining`.
 */
export type PuffLink = "offline" | "connecting" | "joining" | "online" | "backoff";

/** What the gateway's hello said; every connection has a session of its own. */
export interface PuffSession {
	readonly sessionId: string;
	readonly heartbeatIntervalMs: number;
}

/** A group that was created, which puts nobody into it. */
export interface CreatedGroup {
	readonly groupId: string;
	readonly name: string;
}

/** A part of another member's device state, as it changed. */
export interface DeviceUpdate {
	readonly member: MemberView;
	/** What is known and of the right type. */
	readonly changes: PuffDeviceState;
	/** All of it. */
	readonly raw: JsonObject;
}

/** Who did something: another member, or this client. */
export interface Doing {
	readonly sessionId: string;
	readonly isSelf: boolean;
}

/**
 * What a client tells its listeners. Names and other texts are as their senders wrote them, not
 * escaped for a terminal.
 */
export interface PuffClientEvents {
	readonly link: PuffLink;
	/** On every connection. */
	readonly hello: PuffSession;
	/** This client is in a group, for the first time or again; the view is a new one. */
	readonly joined: GroupView;
	/** This client is in the group no more: it left, the group was deleted, or the connection ended. */
	readonly left: { readonly groupId: string };
	readonly created: CreatedGroup;
	readonly deleted: { readonly groupId: string };
	/** Name, visibility, state, members or readiness changed. */
	readonly group: GroupView;
	readonly userJoined: MemberView;
	/** As it was. */
	readonly userLeft: MemberView;
	readonly userChanged: MemberView;
	readonly device: DeviceUpdate;
	/** A device is ready to heat. */
	readonly ready: Doing;
	/** Somebody asks everybody to get ready. */
	readonly inquiry: Doing;
	/** Time to heat, unless the role says that this client only looks on. */
	readonly startHeating: HeatingRole;
	readonly visibilityChanged: {
		readonly visibility: Visibility;
		/** Who changed it; null where the gateway does not tell. */
		readonly sessionId: string | null;
	};
	/** All public groups, told when one becomes public, private, or goes. */
	readonly publicGroups: readonly PublicGroup[];
	/** Something that was sent was not done, as `GROUP_ACTION_ERROR` with `NOT_IN_GROUP`. */
	readonly refused: { readonly event: string; readonly code: string };
	/** An event of a later gateway, or one whose data is not as any gateway has it. */
	readonly event: { readonly name: string; readonly data: JsonValue | undefined };
	readonly problem: PuffProblem;
	/** Everything that goes over the wire, for recorders; compressed where it is. */
	readonly frame: { readonly direction: "in" | "out"; readonly frame: Frame };
}
