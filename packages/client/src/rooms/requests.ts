import { ClosedError, RefusedError, safe, TimeoutError, UsageError } from "@gw-sim/core";
import {
	type Profile,
	type ProfileRequest,
	type RoomsOutcome,
	wrongKeyError,
} from "@gw-sim/protocols/rooms";
import { PendingRequests } from "../pending-requests.js";

type Kind = ProfileRequest["kind"];

/** The promises of requests that wait for a profile; the machine bounds how many there are. */
export class Requests extends PendingRequests<Kind, Profile> {
	settle(id: number, outcome: RoomsOutcome): void {
		const pending = this.take(id);
		if (pending === undefined) return;
		if (outcome.ok) pending.answer.resolve(outcome.profile);
		else pending.answer.reject(this.#failure(pending.request, outcome));
	}

	#failure(kind: Kind, outcome: Extract<RoomsOutcome, { readonly ok: false }>): Error {
		const { requestTimeoutMs, maxRequests } = this.limits;
		switch (outcome.why) {
			case "not-online":
				return notOnline(kind);
			case "closed":
				return new ClosedError(`the connection ended before the server answered ${kind}`, {
					code: outcome.why,
				});
			case "timeout":
				return new TimeoutError(
					`the server did not answer ${kind} within ${requestTimeoutMs} ms${silenceMeans(kind)}`,
					{ code: outcome.why, afterMs: requestTimeoutMs },
				);
			case "too-many":
				return new UsageError(
					`${kind} was not sent: ${maxRequests} requests wait for their profile, await some first`,
					{ code: outcome.why },
				);
			case "refused":
				return refusal(outcome.text);
		}
	}
}

/** The error of a call that needs a connection. */
export function notOnline(what: string): ClosedError {
	return new ClosedError(`${safe(what, 80)} was not sent: the client is not online`, {
		code: "not-online",
	});
}

function silenceMeans(kind: Kind): string {
	return kind === "authenticate" ? ": servers meet a wrong signing key with silence" : "";
}

function refusal(text: string | null): RefusedError {
	return text === null || text === wrongKeyError
		? new RefusedError(
				"the server refused the signing key: give the one that it was started with",
				{
					code: "wrong-key",
				},
			)
		: new RefusedError(`the server refused to authenticate: ${safe(text)}; set this clock right`, {
				code: "wrong-timestamp",
			});
}
