/** The client's side of the room server: chat, polls, counters and subscriptions in a room. */
export type {
	BroadcastBody,
	ItemId,
	Profile,
	PublicUser,
	RawMessage,
	Role,
} from "@gw-sim/protocols/rooms";
export type { Sha256 } from "../sha256.js";
export type { Signalled } from "../signalled.js";
export type { CounterValue, PollResult, RoomsClientEvents, RoomsLink } from "./events.js";
export type {
	OptionalRoomsClientOptions,
	RequiredRoomsClientOptions,
	RoomsClientOptions,
} from "./options.js";
export type { Delta } from "./outgoing.js";
export type { RoomsProblem, RoomsProblemCode } from "./problem.js";
export { type OutgoingBroadcast, RoomsClient } from "./rooms-client.js";
