import { meaningOf } from "@gw-sim/core";
import { type RoomsLoss, roomsCloseCodes } from "@gw-sim/protocols/rooms";
import { type ConnectProblemCode, connectProblem } from "../connect-problem.js";
import type { RoomsClientSettings } from "./options.js";

/** Stable names of what can go wrong with a room's connection, for programs. */
export type RoomsProblemCode =
	| ConnectProblemCode
	| "closed"
	| "cut"
	| "join-timeout"
	| "silence"
	| "gave-up"
	| "bad-frame"
	| "bad-event"
	| "not-authenticated"
	| "listener";

/** What went wrong, and in one line how to mend it. */
export interface RoomsProblem {
	readonly code: RoomsProblemCode;
	/** For people, and harmless on a terminal. */
	readonly message: string;
}

/** `kind` of the trouble that `RoomsClient.drop` makes itself, which is nobody's problem. */
export const droppedKind = "dropped";

const statusHints: Readonly<Record<number, string>> = {
	404: "there is no room server at this path, which is /websocket",
	503: "it is full or stops; try later",
};

/** What to tell about a lost connection. */
export function problemOf(loss: RoomsLoss, { endpoint, rules }: RoomsClientSettings): RoomsProblem {
	switch (loss.cause) {
		case "closed":
			return loss.failure === undefined
				? closedProblem(loss.code)
				: connectProblem(loss.failure, endpoint.shown, "room server", statusHints);
		case "join-timeout":
			return {
				code: loss.cause,
				message: `the server sent no profile within ${rules.joinTimeoutMs} ms: check that ${endpoint.shown} is a room server`,
			};
		case "silence":
			return {
				code: loss.cause,
				message: `nothing came within ${rules.silenceTimeoutMs} ms: the line is dead, or the server pings more rarely`,
			};
	}
}

function closedProblem(code: number): RoomsProblem {
	if (code === 1006)
		return {
			code: "cut",
			message: "the connection was cut (1006): see the network and the server",
		};
	return {
		code: "closed",
		message: `the connection closed with ${code}: ${meaningOf(roomsCloseCodes, code).name}`,
	};
}
