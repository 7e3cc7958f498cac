import type { Frame, JsonValue } from "@gw-sim/core";
import type { BroadcastBody, Profile, PublicUser } from "@gw-sim/protocols/rooms";
import type { RoomsProblem } from "./problem.js";

/** How far the connection is; `online` means that the server sent the profile. */
export type RoomsLink = "offline" | "connecting" | "joining" | "online" | "backoff";

/** The votes of one poll: answer and count, no answer without votes. */
export interface PollResult {
	/** As text, also where it was voted for as a number. */
	readonly id: string;
	readonly stats: ReadonlyMap<string, number>;
}

export interface CounterValue {
	/** As text, also where it was counted as a number. */
	readonly id: string;
	/** As near as JavaScript can have it. */
	readonly value: number;
	/** Every digit that the server sent, whether as a number or as a string. */
	readonly raw: string;
}

/** What a client tells its listeners. */
export interface RoomsClientEvents {
	readonly link: RoomsLink;
	/** On every connection, and in answer to login, getProfile and authenticate. */
	readonly profile: Profile;
	/** The room's configuration, on every connection and on every change. */
	readonly config: string;
	/** `message` is undefined where the sender gave none, which differs from null. */
	readonly chat: { readonly message: JsonValue | undefined; readonly user: PublicUser };
	readonly poll: PollResult;
	readonly ephemeralPoll: PollResult;
	readonly counter: CounterValue;
	/** The server's time in ms since 1970. */
	readonly ping: number;
	/** What the server did not like; in its words, not escaped for a terminal. */
	readonly error: string;
	/** Somebody's message of a type that this client relays. */
	readonly relay: {
		readonly type: string;
		readonly data: JsonValue | undefined;
		/** With private properties and the session's id. */
		readonly user: Profile;
	};
	/** Any other type, and so whatever an admin broadcasts; both keys may be absent. */
	readonly message: BroadcastBody;
	readonly problem: RoomsProblem;
	/** Everything that goes over the wire, for recorders; as secret as the session's id in it. */
	readonly frame: { readonly direction: "in" | "out"; readonly frame: Frame };
}
