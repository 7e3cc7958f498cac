import { meaningOf, safe } from "@gw-sim/core";
import { type ChatLoss, chatCloseCodes, errorMeaning } from "@gw-sim/protocols/chat";
import { type ConnectProblemCode, connectProblem } from "../connect-problem.js";
import type { ChatClientSettings } from "./options.js";

/** Stable names of what can go wrong with a chat connection, for programs. */
export type ChatProblemCode =
	| ConnectProblemCode
	| "closed"
	| "cut"
	| "refused"
	| "token"
	| "introduce-timeout"
	| "ready-timeout"
	| "heartbeat-timeout"
	| "gave-up"
	| "bad-frame"
	| "listener";

/** What went wrong, and in one line how to mend it. */
export interface ChatProblem {
	readonly code: ChatProblemCode;
	/** For people, and harmless on a terminal; never holds the token. */
	readonly message: string;
}

/** `kind` of the trouble that `ChatClient.drop` makes itself, which is nobody's problem. */
export const droppedKind = "dropped";

const statusHints: Readonly<Record<number, string>> = {
	404: "there is no chat gateway at this path, which is /chat on a gw-sim server",
	503: "it is full or stops; try later",
};

/** What to do about an error that will be the same next time. */
const refusalHints: Readonly<Record<number, string>> = {
	0: "get a new token, signed with the gateway's secret",
	1: "check the id in the token",
	4: "check the id in the token",
	5: "ask an administrator",
};

/** What to tell about a lost connection. */
export function problemOf(loss: ChatLoss, settings: ChatClientSettings): ChatProblem {
	const { shownUrl, rules } = settings;
	switch (loss.cause) {
		case "closed":
			return loss.failure === undefined
				? closedProblem(loss.code, loss.error)
				: connectProblem(loss.failure, shownUrl, "chat gateway", statusHints);
		case "token":
			return {
				code: loss.cause,
				message: `there was no token to present: ${safe(loss.reason)}; mend what provides it`,
			};
		case "introduce-timeout":
			return {
				code: loss.cause,
				message: `no introduction (100) within ${rules.introduceTimeoutMs} ms: check that ${shownUrl} is a chat gateway`,
			};
		case "ready-timeout":
			return {
				code: loss.cause,
				message: `no token, or no answer to it (140), within ${rules.readyTimeoutMs} ms: see what provides the token, and the gateway`,
			};
		case "heartbeat-timeout":
			return {
				code: loss.cause,
				message: "the gateway did not answer a heartbeat: the line is dead, or the gateway hangs",
			};
	}
}

function closedProblem(code: number, error: number | null): ChatProblem {
	const { name, recovery } = meaningOf(chatCloseCodes, code);
	const why = error === null ? name : `${errorMeaning(error)} (error ${error})`;
	if (recovery === "fatal") {
		const hint = refusalHints[error ?? Number.NaN] ?? "see the gateway's log";
		return { code: "refused", message: `the gateway closed with ${code}: ${why}; ${hint}` };
	}
	if (code === 1006 && error === null)
		return {
			code: "cut",
			message: "the connection was cut (1006): see the network and the gateway",
		};
	return { code: "closed", message: `the gateway closed with ${code}: ${why}` };
}
