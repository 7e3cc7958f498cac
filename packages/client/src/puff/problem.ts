import { meaningOf, safe } from "@gw-sim/core";
import { type PuffEnd, type PuffLoss, puffCloseCodes } from "@gw-sim/protocols/puff";
import { type ConnectProblemCode, connectProblem } from "../connect-problem.js";
import type { PuffClientSettings } from "./options.js";

/** Stable names of what can go wrong with a puff connection, for programs. */
export type PuffProblemCode =
	| ConnectProblemCode
	| "closed"
	| "cut"
	| "refused"
	| "hello-timeout"
	| "too-big"
	| "rejoin-failed"
	| "gave-up"
	| "bad-frame"
	| "listener";

/** What went wrong, and in one line how to mend it. */
export interface PuffProblem {
	readonly code: PuffProblemCode;
	/** For people, and harmless on a terminal. */
	readonly message: string;
}

/** `kind` of the trouble that `PuffClient.drop` makes itself, which is nobody's problem. */
export const droppedKind = "dropped";

const statusHints: Readonly<Record<number, string>> = {
	404: "there is no puff gateway at this path, which is /socket",
	503: "it is full or stops; try later",
};

/** What to tell about a lost connection. */
export function problemOf(
	loss: PuffLoss,
	end: PuffEnd | null,
	{ endpoint, maxMessageBytes, rules }: PuffClientSettings,
): PuffProblem {
	switch (loss.cause) {
		case "closed":
			return loss.failure === undefined
				? closedProblem(loss.code, end)
				: connectProblem(loss.failure, endpoint.shown, "puff gateway", statusHints);
		case "hello-timeout":
			return {
				code: loss.cause,
				message: `the gateway said no hello within ${rules.helloTimeoutMs} ms: check that ${endpoint.shown} is a puff gateway`,
			};
		case "too-big":
			return {
				code: loss.cause,
				message: `the gateway sent more than ${maxMessageBytes} bytes at once: see the gateway, or raise maxMessageBytes`,
			};
	}
}

/** What to tell about a group that could not be entered again; `code` is the gateway's, if any. */
export function rejoinProblem(
	groupId: string,
	code: string | null,
	{ rules }: PuffClientSettings,
): PuffProblem {
	const why = code === null ? "no answer" : safe(code, 80);
	return {
		code: "rejoin-failed",
		message: `could not come back to group ${safe(groupId, 40)}: ${why}; tries again every ${rules.rejoinMs} ms, leaving it ends that`,
	};
}

function closedProblem(code: number, end: PuffEnd | null): PuffProblem {
	const { name } = meaningOf(puffCloseCodes, code);
	if (end === "refused")
		return {
			code: "refused",
			message: `the gateway closed with ${code}: ${name}; ask its operator`,
		};
	if (code === 1006)
		return {
			code: "cut",
			message: "the connection was cut (1006): see the network and the gateway",
		};
	return { code: "closed", message: `the connection closed with ${code}: ${name}` };
}
