import { meaningOf, safe } from "@gw-sim/core";
import { type ConnectTrouble, type LockLoss, lockCloseCodes } from "@gw-sim/protocols/lock";
import { type ConnectProblemCode, connectProblem } from "../connect-problem.js";
import { shownUrl } from "../ws-url.js";
import type { LockClientSettings } from "./options.js";

/** Stable names of what can go wrong with a lock's connection, for programs. */
export type LockProblemCode =
	| ConnectProblemCode
	| "closed"
	| "cut"
	| "join-refused"
	| "join-timeout"
	| "bad-state"
	| "heartbeat-timeout"
	| "channel-error"
	| "channel-closed"
	| "gave-up"
	| "bad-frame"
	| "bad-event"
	| "listener";

/** What went wrong, and in one line how to mend it. */
export interface LockProblem {
	readonly code: LockProblemCode;
	/** For people, and harmless on a terminal. */
	readonly message: string;
}

/** `kind` of the trouble that `LockClient.drop` makes itself, which is nobody's problem. */
export const droppedKind = "dropped";

/** What to tell about a lost connection. */
export function problemOf(loss: LockLoss, settings: LockClientSettings): LockProblem {
	const { joinTimeoutMs, heartbeatTimeoutMs } = settings;
	const url = shownUrl(new URL(settings.url));
	switch (loss.cause) {
		case "closed":
			return loss.failure === undefined ? closedProblem(loss.code) : notOpened(loss.failure, url);
		case "join-refused":
			return {
				code: loss.cause,
				message: `the hub refused the join: ${safe(loss.reason)}; check that it knows this serial`,
			};
		case "join-timeout":
			return {
				code: loss.cause,
				message: `the hub did not answer the join within ${joinTimeoutMs} ms: check that ${url} is a lock hub that serves "lock:" topics`,
			};
		case "bad-state":
			return {
				code: loss.cause,
				message:
					"the hub answered the join without a lock's state: it needs at least uuid and serial",
			};
		case "heartbeat-timeout":
			return {
				code: loss.cause,
				message: `the hub did not answer a heartbeat within ${heartbeatTimeoutMs} ms: the line is dead, or the hub hangs`,
			};
		case "channel-error":
			return {
				code: loss.cause,
				message: "the hub's channel crashed (phx_error): see the hub's log; joining again",
			};
		case "channel-closed":
			return {
				code: loss.cause,
				message: "the hub closed the channel (phx_close); joining again",
			};
	}
}

function closedProblem(code: number): LockProblem {
	if (code === 1006)
		return { code: "cut", message: "the connection was cut (1006): see the network and the hub" };
	return {
		code: "closed",
		message: `the connection closed with ${code}: ${meaningOf(lockCloseCodes, code).name}`,
	};
}

const statusHints: Readonly<Record<number, string>> = {
	403: "check name, vsn and the token",
	404: "there is no hub at this path, which is /socket/websocket",
	503: "it takes no more connections now: it is full or stops",
};

function notOpened(failure: ConnectTrouble, url: string): LockProblem {
	const problem = connectProblem(failure, url, "lock hub", statusHints);
	return { ...problem, message: problem.message + hint(failure.message) };
}

/** Two failures whose own words do not say what to do. */
function hint(why: string): string {
	if (/subprotocol/i.test(why))
		return "; this hub takes no token by subprotocol, leave authToken out";
	if (why === "the connection could not be opened")
		return "; check the address, name, vsn and the token (this WebSocket class does not say which)";
	return "";
}
