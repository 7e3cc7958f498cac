import { meaningOf, safe } from "@gw-sim/core";
import { type CloudConnectTrouble, type CloudLoss, cloudCloseCodes } from "@gw-sim/protocols/cloud";
import { type ConnectProblemCode, connectProblem } from "../connect-problem.js";
import type { CloudClientSettings } from "./options.js";

/** Stable names of what can go wrong with a lamp's connection, for programs. */
export type CloudProblemCode =
	| ConnectProblemCode
	| "closed"
	| "cut"
	| "refused"
	| "secret"
	| "join-timeout"
	| "pong-timeout"
	| "gave-up"
	| "bad-packet"
	| "miscoded"
	| "unsupported"
	| "listener";

/** What went wrong, and in one line how to mend it. */
export interface CloudProblem {
	readonly code: CloudProblemCode;
	/** For people, and harmless on a terminal; never holds the secret. */
	readonly message: string;
}

/** `kind` of the trouble that `CloudClient.drop` makes itself, which is nobody's problem. */
export const droppedKind = "dropped";

const statusHints: Readonly<Record<number, string>> = {
	404: "there is no cloud server at this path, which is /cloud on a gw-sim server",
	503: "it is full or stops; try later",
};

/** What to tell about a lost connection. */
export function problemOf(loss: CloudLoss, settings: CloudClientSettings): CloudProblem {
	const { shownUrl, rules } = settings;
	switch (loss.cause) {
		case "closed":
			return closedProblem(loss, shownUrl);
		case "secret":
			return {
				code: loss.cause,
				message: `there was no secret to send: ${safe(loss.reason)}; mend what provides it`,
			};
		case "join-timeout":
			return {
				code: loss.cause,
				message: `no secret, or no ok to it, within ${rules.joinTimeoutMs} ms: check that ${shownUrl} is a cloud server`,
			};
		case "pong-timeout":
			return {
				code: loss.cause,
				message: `the server left two pings unanswered for ${rules.pongTimeoutMs} ms: the line is dead, or the server hangs`,
			};
	}
}

function closedProblem(
	{ during, code, failure }: Extract<CloudLoss, { readonly cause: "closed" }>,
	url: string,
): CloudProblem {
	const name = code === 1006 ? "it was cut" : meaningOf(cloudCloseCodes, code).name;
	switch (during) {
		case "connecting":
			return notOpened(failure ?? { kind: "other", message: `${name} (${code})` }, url);
		case "joining":
			return {
				code: "refused",
				message: `the connection ended before the server said ok (${code}: ${name}): the secret was rejected, or the server is busy; check the secret`,
			};
		case "online":
			return code === 1006
				? {
						code: "cut",
						message: `the connection was cut (1006): ${failure === undefined ? "see the network and the server" : safe(failure.message)}`,
					}
				: { code: "closed", message: `the connection closed with ${code}: ${name}` };
	}
}

function notOpened(failure: CloudConnectTrouble, url: string): CloudProblem {
	const problem = connectProblem(failure, url, "cloud server", statusHints);
	if (problem.code !== "connect-timeout") return problem;
	const hint = "another device may be connected, as the original server takes one at a time";
	return { ...problem, message: `${problem.message}; ${hint}` };
}
